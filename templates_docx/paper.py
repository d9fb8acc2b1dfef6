"""Opens a document on its paper (Arial, Indonesian, Word's present layout rules); saves it."""

import zipfile
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table

from templates_docx.text import tiny

FONT = "Arial"
LANGUAGE = "id-ID"
DRAWN_AT = datetime(2026, 1, 1)  # noqa: DTZ001 - Word's core properties carry no zone
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
KEPT_STYLES = {
    "Normal",
    "header",
    "footer",
    "heading 1",
    "heading 2",
    "heading 3",
    "Default Paragraph Font",
    "Normal Table",
    "No List",
    "Table Grid",
}


@dataclass(frozen=True)
class Paper:
    """A sheet, upright, in mm."""

    name: str
    width: float
    height: float


@dataclass(frozen=True)
class Margins:
    """The four margins in mm."""

    top: float
    bottom: float
    left: float
    right: float


F4 = Paper("F4", 215, 330)
A4 = Paper("A4", 210, 297)


def begin(
    paper: Paper, margins: Margins, *, title: str, landscape: bool, size: float = 10
) -> WordDocument:
    """Open an empty document; `title` stands in its properties, `size` (pt) is its text's."""
    document = Document()
    _prune(document)
    _set_defaults(document, size)
    _set_properties(document, title)
    _set_page(document.sections[0], paper, margins, landscape=landscape)
    return document


def turn_page(
    document: WordDocument, paper: Paper, margins: Margins, *, landscape: bool
) -> Section:
    """Start a section on a new page with its own paper direction, margins and footer."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    _set_page(section, paper, margins, landscape=landscape)
    section.footer.is_linked_to_previous = False
    section.header.is_linked_to_previous = False
    return section


def text_width(section: Section) -> float:
    """Tell the width between the margins in mm."""
    inside = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
    return round(inside / Mm(1), 2)


def to_bytes(document: WordDocument) -> bytes:
    """Write the document as .docx bytes, the same bytes for the same drawing."""
    if isinstance(list(document.iter_inner_content())[-1], Table):
        tiny(document)
    raw = BytesIO()
    document.save(raw)
    packed = BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w") as target:
        for name in _in_order(source.namelist()):
            member = zipfile.ZipInfo(name, ZIP_EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            target.writestr(member, source.read(name))
    return packed.getvalue()


def _in_order(names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name))


def _set_page(section: Section, paper: Paper, margins: Margins, *, landscape: bool) -> None:
    sides = (paper.height, paper.width) if landscape else (paper.width, paper.height)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(sides[0]), Mm(sides[1])
    section.top_margin, section.bottom_margin = Mm(margins.top), Mm(margins.bottom)
    section.left_margin, section.right_margin = Mm(margins.left), Mm(margins.right)
    section.header_distance, section.footer_distance = Mm(8), Mm(min(10, margins.bottom - 8))


def _set_properties(document: WordDocument, title: str) -> None:
    core = document.core_properties
    core.title, core.language, core.author = title, LANGUAGE, ""
    core.created = core.modified = DRAWN_AT
    core.comments = core.keywords = core.last_modified_by = ""
    core.revision = 1


def _set_defaults(document: WordDocument, size: float) -> None:
    styles = document.styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    spacing = styles.find(f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}//{qn('w:spacing')}")
    spacing.attrib.clear()
    spacing.set(qn("w:after"), "0")
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(size)
    for level in (1, 2, 3):
        _plain_heading(document.styles[f"Heading {level}"], size)
    for tabs in list(styles.iter(qn("w:tabs"))):
        tabs.getparent().remove(tabs)
    settings = document.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), LANGUAGE)


def _plain_heading(style: Any, size: float) -> None:
    style.font.size, style.font.bold = Pt(size), True
    for colour in list(style.element.iter(qn("w:color"))):
        colour.getparent().remove(colour)


def _prune(document: WordDocument) -> None:
    styles = document.styles.element
    for style in list(styles.iter(qn("w:style"))):
        name = style.find(qn("w:name")).get(qn("w:val"))
        if name not in KEPT_STYLES and not name.lower().startswith("heading 1 "):
            styles.remove(style)
    for link in list(styles.iter(qn("w:link"))):
        link.getparent().remove(link)
    for holder in (document.part, document.part.package):
        for name, relation in list(holder.rels.items()):
            if relation.reltype.rsplit("/", 1)[1] in {"thumbnail", "customXml", "numbering"}:
                del holder.rels[name]
