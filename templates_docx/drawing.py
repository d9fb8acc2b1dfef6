"""What templates are drawn with, under one name.

Everything is measured in millimetres and points. A `container` is a document or a table cell.
Texts may hold docxtpl tags; "\\n" is a line break, "\\t" a tab, what stands between ** is bold.

    text.py        paragraph, heading, tiny
    paper.py       F4, A4, Paper, Margins, begin, turn_page, text_width, to_bytes
    tables.py      Column, Cell, Grid, table, header, row, loop, foot, facts, beside, fit
    letterhead.py  letterhead, title, draft_mark, footer, page_number
    signatures.py  Signer, signatures, notes, notes_loop, excused_units

A paper is drawn from top to bottom: begin, letterhead, title, facts, table (header, loop, row,
foot), then inside the cell that `foot` gives: notes, signatures; at last footer and to_bytes.
"""

from templates_docx.letterhead import (
    draft_mark,
    footer,
    letterhead,
    page_number,
    title,
)
from templates_docx.paper import A4, F4, Margins, Paper, begin, text_width, to_bytes, turn_page
from templates_docx.signatures import Signer, excused_units, notes, notes_loop, signatures
from templates_docx.tables import (
    AVERAGE_SHADE,
    HEADER_SHADE,
    TOTAL_SHADE,
    Cell,
    Column,
    Grid,
    beside,
    facts,
    fit,
    foot,
    header,
    loop,
    row,
    table,
)
from templates_docx.text import heading, paragraph, tiny

__all__ = [
    "A4",
    "AVERAGE_SHADE",
    "F4",
    "HEADER_SHADE",
    "TOTAL_SHADE",
    "Cell",
    "Column",
    "Grid",
    "Margins",
    "Paper",
    "Signer",
    "begin",
    "beside",
    "draft_mark",
    "excused_units",
    "facts",
    "fit",
    "foot",
    "footer",
    "header",
    "heading",
    "letterhead",
    "loop",
    "notes",
    "notes_loop",
    "page_number",
    "paragraph",
    "row",
    "signatures",
    "table",
    "text_width",
    "tiny",
    "title",
    "to_bytes",
    "turn_page",
]
