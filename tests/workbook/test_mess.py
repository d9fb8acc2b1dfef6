"""What clerks do to a form without harm is read all the same."""

import json
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from samples.faults import UNIT
from samples.mess import MESSES, Mess
from service import workbook
from service.dataset import DataSet, parse
from tests.workbook.books import edited

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def ds() -> DataSet:
    return parse(json.loads((SAMPLES / "mentebah-2026.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def content(ds: DataSet) -> bytes:
    return workbook.write(ds)


def _hide(book: Workbook) -> None:
    book["Realisasi"].row_dimensions[7].hidden = True
    book["Realisasi"].column_dimensions["F"].hidden = True
    book["Anggaran"].sheet_state = "hidden"


def _swap_columns(book: Workbook) -> None:
    sheet = book["Sasaran & Indikator"]
    for row in range(5, 18):
        first, last = sheet.cell(row, 4).value, sheet.cell(row, 20).value
        sheet.cell(row, 4).value, sheet.cell(row, 20).value = last, first


def _merge_down(book: Workbook) -> None:
    sheet = book["Sasaran & Indikator"]
    for at in ("A6:A9", "B6:B9", "T6:T9", "S6:S9"):
        sheet.merge_cells(at)


def _blank_repeats(book: Workbook) -> None:
    for row in (7, 8, 9):
        book["Sasaran & Indikator"].cell(row, 1).value = None


def _push_down(book: Workbook) -> None:
    sheet = book["Narasi"]
    sheet.insert_rows(1, 3)
    sheet.insert_rows(11, 1)
    sheet.insert_cols(3)
    sheet["C8"] = "Catatan pribadi"
    sheet["C9"] = "abaikan"


def _figures_as_text(book: Workbook) -> None:
    book["Realisasi"]["L6"] = " 84,12\u00a0"
    book["Anggaran"]["H8"] = "7.500.000"
    book["Realisasi"]["M6"] = "-"
    book["Sasaran & Indikator"]["C6"] = 1.1


def _dates_as_text(book: Workbook) -> None:
    book["Narasi"]["F6"] = "15 Desember 2026"
    book["Narasi"]["F7"] = "30/11/2026"


def _percent_format(book: Workbook) -> None:
    cell = book["Realisasi"]["L13"]
    cell.value, cell.number_format = 0.3125, "0.00%"


def _names_for_codes(book: Workbook) -> None:
    book["Sasaran & Indikator"]["T6"] = "Seksi Pelayanan Umum"
    book["Sasaran & Indikator"]["T7"] = " seksi-yan "
    book["Sasaran & Indikator"]["H6"] = "Posisi Akhir"
    book["Narasi"]["I7"] = "Selesai"


def _rename(book: Workbook) -> None:
    sheet: Worksheet = book["Realisasi"]
    sheet["D5"] = "pembilang (x)  tw i"
    sheet.title = "REALISASI "


@pytest.mark.parametrize(
    "mess",
    [
        _hide, _swap_columns, _merge_down, _blank_repeats, _push_down, _figures_as_text,
        _dates_as_text, _percent_format, _names_for_codes, _rename,
    ],
)  # fmt: skip
def test_harmless_mess_gives_the_same_data(
    mess: Callable[[Workbook], None], ds: DataSet, content: bytes
) -> None:
    assert workbook.read(edited(content, mess)) == ds


def test_binary_dust_of_a_sum_is_brushed_off(content: bytes) -> None:
    def dust(book: Workbook) -> None:
        book["Realisasi"]["L6"] = 0.1 + 0.2

    read = workbook.read(edited(content, dust))
    assert read.objectives[0].indicators[0].realizations[2] == Decimal("0.3")


def test_a_workbook_with_macros_is_read_and_its_macros_are_not(ds: DataSet, content: bytes) -> None:
    with_macros = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(with_macros, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "[Content_Types].xml":
                part = part.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            target.writestr(name, part)
        target.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    assert workbook.read(with_macros.getvalue(), "data.xlsm") == ds


def test_a_share_excel_has_not_computed_is_computed_from_x_and_y(ds: DataSet) -> None:
    content = workbook.write(ds, "SEKSI-YAN")

    def retype(book: Workbook) -> None:
        book["Realisasi"]["L7"], book["Realisasi"]["M7"] = 201, 402

    read = workbook.read_unit(edited(content, retype), ds, "SEKSI-YAN")
    assert read.objectives[0].indicators[1].realizations[2] == Decimal("50.00")


@pytest.mark.parametrize("mess", MESSES, ids=lambda mess: mess.file)
def test_an_unusual_file_is_read_and_what_is_unusual_is_said(mess: Mess, ds: DataSet) -> None:
    content = (SAMPLES / "berantakan" / mess.file).read_bytes()
    if mess.sent == "office":
        taken = workbook.take(content, mess.file)
    else:
        taken = workbook.take_unit(content, ds, UNIT)
    assert taken.dataset == ds
    assert tuple((note.place, note.code) for note in taken.notes) == mess.said


def test_every_unusual_sample_is_known() -> None:
    there = {path.name for path in (SAMPLES / "berantakan").iterdir()}
    assert {mess.file for mess in MESSES} == there


def test_an_ordinary_form_needs_no_word(ds: DataSet, content: bytes) -> None:
    assert workbook.take(content).notes == ()
    assert workbook.take_unit(workbook.write(ds, UNIT), ds, UNIT).notes == ()
    assert workbook.take_budget(workbook.write_budget(ds), ds).notes == ()


def test_a_moved_column_is_said_in_plain_words(ds: DataSet) -> None:
    content = (SAMPLES / "berantakan" / "kolom-berpindah.xlsx").read_bytes()
    evidence, realized = workbook.take_unit(content, ds, UNIT).notes
    assert evidence.message == "Kolom “Bukti Dukung” ditemukan di N, bukan O."
    assert realized.message == "Kolom “Realisasi TW III” ditemukan di O, bukan N."


def test_many_alike_are_one_sentence(ds: DataSet) -> None:
    content = (SAMPLES / "berantakan" / "daftar-tersaring.xlsx").read_bytes()
    (note,) = workbook.take_unit(content, ds, UNIT).notes
    assert note.message == (
        "3 baris tersembunyi atau tersaring di lembar Realisasi ikut dibaca: 7–9."
    )


def test_an_underscore_is_a_text_like_any_other(content: bytes) -> None:
    def title(book: Workbook) -> None:
        book["Dokumen Rujukan"]["B6"] = "_"

    assert workbook.read(edited(content, title)).references[0].title == "_"


def test_a_copy_of_a_sheet_is_not_read_and_that_is_said(ds: DataSet) -> None:
    def copy(book: Workbook) -> None:
        book.copy_worksheet(book["Realisasi"]).title = "Realisasi (2)"
        book["Realisasi (2)"]["N6"] = 99

    taken = workbook.take_unit(edited(workbook.write(ds, "SEKSI-YAN"), copy), ds, "SEKSI-YAN")
    assert taken.dataset == ds
    assert [(one.code, one.found) for one in taken.notes] == [
        ("workbook_note_copy", "Realisasi (2)")
    ]
