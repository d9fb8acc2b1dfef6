"""What a clerk reads: the words of the form, units by name, the list for a strange word."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from service import workbook
from service.dataset import DataSet, parse
from service.errors import Invalid, Problem
from service.procedure import load_all
from tests.workbook.books import edited
from tests.workbook.offices import ROLES

SAMPLES = Path(__file__).parents[2] / "samples"
UNIT = "SEKSI-YAN"


@pytest.fixture(scope="module")
def ds() -> DataSet:
    return parse(json.loads((SAMPLES / "mentebah-2026.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def whole(ds: DataSet) -> bytes:
    return workbook.write(ds)


def _told(read: Callable[[], object]) -> Problem:
    with pytest.raises(Invalid) as caught:
        read()
    (found,) = caught.value.problems
    return found


def _typed(content: bytes, sheet: str, **cells: object) -> bytes:
    def write(book: Workbook) -> None:
        for at, value in cells.items():
            book[sheet][at] = value

    return edited(content, write)


def _sample(name: str) -> bytes:
    return (SAMPLES / "salah" / f"{name}.xlsx").read_bytes()


def test_a_blank_field_is_called_by_the_words_of_its_line(whole: bytes) -> None:
    office = _told(lambda: workbook.read(_sample("kantor-nama-kantor-kosong")))
    assert office.message.startswith("Isian Kantor!B9 (Nama Kantor) wajib diisi")
    assert office.expected == "Nama Kantor yang terisi"
    person = _told(lambda: workbook.read(_typed(whole, "Pejabat", B6=None)))
    assert person.message.startswith("Isian Pejabat!B6 (Nama) wajib diisi")


def test_a_missing_column_or_row_is_told_of_its_sheet(ds: DataSet) -> None:
    column = _told(lambda: workbook.read_unit(_sample("kolom-hilang"), ds, UNIT))
    assert (column.place, column.found) == ("Narasi", None)
    assert "Faktor Penghambat" in column.message
    row = _told(lambda: workbook.read_unit(_sample("baris-indikator-hilang"), ds, UNIT))
    assert (row.place, row.found) == ("Realisasi", None)
    assert "indikator 1.3" in row.message


def test_a_yearly_target_is_told_as_it_stands_in_its_cell() -> None:
    told = _told(lambda: workbook.read(_sample("kantor-target-tidak-cocok")))
    assert (told.place, told.found, told.expected) == ("Sasaran & Indikator!I14", "12", "13")


def test_a_percentage_is_told_with_a_decimal_comma() -> None:
    told = _told(lambda: workbook.read(_sample("kantor-persentase-beda-dari-xy")))
    assert "berisi 97,52, padahal 388 dibagi 402 adalah 96,52 persen" in told.message


@pytest.mark.parametrize(
    ("typed", "meant"), [("staf", "staf_program"), ("camt", "camat"), ("bendahara", "")]
)
def test_a_role_outside_the_list_is_refused_with_the_list(
    whole: bytes, typed: str, meant: str
) -> None:
    told = _told(lambda: workbook.read(_typed(whole, "Pejabat", F6=typed)))
    assert (told.place, told.code) == ("Pejabat!F6", "workbook_not_in_list")
    assert told.expected == ", ".join(ROLES)
    assert (f"Apakah maksudnya “{meant}”?" in told.message) == bool(meant)


def test_the_list_holds_every_role_of_the_procedures() -> None:
    needed = {role.code for procedure in load_all().values() for role in procedure.roles}
    assert needed <= set(ROLES)


@pytest.mark.parametrize(
    ("at", "typed"),
    [
        ("G6", "Semakin tinggi semakin baik"),
        ("G8", "semakin  rendah semakin baik"),
        ("H6", "Keadaan akhir triwulan"),
        ("H7", "jumlah X dibagi jumlah Y"),
        ("H14", "dijumlahkan"),
    ],
)
def test_the_offices_own_wording_of_a_choice_is_understood(
    ds: DataSet, whole: bytes, at: str, typed: str
) -> None:
    assert workbook.read(_typed(whole, "Sasaran & Indikator", **{at: typed})) == ds


def test_a_decimal_point_where_a_whole_number_belongs_asks_for_a_whole_number(
    ds: DataSet, whole: bytes
) -> None:
    form = _typed(workbook.write(ds, UNIT), "Realisasi", N9="6.5")
    told = _told(lambda: workbook.read_unit(form, ds, UNIT))
    assert (told.place, told.found, told.expected) == ("Realisasi!N9", "6,5", "bilangan bulat")
    target = _told(lambda: workbook.read(_typed(whole, "Sasaran & Indikator", J14="3.5")))
    assert (target.place, target.expected) == ("Sasaran & Indikator!J14", "bilangan bulat")
    decimals = _told(lambda: workbook.read(_typed(whole, "Sasaran & Indikator", F6="1.5")))
    assert decimals.code == "workbook_not_whole"


def test_a_form_of_another_unit_is_told_by_the_names_of_the_units(ds: DataSet) -> None:
    told = _told(lambda: workbook.read_unit(workbook.write(ds, "SEKSI-TRANTIB"), ds, UNIT))
    assert "milik Seksi Ketenteraman dan Ketertiban Umum, bukan Seksi Pelayanan" in told.message
    assert "SEKSI-" not in told.message


def test_a_units_form_in_the_place_of_the_budgets_is_told_as_what_it_is(ds: DataSet) -> None:
    with pytest.raises(Invalid) as caught:
        workbook.read_budget(workbook.write(ds, UNIT), ds)
    assert caught.value.code == "workbook_not_budget_form"
    assert "formulir unit Seksi Pelayanan Umum" in caught.value.detail
    assert "nduh formulir anggaran" in caught.value.detail


def test_with_decimals_unknown_a_percentage_is_not_held_against_x_and_y(whole: bytes) -> None:
    told = _told(lambda: workbook.read(_typed(whole, "Sasaran & Indikator", F7="dua")))
    assert told.place == "Sasaran & Indikator!F7"


@pytest.mark.parametrize(
    ("typed", "meant"), [("7,5 juta", "7500000"), ("12 ribu", "12000"), ("Rp 5 jt", "5000000")]
)
def test_an_amount_in_words_is_asked_about_with_its_zeros(
    whole: bytes, typed: str, meant: str
) -> None:
    told = _told(lambda: workbook.read(_typed(whole, "Anggaran", H8=typed)))
    assert f"Apakah maksudnya {meant}?" in told.message


def test_a_number_that_became_a_date_is_asked_about(ds: DataSet) -> None:
    form = _typed(workbook.write(ds, UNIT), "Realisasi", N8=date(2026, 9, 1))
    told = _told(lambda: workbook.read_unit(form, ds, UNIT))
    assert "Apakah maksudnya 1,9 atau 9,26?" in told.message
