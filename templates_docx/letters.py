"""Draws what the office's letters share: their opening, text, and signature at the right."""

from typing import Any

from docx.document import Document as WordDocument
from docx.shared import Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from templates_docx.drawing import (
    Cell,
    Column,
    Margins,
    Paper,
    Signer,
    begin,
    letterhead,
    paragraph,
    row,
    signatures,
    table,
    text_width,
)
from templates_docx.signatures import ROOM
from templates_docx.text import Align

MARGINS = Margins(20, 25, 30, 20)  # Permendagri 1/2023, article 34
SIZE, TABLE_SIZE = 12, 11
PERIOD = "Triwulan\u00a0{{ triwulan }} Tahun\u00a0{{ tahun }}"
SIGNED_FROM = 0.41  # of the text width: where the block at the right begins


def open_letter(paper: Paper, title: str) -> WordDocument:
    """Open an upright letter with its letterhead."""
    document = begin(paper, MARGINS, title=title, landscape=False, size=SIZE)
    letterhead(document)
    return document


def text(
    container: Any, told: str, *, align: Align = "both", after: float = 6, keep_next: bool = False
) -> Paragraph:
    """Write a paragraph of a letter, its first line indented."""
    made = paragraph(container, told, align=align, line=1.15, after=after, keep_next=keep_next)
    made.paragraph_format.first_line_indent = Mm(12.5)
    return made


def tag(container: Any, told: str) -> None:
    """Write a tag that is a paragraph of its own and vanishes when filled."""
    paragraph(container, f"{{%p {told} %}}", size=5)


def ended(document: WordDocument) -> _Cell:
    """Give the cell for a letter's last words and signature: no page end comes between them.

    It must end with a paragraph.
    """
    column = Column(text_width(document.sections[0]))
    [cell] = row(table(document, [column], padding=(0, 0), borders=False), [Cell(())])
    return cell


def signed(
    container: Any, width: float, who: str, lead: tuple[str, ...] = (), *, size: float = SIZE
) -> None:
    """Draw the block of the one who signs, in the right part of `width` mm."""
    blank = Signer("", (), width * SIGNED_FROM)
    block = Signer(who, lead, width * (1 - SIGNED_FROM))
    signatures(container, (blank, block), size=size, room=ROOM)
