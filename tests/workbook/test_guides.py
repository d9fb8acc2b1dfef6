"""Excel itself refuses a wrong entry, shows what is wrong or blank, and counts what is done."""

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from service import workbook
from service.dataset import DataSet, parse
from tests.workbook.books import edited
from tests.workbook.calculating import calculated, needs_office, saved_as

SAMPLES = Path(__file__).parents[2] / "samples"
UNIT = "SEKSI-YAN"


@pytest.fixture(scope="module")
def ds() -> DataSet:
    return parse(json.loads((SAMPLES / "mentebah-2026.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def form(ds: DataSet) -> bytes:
    return workbook.write(ds, UNIT)


def rule_at(sheet: Worksheet, cell: str) -> DataValidation:
    (rule,) = [r for r in sheet.data_validations.dataValidation if cell in str(r.sqref).split()]
    return rule


def colours(sheet: Worksheet, cell: str) -> list[str]:
    """Return the formulas that colour `cell` alone, that of red first."""
    return [
        rule.formula[0]
        for where, rules in sheet.conditional_formatting._cf_rules.items()
        for rule in sorted(rules, key=lambda one: one.priority)
        if str(where.sqref) == cell and rule.stopIfTrue
    ]


def looks_wrong(sheet: Worksheet, cell: str) -> str:
    """Return the formula that turns `cell` red."""
    return colours(sheet, cell)[0]


ENTRIES = {
    # sheet, cell: {entry: is it taken?}
    ("Realisasi", "N6"): {84.12: True, 0: True, 84.123: False, -1: False, "enam": False},
    ("Realisasi", "N9"): {6: True, 6.5: False, "6": False},
    ("Realisasi", "L7"): {402: True, 402.5: False, -1: False, 0: True},
    ("Realisasi", "M7"): {388: True, 387: False, 0: False, "dua": False},
    ("Narasi", "F6"): {
        date(2026, 12, 15): True, "15 Desember 2026": True, date(1999, 1, 1): False, 7: False,
    },
}  # fmt: skip
CASES = [
    (sheet, cell, entry, taken)
    for (sheet, cell), entries in ENTRIES.items()
    for entry, taken in entries.items()
]


@needs_office
def test_the_rules_take_what_the_reader_takes_and_the_rest_turns_red(form: bytes) -> None:
    """One workbook for all cases: each entry in a copy of its sheet, its rule as a formula."""

    def spread(book: Workbook) -> None:
        book.security.lockStructure = False
        for number, (name, cell, entry, _) in enumerate(CASES):
            rule, red = rule_at(book[name], cell), looks_wrong(book[name], cell)
            sheet = book.copy_worksheet(book[name])
            sheet.title = f"uji{number}"
            sheet[cell], sheet["Z1"], sheet["Z2"] = entry, f"={rule.formula1}", f"={red}"

    book = calculated(edited(form, spread))
    found = [
        (*case[:3], book[f"uji{n}"]["Z1"].value, book[f"uji{n}"]["Z2"].value)
        for n, case in enumerate(CASES)
    ]
    assert found == [(*case, not case[3]) for case in CASES]


@needs_office
def test_one_of_x_and_y_alone_is_red_where_the_other_is_missing(form: bytes) -> None:
    def half(book: Workbook) -> None:
        sheet = book["Realisasi"]
        sheet["M7"] = None
        sheet["Z1"], sheet["Z2"] = (f"={looks_wrong(sheet, at)}" for at in ("L7", "M7"))

    sheet = calculated(edited(form, half))["Realisasi"]
    assert (sheet["Z1"].value, sheet["Z2"].value) == (False, True)


@needs_office
def test_a_form_counts_what_is_filled_in_and_names_what_is_not(form: bytes) -> None:
    def clear(book: Workbook) -> None:
        for cell in ("L7", "M7", "N9"):
            book["Realisasi"][cell] = None

    book = calculated(edited(form, clear))
    told = "2 dari 4 indikator terisi; belum: 1.2, 1.4"
    assert book["Petunjuk"]["A3"].value == told
    assert book["Realisasi"]["C1"].value == told


@needs_office
def test_a_form_with_a_wrong_cell_is_not_called_finished(form: bytes) -> None:
    told = calculated(form)["Petunjuk"]["A3"].value
    assert told == "Semua 4 indikator sudah terisi. Simpan, lalu unggah berkas ini."

    def spoil(book: Workbook) -> None:
        book["Realisasi"]["N8"] = -1

    assert "sel merah" in calculated(edited(form, spoil))["Petunjuk"]["A3"].value


@needs_office
def test_the_budgets_form_counts_its_lines(ds: DataSet) -> None:
    def clear(book: Workbook) -> None:
        book["Anggaran"]["K8"] = None

    content = edited(workbook.write_budget(ds), clear)
    assert calculated(content)["Petunjuk"]["A3"].value == "24 dari 25 sub kegiatan terisi."


@needs_office
def test_where_excel_writes_a_point_the_form_asks_for_a_point(form: bytes) -> None:
    lead = calculated(form)["Realisasi"]["A3"].value  # LibreOffice without a language: English
    assert lead.endswith("Ketik 98.5, bukan 98,5.")


def test_every_rule_says_what_is_taken_within_what_excel_shows(ds: DataSet, form: bytes) -> None:
    for content in (form, workbook.write_budget(ds), workbook.write(ds)):
        for sheet in load_workbook(BytesIO(content)).worksheets:
            for rule in sheet.data_validations.dataValidation:
                assert len(rule.error or "") <= 255
                assert len(rule.errorTitle or "") <= 32
                assert len(rule.formula1 or "") <= 255
                assert rule.type is None or rule.type == "none" or rule.error


def test_x_above_y_is_refused_of_a_percentage_and_only_coloured_of_a_ratio(ds: DataSet) -> None:
    objective = ds.objectives[0]
    ratio = replace(objective.indicators[1], measure="Rasio")
    other = replace(ds, objectives=(replace(objective, indicators=(ratio,)),))
    sheet = load_workbook(BytesIO(workbook.write(other, UNIT)))["Realisasi"]
    assert "L6<=M6" not in rule_at(sheet, "L6").formula1
    assert "AND(ISNUMBER(L6),ISNUMBER(M6),L6>M6)" in colours(sheet, "L6")
    percent = load_workbook(BytesIO(workbook.write(ds, UNIT)))["Realisasi"]
    assert "L7<=M7" in rule_at(percent, "L7").formula1
    assert len(colours(percent, "L7")) == 1


def test_the_count_of_a_very_large_unit_still_fits_into_a_formula(ds: DataSet) -> None:
    first = ds.objectives[0].indicators[0]
    many = tuple(replace(first, code=f"1.{n}") for n in range(400))
    other = replace(ds, objectives=(replace(ds.objectives[0], indicators=many),))
    told = load_workbook(BytesIO(workbook.write(other, UNIT)))["Realisasi"]["C1"].value
    assert "dari 400 indikator terisi" in told
    assert len(told) < 8192


def test_the_cursor_waits_in_the_first_cell_to_fill_in(ds: DataSet, form: bytes) -> None:
    def clear(book: Workbook) -> None:
        book["Realisasi"]["N8"] = None

    read = workbook.read_unit(edited(form, clear), ds, UNIT)
    book = load_workbook(BytesIO(workbook.write(read, UNIT)))
    assert book.active.title == "Realisasi"
    assert {s.activeCell for s in book["Realisasi"].sheet_view.selection} == {"N8"}


def test_a_nip_is_asked_for_as_18_digits(ds: DataSet) -> None:
    sheet = load_workbook(BytesIO(workbook.write(ds)))["Pejabat"]
    (rule,) = [r for r in sheet.data_validations.dataValidation if str(r.sqref).startswith("E6")]
    assert "18" in rule.formula1
    assert "18 angka" in rule.error


@needs_office
def test_a_form_saved_by_another_program_keeps_its_rules_and_is_read_the_same(
    ds: DataSet, form: bytes
) -> None:
    (saved,) = saved_as(form, "xlsx")
    assert workbook.read_unit(saved, ds, UNIT) == ds
    sheet = load_workbook(BytesIO(saved))["Realisasi"]
    assert "ROUND(N6,2)=N6" in rule_at(sheet, "N6").formula1
    assert "L7<=M7" in rule_at(sheet, "L7").formula1
    assert rule_at(sheet, "N6").error.startswith("Isi dengan angka 0 atau lebih")
    assert sheet.protection.sheet
