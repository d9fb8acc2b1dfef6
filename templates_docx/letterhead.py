"""Draws the head and the foot of a paper: letterhead, title, footer, page number."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from templates_docx.paper import text_width
from templates_docx.tables import Cell, Column, row, table
from templates_docx.text import add_run, element, paragraph, rule, tiny


def letterhead(document: WordDocument) -> None:
    """Draw the letterhead: emblem | office | an equal margin, closed by a thick and a thin rule.

    Line sizes stand 3:4 (12 and 16 pt); it is drawn on the first page only.
    """
    width = text_width(document.sections[-1])
    columns = (Column(24), Column(width - 48, "center"), Column(24))
    grid = table(document, columns, borders=False, padding=(0, 0))
    office = row(grid, [Cell("{{ instansi.lambang }}"), Cell((), valign="center"), ""])[1]
    paragraph(office, "{{ instansi.pemerintah }}", size=12, align="center")
    paragraph(office, "{{ instansi.nama }}", size=16, bold=True, align="center")
    paragraph(office, "{{ instansi.alamat }}", size=9, align="center")
    paragraph(office, "{{ instansi.kontak }}", size=9, align="center")
    line = tiny(document)
    line.paragraph_format.line_spacing = Pt(4)
    line.paragraph_format.space_after = Pt(6)
    rule(line, "bottom", "thickThinSmallGap", 24)


def title(
    container: Any, lines: Sequence[str], *, number: str | None = None, size: float = 12
) -> None:
    """Write the centred title in bold, and the document's number under it when it bears one.

    A paper made again after an approval says so behind its last line, "(Perbaikan ke-1)"; a draft
    in a line of its own, "KONSEP, 4 dari 5 unit".
    """
    again = "{% if perbaikan %} ({{ perbaikan }}){% endif %}"
    for text in (*lines[:-1], lines[-1] + again):
        paragraph(container, text, size=size, bold=True, align="center", keep_next=True)
    paragraph(container, "{%p if konsep %}", size=5)
    paragraph(container, "{{ konsep }}", size=size, bold=True, align="center", keep_next=True)
    paragraph(container, "{%p endif %}", size=5)
    if number is not None:
        paragraph(container, f"Nomor : {number}", size=10, align="center", before=2)
    paragraph(container, size=3)


def draft_mark(section: Section) -> None:
    """Put the mark of a draft at the head of each page, at the right; nothing without one."""
    section.header.is_linked_to_previous = False
    made = section.header.paragraphs[0]
    made.style = "Header"
    made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add_run(made, "{{ konsep }}", 10, bold=True)


def page_number(section: Section) -> None:
    """Number a letter's pages at the centre of the foot, from page 2."""
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    section.first_page_footer.is_linked_to_previous = False
    section.footer.is_linked_to_previous = False
    made = section.footer.paragraphs[0]
    made.style = "Footer"
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(made, "PAGE", size=11)


def footer(section: Section, name: str) -> None:
    """Draw the footer: the document's name left, "Halaman x dari y" right, over a thin rule."""
    section.footer.is_linked_to_previous = False
    made = section.footer.paragraphs[0]
    made.style = "Footer"
    made.paragraph_format.tab_stops.add_tab_stop(Mm(text_width(section)), WD_TAB_ALIGNMENT.RIGHT)
    rule(made, "top", "single", 4)
    add_run(made, f"{name}\tHalaman ", 8)
    _field(made, "PAGE")
    add_run(made, " dari ", 8)
    _field(made, "NUMPAGES")


def _field(made: Paragraph, code: str, size: float = 8) -> None:
    for kind in ("begin", None, "separate", "1", "end"):
        run = made.add_run()
        run.font.size = Pt(size)
        if kind is None:
            instruction = element("instrText")
            instruction.text = f" {code} "
            run._r.append(instruction)
        elif kind == "1":
            run.text = "1"
        else:
            run._r.append(element("fldChar", fldCharType=kind))
