"""The workbook of the next year: filled by the office, it opens a year."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from service import workbook
from service.dataset import for_quarter, indicators, parse, read_json
from service.errors import Invalid
from tests.workbook.books import edited

SAMPLE = Path(__file__).parents[2] / "samples" / "mentebah-2026.json"
FOURTH = for_quarter(parse(read_json(SAMPLE.read_bytes(), SAMPLE.name)), 2026, 4)


HEADS, ROWS = 5, 6


def columns(sheet: Worksheet) -> dict[str, int]:
    """Return the columns of a sheet by their heading."""
    return {str(cell.value): cell.column for cell in sheet[HEADS]}


def fill(book: Workbook) -> None:
    """Type what the office knows of the new year: a ceiling for each line, and the targets."""
    budget, heads = book["Anggaran"], columns(book["Anggaran"])
    for row in range(ROWS, budget.max_row + 1):
        if budget.cell(row, heads["Tingkat"]).value == "Sub Kegiatan":
            budget.cell(row, heads["Pagu (Rp)"]).value = 5_000_000
    sheet = book["Sasaran & Indikator"]
    heads = columns(sheet)
    targets = {one.code: one for one in indicators(FOURTH)}
    for row in range(ROWS, sheet.max_row + 1):
        known = targets.get(str(sheet.cell(row, heads["Kode Indikator"]).value))
        if known is not None:
            sheet.cell(row, heads["Target Tahunan"]).value = known.target_year
            for name, target in zip(("I", "II", "III", "IV"), known.targets, strict=True):
                sheet.cell(row, heads[f"Target TW {name}"]).value = target


def test_a_year_form_asks_for_every_ceiling_at_its_cell() -> None:
    with pytest.raises(Invalid) as caught:
        workbook.read(workbook.write_year(FOURTH))
    assert all(one.place.startswith("Anggaran!") for one in caught.value.problems)
    assert len(caught.value.problems) == 25


def test_filled_it_is_read_as_the_first_quarter_of_the_new_year() -> None:
    found = workbook.read(edited(workbook.write_year(FOURTH), fill))
    assert (found.year, found.quarter) == (2027, 1)
    assert found.office == FOURTH.office
    assert found.officials == FOURTH.officials
    assert found.receivers == FOURTH.receivers
    assert [(i.code, i.formula, i.unit) for i in indicators(found)] == [
        (i.code, i.formula, i.unit) for i in indicators(FOURTH)
    ]
    assert [i.targets for i in indicators(found)] == [i.targets for i in indicators(FOURTH)]
    assert [i.parts is None for i in indicators(found)] == [
        i.parts is None for i in indicators(FOURTH)
    ]
    assert {i.realizations for i in indicators(found)} == {(None,) * 4}
    assert found.programmes[0].activities[0].subs[0].ceiling == 5_000_000


def test_promises_of_the_fourth_quarter_are_in_the_form() -> None:
    promising = replace(
        FOURTH,
        objectives=tuple(
            replace(
                o, indicators=tuple(replace(i, follow_up="Menambah loket") for i in o.indicators)
            )
            for o in FOURTH.objectives
        ),
    )
    found = workbook.read(edited(workbook.write_year(promising), fill))
    for one in indicators(found):
        assert one.previous_follow_up is not None
        assert (one.previous_follow_up.quarter, one.previous_follow_up.status) == (4, "belum")
