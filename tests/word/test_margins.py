"""A template on other margins: the pages have them, and nothing leaves the text's width."""

import io
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.section import Section

from service.word import compile as compiled
from service.word import with_margins

TEMPLATES = sorted((Path(__file__).parents[2] / "templates_docx").rglob("*.docx"))
FOLDER = Path(__file__).parents[2] / "templates_docx"
MM = 36_000


def sections(content: bytes) -> list[Section]:
    return list(Document(io.BytesIO(content)).sections)


def sides(section: Section) -> tuple[int, ...]:
    given = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    return tuple(round((side or 0) / MM) for side in given)


def test_upright_pages_and_those_that_lie_have_margins_of_their_own() -> None:
    made = with_margins((FOLDER / "dokumen-pengukuran.docx").read_bytes(), (30, 31, 32, 33), None)
    upright, across, *_ = map(sides, sections(made))
    assert upright == (30, 31, 32, 33)
    assert across == (25, 20, 20, 20)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_table_and_footer_ends_where_the_text_does(path: Path) -> None:
    made = with_margins(path.read_bytes(), (35, 30, 40, 35), (30, 30, 35, 30))
    widths = [
        round((one.page_width - one.left_margin - one.right_margin) / 635)  # type: ignore[operator]
        for one in sections(made)
    ]
    with ZipFile(io.BytesIO(made)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if "xml" in name}
    body = parts["word/document.xml"]
    grids = [
        sum(map(int, re.findall(r'w:gridCol w:w="(\d+)"', grid)))
        for grid in re.findall(r"<w:tblGrid>.*?</w:tblGrid>", body)
    ]
    assert grids
    assert max(grids) <= max(widths) + 20
    tabs = [
        int(re.findall(r'w:pos="(\d+)"', tab)[0])
        for name, text in parts.items()
        if "footer" in name
        for tab in re.findall(r"<w:tab [^>]*right[^>]*>", text)
    ]
    assert all(min(abs(tab - width) for width in widths) <= 3 for tab in tabs)


def test_a_template_asks_for_the_same_values_on_other_margins() -> None:
    content = (FOLDER / "rekap-data.docx").read_bytes()
    made = with_margins(content, None, (20, 20, 20, 20))
    assert compiled(made).fields() == compiled(content).fields()
    assert made == with_margins(content, None, (20, 20, 20, 20))


def test_the_foot_stays_inside_a_narrow_lower_margin() -> None:
    (section,) = sections(with_margins((FOLDER / "checklist.docx").read_bytes(), None, (10,) * 4))
    assert (section.footer_distance or 0) / MM < 10
