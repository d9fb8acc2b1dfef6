"""The form guides the clerk: what is locked, offered, formatted and printed."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from service import workbook
from service.dataset import DataSet, parse
from service.errors import Invalid, NotFound
from tests.workbook.books import edited

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def ds() -> DataSet:
    return parse(json.loads((SAMPLES / "mentebah-2026.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def unit_form(ds: DataSet) -> Workbook:
    return load_workbook(BytesIO(workbook.write(ds, "SEKSI-YAN")))


def _unlocked(sheet: Worksheet) -> set[str]:
    return {c.coordinate for row in sheet["A6:Z9"] for c in row if not c.protection.locked}


def test_a_units_form_opens_only_the_cells_this_quarter_asks_for(unit_form: Workbook) -> None:
    realized = unit_form["Realisasi"]
    assert realized.protection.sheet
    assert not realized.protection.password
    assert _unlocked(realized) == {
        "N6", "L7", "M7", "N8", "N9", "O6", "O7", "O8", "O9",
    }  # fmt: skip


def test_only_a_promise_made_earlier_asks_what_became_of_it(unit_form: Workbook) -> None:
    opened = _unlocked(unit_form["Narasi"])
    assert {"I7", "J7"} <= opened
    assert not {"G7", "H7", "I6", "J6"} & opened


def test_input_cells_of_a_units_form_differ_in_colour_from_locked_ones(
    unit_form: Workbook,
) -> None:
    sheet = unit_form["Realisasi"]
    assert sheet["N6"].fill.fgColor.rgb != sheet["K6"].fill.fgColor.rgb


def test_a_units_form_has_no_other_sheets_and_keeps_its_structure(unit_form: Workbook) -> None:
    assert unit_form.sheetnames == ["Petunjuk", "Realisasi", "Narasi"]
    assert unit_form.security.lockStructure


def test_numbers_show_as_many_decimals_as_the_indicator_has(unit_form: Workbook) -> None:
    sheet = unit_form["Realisasi"]
    assert sheet["N6"].number_format == "#,##0.00"
    assert sheet["N9"].number_format == "#,##0"
    assert unit_form["Narasi"]["F6"].is_date


def test_closed_choices_are_drop_downs_and_say_how_to_fill_in(ds: DataSet) -> None:
    book = load_workbook(BytesIO(workbook.write(ds)))
    rules = {
        str(rule.sqref).split(":")[0]: rule
        for rule in book["Sasaran & Indikator"].data_validations.dataValidation
    }
    assert rules["G6"].formula1 == '"naik,turun"'
    assert rules["T6"].formula1.startswith("Unit!")
    assert "Kosongkan bila tidak diukur" in rules["J6"].prompt
    assert all(len(rule.prompt or "") <= 255 for rule in rules.values())


def test_every_table_prints_one_page_wide_on_the_offices_paper(ds: DataSet) -> None:
    for sheet in load_workbook(BytesIO(workbook.write(ds))).worksheets[1:]:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (14, "landscape")
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$4:$5"
        assert sheet.freeze_panes


def test_the_form_of_a_new_office_tells_only_what_is_still_missing() -> None:
    with pytest.raises(Invalid) as caught:
        workbook.read(workbook.empty(2027, 1))
    assert {p.code for p in caught.value.problems} == {"dataset_missing"}
    assert all("!" in p.place for p in caught.value.problems)


def test_an_unknown_unit_has_no_form(ds: DataSet) -> None:
    with pytest.raises(NotFound):
        workbook.write(ds, "SEKSI-KESRA")


def test_targets_changed_in_json_are_told_and_not_taken(ds: DataSet) -> None:
    raw = json.loads((SAMPLES / "mentebah-2026.json").read_text("utf-8"))
    raw["sasaran"][0]["indikator"][0]["target_tw"] = ["82.00", "82.50", "80.00", "83.50"]
    with pytest.raises(Invalid) as caught:
        workbook.read_unit(json.dumps(raw).encode(), ds, "SEKSI-YAN")
    assert [(p.place, p.code) for p in caught.value.problems] == [
        ("sasaran[0].indikator[0].target_tw[2]", "workbook_locked_changed")
    ]


def test_a_foreign_row_in_a_units_form_is_told(ds: DataSet) -> None:
    def add(book: Workbook) -> None:
        book["Realisasi"]["A10"], book["Realisasi"]["N10"] = "2.3", 4

    with pytest.raises(Invalid) as caught:
        workbook.read_unit(edited(workbook.write(ds, "SEKSI-YAN"), add), ds, "SEKSI-YAN")
    assert [(p.place, p.code) for p in caught.value.problems] == [
        ("Realisasi!A10", "workbook_foreign_indicator")
    ]


def test_another_units_mistake_in_the_whole_workbook_does_not_stop_a_unit(ds: DataSet) -> None:
    def spoil(book: Workbook) -> None:
        book["Realisasi"]["L14"] = "enam"

    content = edited(workbook.write(ds), spoil)
    assert workbook.read_unit(content, ds, "SEKSI-PEM") == ds
    with pytest.raises(Invalid):
        workbook.read_unit(content, ds, "SEKSI-TRANTIB")


def test_what_is_wrong_is_said_with_what_stands_there_and_what_was_meant(ds: DataSet) -> None:
    content = (SAMPLES / "salah" / "angka-bertitik.xlsx").read_bytes()
    with pytest.raises(Invalid) as caught:
        workbook.read_unit(content, ds, "SEKSI-YAN")
    (told,) = caught.value.problems
    assert (told.place, told.found) == ("Realisasi!N6", "84.12")
    assert "Apakah maksudnya 84,12?" in told.message
