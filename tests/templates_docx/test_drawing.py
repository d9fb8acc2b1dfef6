"""How the shipped templates are built: what makes them look and break alike everywhere."""

from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from service import word
from templates_docx.__main__ import NAMES, OF_PROCEDURES, PROCEDURES, draw_all, draw_procedures
from templates_docx.drawing import A4, F4, Column, Margins, begin, fit, row, table
from tests.templates_docx.filled import TEMPLATES, fill, office

OFFICES = sorted(TEMPLATES.glob("*.docx")) + sorted(TEMPLATES.glob("a4/*.docx"))
FILES = OFFICES + sorted(PROCEDURES.rglob("*.docx"))
FORMS = [path for path in FILES if path.stem in ("format-pengukuran", "checklist", "rekap-data")]
MILLIMETRE = 36000  # English Metric Units


def opened(path: Path) -> WordDocument:
    return Document(str(path))


def spans(row: Any) -> list[tuple[int, int]]:
    """Give (columns, width in twips) of each cell of a row."""
    given = []
    for cell in row.findall(qn("w:tc")):
        properties = cell.find(qn("w:tcPr"))
        span = properties.find(qn("w:gridSpan"))
        width = int(properties.find(qn("w:tcW")).get(qn("w:w")))
        given.append((1 if span is None else int(span.get(qn("w:val"))), width))
    return given


def data_tables(document: WordDocument) -> list[Any]:
    """Give the tables that have a heading row."""
    tables = document.element.body.findall(qn("w:tbl"))
    return [one for one in tables if one.find(f".//{qn('w:tblHeader')}") is not None]


def test_the_shipped_files_are_what_the_code_draws(tmp_path: Path) -> None:
    for drawn in draw_all(tmp_path):
        shipped = TEMPLATES / drawn.relative_to(tmp_path)
        assert drawn.read_bytes() == shipped.read_bytes(), f"make templates: {shipped.name}"


def test_an_sops_own_files_are_what_the_code_draws(tmp_path: Path) -> None:
    drawn = draw_procedures(tmp_path)
    assert drawn
    for one in drawn:
        shipped = PROCEDURES / one.relative_to(tmp_path)
        assert one.read_bytes() == shipped.read_bytes(), f"make templates: {shipped.name}"


def test_every_template_comes_in_both_papers() -> None:
    assert {path.stem for path in OFFICES if path.parent.name == "a4"} == set(NAMES)
    assert {path.stem for path in OFFICES if path.parent.name != "a4"} == set(NAMES)
    for code, names in OF_PROCEDURES.items():
        own = PROCEDURES / code / "templates"
        assert {path.stem for path in own.glob("*.docx")} == set(names)
        assert {path.stem for path in own.glob("a4/*.docx")} == set(names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_engine_finds_no_fault_in_a_shipped_template(path: Path) -> None:
    assert word.check(path.read_bytes()) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_paper_language_font_and_layout_rules_are_set(path: Path) -> None:
    document = opened(path)
    paper = A4 if path.parent.name == "a4" else F4
    for section in document.sections:
        sides = sorted(
            round(side / MILLIMETRE) for side in (section.page_width, section.page_height)
        )
        assert sides == [paper.width, paper.height]
    assert document.core_properties.language == "id-ID"
    assert document.core_properties.title
    assert document.styles["Normal"].font.name == "Arial"
    modes = document.settings.element.iter(qn("w:compatSetting"))
    assert ("compatibilityMode", "15") in [
        (mode.get(qn("w:name")), mode.get(qn("w:val"))) for mode in modes
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_cell_is_as_wide_as_its_grid_columns(path: Path) -> None:
    for one in opened(path).element.body.iter(qn("w:tbl")):
        grid = [int(column.get(qn("w:w"))) for column in one.find(qn("w:tblGrid"))]
        for line in one.findall(qn("w:tr")):
            start = 0
            for span, width in spans(line):
                assert width == sum(grid[start : start + span])
                start += span
            assert start == len(grid)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_cell_ends_with_a_paragraph_and_no_row_is_cut(path: Path) -> None:
    body = opened(path).element.body
    assert all(cell[-1].tag == qn("w:p") for cell in body.iter(qn("w:tc")))
    assert all(
        line.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
        for line in body.iter(qn("w:tr"))
    )


@pytest.mark.parametrize("path", FORMS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_two_heading_rows_and_the_column_numbers_repeat(path: Path) -> None:
    tables = data_tables(opened(path))
    assert tables
    for one in tables:
        heads = [
            line
            for line in one.findall(qn("w:tr"))
            if line.find(f".//{qn('w:tblHeader')}") is not None
        ]
        assert len(heads) == 3
        assert heads == one.findall(qn("w:tr"))[:3]
        columns = len(one.find(qn("w:tblGrid")))
        assert [cell_text(cell) for cell in heads[2].findall(qn("w:tc"))] == [
            str(number) for number in range(1, columns + 1)
        ]


@pytest.mark.parametrize(
    ("name", "state", "unit"),
    [
        ("format-pengukuran", "terisi", None),
        ("checklist", "terisi", "SEKSI-YAN"),
        ("rekap-data", "dicek_ulang", "SEKSI-YAN"),
        ("rekap-data", "dihimpun", "SEKSI-TRANTIB"),
    ],
)
def test_the_signature_row_hangs_on_the_last_data_row(
    name: str, state: str, unit: str | None
) -> None:
    last = data_tables(fill(name, state, unit=unit))[-1].findall(qn("w:tr"))
    assert "NIP" in cell_text(last[-1])
    assert keeps_with_next(last[-2])


def test_rows_of_a_middle_objective_stay_together_and_the_first_may_break() -> None:
    lines = data_tables(fill("rekap-data", "dicek_ulang"))[0].findall(qn("w:tr"))
    kept = {cell_text(line.find(qn("w:tc"))): keeps_with_next(line) for line in lines[3:-1]}
    assert kept == {
        **dict.fromkeys(("1.1", "1.2", "1.3", "1.4"), False),
        **{"2.1": True, "2.2": True, "2.3": False, "3.1": True, "3.2": False},
        **{"4.1": False, "4.2": False, "4.3": True},
    }


def test_an_objective_too_tall_for_a_page_is_not_held_together() -> None:
    def grow(raw: dict[str, Any]) -> None:
        indicators = raw["sasaran"][1]["indikator"]
        indicators += [indicators[0] | {"kode": f"2.{number}"} for number in range(4, 12)]

    lines = data_tables(fill("rekap-data", "dicek_ulang", data=office(grow)))[0].findall(qn("w:tr"))
    assert not any(keeps_with_next(line) for line in lines[3:] if cell_text(line).startswith("2."))


def test_objectives_are_merged_over_their_indicators() -> None:
    lines = data_tables(fill("rekap-data", "dihimpun", unit="SEKSI-YAN"))[0].findall(qn("w:tr"))
    merges = [line.findall(qn("w:tc"))[1].find(f".//{qn('w:vMerge')}") for line in lines[3:7]]
    assert [merge.get(qn("w:val")) for merge in merges] == ["restart", *["continue"] * 3]


def test_the_footer_counts_pages() -> None:
    footer = opened(TEMPLATES / "rekap-data.docx").sections[0].footer._element
    assert [code.text.strip() for code in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_fit_keeps_the_least_width_and_fills_the_total() -> None:
    made = fit((Column(40, least=30), Column(60), Column(10)), 80, fixed=(2,))
    assert sum(column.width for column in made) == pytest.approx(80)
    assert made[0].width >= 30
    assert made[2].width == 10


def test_a_row_that_does_not_fill_its_table_is_refused() -> None:
    document = begin(A4, Margins(20, 20, 20, 20), title="Uji", landscape=False)
    grid = table(document, (Column(10), Column(20)))
    with pytest.raises(ValueError, match="1 of 2"):
        row(grid, ["satu"])


def has(line: Any, mark: str) -> bool:
    return line.find(f"{qn('w:trPr')}/{qn(mark)}") is not None


def keeps_with_next(line: Any) -> bool:
    first = line.find(qn("w:tc")).find(qn("w:p"))
    return first.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None


def cell_text(holder: Any) -> str:
    return "".join(text.text or "" for text in holder.iter(qn("w:t")))
