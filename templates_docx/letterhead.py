"""Draws the head and the foot of a paper: letterhead, title, footer."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
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
    """Write the centred title in bold, and the document's number under it when it bears one."""
    for text in lines:
        paragraph(container, text, size=size, bold=True, align="center", keep_next=True)
    if number is not None:
        paragraph(container, f"Nomor : {number}", size=10, align="center", before=2)
    paragraph(container, size=3)


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


def _field(made: Paragraph, code: str) -> None:
    for kind in ("begin", None, "separate", "1", "end"):
        run = made.add_run()
        run.font.size = Pt(8)
        if kind is None:
            instruction = element("instrText")
            instruction.text = f" {code} "
            run._r.append(instruction)
        elif kind == "1":
            run.text = "1"
        else:
            run._r.append(element("fldChar", fldCharType=kind))
