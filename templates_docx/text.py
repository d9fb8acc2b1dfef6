"""Writes text: the elements, paragraphs and headings everything else is drawn with."""

from typing import Any, Literal

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.parts.document import DocumentPart
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

Align = Literal["left", "center", "right", "both"]
ALIGNMENT = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def element(tag: str, **attributes: object) -> Any:
    """Make one WordprocessingML element; attributes are in the `w:` namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def twips(millimetres: float) -> int:
    """Turn mm into twentieths of a point, the unit of Word's tables."""
    return round(millimetres / 25.4 * 1440)


def paragraph(
    container: Any,
    text: str = "",
    *,
    size: float | None = None,
    bold: bool = False,
    italic: bool = False,
    align: Align = "left",
    before: float = 0,
    after: float = 0,
    indent: float = 0,
    hanging: float = 0,
    line: float | None = None,
    keep_next: bool = False,
) -> Paragraph:
    """Add a paragraph; spacing `before` and `after` in pt, `indent` and `hanging` in mm.

    `line` is a multiple of the line height. Text between ** is bold.
    """
    made: Paragraph = container.add_paragraph()
    form = made.paragraph_format
    if align != "left":
        made.alignment = ALIGNMENT[align]
    if before or after:
        form.space_before, form.space_after = Pt(before), Pt(after)
    if line:
        form.line_spacing = line
    if indent:
        form.left_indent = Mm(indent)
    if hanging:
        form.first_line_indent = Mm(-hanging)
        form.tab_stops.add_tab_stop(Mm(indent))
    if keep_next:
        form.keep_with_next = True
    own_size = _styled(made, size)
    for number, piece in enumerate(text.split("**")):
        if piece:
            add_run(made, piece, own_size, bold=bold or number % 2 == 1, italic=italic)
    mark_size(made, own_size)
    return made


def _styled(made: Paragraph, size: float | None) -> float | None:
    """Give the paragraph the style of its size; tell the size that is left to its runs.

    A style is what a clerk changes once in Word to change every cell; and a table of figures is
    half as long in XML when its cells don't each say how large they are.
    """
    if size is None or not isinstance(made.part, DocumentPart):
        return size
    name = f"Isi {size:g} pt"
    styles = made.part.styles
    if name not in styles:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size = Pt(size)
        style.quick_style = True
    made.style = styles[name]
    return None


def heading(
    container: Any, text: str, level: int, *, before: float = 12, after: float = 4
) -> Paragraph:
    """Add a heading Word's navigation pane lists (levels 1 to 3)."""
    made = paragraph(container, text, before=before, after=after, keep_next=True)
    made.style = f"Heading {level}"
    return made


def tiny(container: Any) -> Paragraph:
    """Add the 1 pt paragraph Word demands after a table that ends a cell or a document."""
    made = paragraph(container)
    made.paragraph_format.line_spacing = Pt(1)
    mark_size(made, 1)
    return made


def add_run(
    made: Paragraph, text: str, size: float | None, *, bold: bool = False, italic: bool = False
) -> None:
    run = made.add_run(text)
    if bold:
        run.bold = True
    if italic:
        run.italic = True
    if size:
        run.font.size = Pt(size)


def mark_size(made: Paragraph, size: float | None) -> None:
    if size:
        properties = element("rPr")
        properties.append(element("sz", val=round(size * 2)))
        properties.append(element("szCs", val=round(size * 2)))
        made._p.get_or_add_pPr().append(properties)


def rule(made: Paragraph, side: str, kind: str, eighths: int) -> None:
    border = element("pBdr")
    border.append(element(side, val=kind, sz=eighths, space=1, color="000000"))
    made._p.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
