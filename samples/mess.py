"""Files as clerks really send them: unusual, yet read, each with what is said about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from samples.faults import UNIT, Edit, both, edited, put
from service import workbook
from service.dataset import DataSet

HEADER, FIRST, LAST = 5, 6, 9  # rows of UNIT's form: headings, first and last indicator


@dataclass(frozen=True)
class Mess:
    """One unusual file; `said` are the places and codes of its notes, all of them.

    `sent` says where a person would upload it: as the office's workbook or as UNIT's form. It
    holds the sample office's data and nothing else.
    """

    file: str
    sent: Literal["office", "unit"]
    make: Callable[[DataSet], bytes]
    said: tuple[tuple[str, str], ...]


def _unit(name: str, edit: Edit, *said: tuple[str, str]) -> Mess:
    return Mess(f"{name}.xlsx", "unit", lambda ds: edited(workbook.write(ds, UNIT), edit), said)


def _office(name: str, edit: Edit, *said: tuple[str, str]) -> Mess:
    made = f"kantor-{name}.xlsx"
    return Mess(made, "office", lambda ds: edited(workbook.write(ds), edit), said)


def _titled(old: str, new: str) -> Edit:
    def edit(book: Workbook) -> None:
        book[old].title = new

    return edit


def _moved_column(book: Workbook) -> None:
    sheet = book["Realisasi"]
    for row in range(HEADER, LAST + 1):
        one, other = sheet.cell(row, 14), sheet.cell(row, 15)
        one.value, other.value = other.value, one.value


def _added_column(book: Workbook) -> None:
    book["Narasi"].insert_cols(3)
    book["Narasi"]["C5"], book["Narasi"]["C6"] = "Catatan pribadi", "tanya Pak Budi"


def _pushed_down(book: Workbook) -> None:
    book["Narasi"].insert_rows(1, 4)


def _split_header(book: Workbook) -> None:
    sheet = book["Realisasi"]
    for at, text in {"L5": "Pembilang (X)", "M5": "Penyebut (Y)", "N5": "Realisasi"}.items():
        sheet[at] = text
    sheet["O4"], sheet["O5"] = "Bukti", "Dukung"


def _hidden(book: Workbook) -> None:
    sheet = book["Realisasi"]
    for row in (7, 8):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["F"].hidden = True
    book["Narasi"].sheet_state = "hidden"


def _filtered(book: Workbook) -> None:
    sheet = book["Realisasi"]
    sheet.auto_filter.ref = f"A{HEADER}:O{LAST}"
    sheet.auto_filter.add_filter_column(2, ["Nilai"])
    for row in range(FIRST + 1, LAST + 1):
        sheet.row_dimensions[row].hidden = True


def _lost_format(book: Workbook) -> None:
    book["Narasi"]["F7"] = 46_356
    book["Narasi"]["F7"].number_format = "General"


def _stacked(book: Workbook) -> None:
    _copied(book["Narasi"], book["Realisasi"], down=12, right=0, first=1)
    del book["Narasi"]


def _one_table(book: Workbook) -> None:
    _copied(book["Narasi"], book["Realisasi"], down=0, right=14, first=3)
    del book["Narasi"], book["Petunjuk"]
    book["Realisasi"].title = "Sheet1"


def _copied(source: Worksheet, target: Worksheet, *, down: int, right: int, first: int) -> None:
    for row in range(1 if down else HEADER, LAST + 1):
        for column in range(first, 11):
            target.cell(row + down, column + right).value = source.cell(row, column).value


def _merged(book: Workbook) -> None:
    sheet = book["Sasaran & Indikator"]
    for at in ("A6:A9", "T6:T9"):
        sheet.merge_cells(at)


def _of_all_units(ds: DataSet) -> bytes:
    """Return one workbook with a sheet for each unit and without any word on whose it is."""

    def edit(book: Workbook) -> None:
        every = {"1": "Pelayanan", "2": "PMD", "3": "Trantib"}
        for first, name in every.items():
            for table in ("Realisasi", "Narasi"):
                copy = book.copy_worksheet(book[table])
                copy.title = f"{table} {name}"
                for row in range(copy.max_row, HEADER, -1):
                    if not str(copy.cell(row, 1).value).startswith(first):
                        copy.delete_rows(row)
        for name in [n for n in book.sheetnames if n.rpartition(" ")[2] not in every.values()]:
            del book[name]

    return edited(workbook.write(ds), edit)


# In UNIT's form the current quarter stands in L (X), M (Y) and N (realization); 1.2 in row 7.
MESSES: tuple[Mess, ...] = (
    _unit(
        "kolom-berganti-nama",
        both(put("Realisasi", N5="Realisasi Triwulan 3"), put("Narasi", C5="Faktor Pendorng",
             D5="Kendala", E5="RTL")),
        ("Narasi!C5", "workbook_note_column_renamed"),
        ("Narasi!D5", "workbook_note_column_renamed"),
        ("Narasi!E5", "workbook_note_column_renamed"),
    ),
    _unit(
        "kolom-berpindah", _moved_column,
        ("Realisasi!N5", "workbook_note_column_moved"),
        ("Realisasi!O5", "workbook_note_column_moved"),
    ),
    _unit(
        "kolom-tambahan", _added_column,
        ("Narasi!D5", "workbook_note_columns_moved"),
        ("Narasi!C5", "workbook_note_column_extra"),
    ),
    _unit("judul-kolom-lebih-bawah", _pushed_down, ("Narasi!A9", "workbook_note_header")),
    _unit("judul-kolom-dua-baris", _split_header),
    _unit("lembar-berganti-nama", _titled("Realisasi", "Realisai"),
          ("Realisai!A1", "workbook_note_sheet")),
    _unit("tabel-di-bawah-tabel", _stacked, ("Realisasi!A1", "workbook_note_sheet")),
    _unit(
        "satu-tabel-tanpa-petunjuk", _one_table,
        ("Sheet1!A1", "workbook_note_no_identity"),
        ("Sheet1!A1", "workbook_note_sheet"),
        ("Sheet1!A1", "workbook_note_sheet"),
    ),
    _unit(
        "baris-kolom-lembar-tersembunyi", _hidden,
        ("Realisasi!F5", "workbook_note_hidden_columns"),
        ("Realisasi!A7", "workbook_note_hidden_rows"),
        ("Narasi!A1", "workbook_note_hidden_sheet"),
    ),
    _unit("daftar-tersaring", _filtered, ("Realisasi!A7", "workbook_note_hidden_rows")),
    _unit(
        "baris-jumlah-di-bawah",
        put("Realisasi", A10="JUMLAH", N10="=SUM(N6:N9)"),
        ("Realisasi!A10", "workbook_note_total"),
    ),
    _unit(
        "judul-kolom-berulang",
        put("Narasi", A10="Kode Indikator", B10="Indikator Kinerja", C10="Faktor Pendorong",
            D10="Faktor Penghambat", E10="Rencana Tindak Lanjut", F10="Batas Waktu"),
        ("Narasi!A10", "workbook_note_header_again"),
    ),
    _unit(
        "kode-berkoma-dan-spasi-gaib",
        put("Realisasi", A6="1,1", A7="\u200b1.2\u00a0", L7="388\u00a0"),
        ("Realisasi!A6", "workbook_note_code"),
    ),
    _unit(
        "tanggal-sebagai-angka",
        _lost_format,
        ("Narasi!F7", "workbook_note_serial_date"),
    ),
    _unit("tanda-hubung-di-sel-kosong", put("Realisasi", L6="-", M6="–"),
          ("Realisasi!L6", "workbook_note_dash")),
    Mess("satu-lembar-tiap-unit.xlsx", "unit", _of_all_units, (
        ("Realisasi Pelayanan!A1", "workbook_note_no_identity"),
        ("Realisasi PMD!A1", "workbook_note_no_identity"),
        ("Realisasi Trantib!A1", "workbook_note_no_identity"),
        ("Realisasi Pelayanan!A1", "workbook_note_sheet"),
        ("Narasi Pelayanan!A1", "workbook_note_sheet"),
    )),
    _office(
        "sel-gabungan", _merged, ("Sasaran & Indikator!A6", "workbook_note_merged")
    ),
    _office(
        "pagu-dengan-rp",
        put("Anggaran", H8="Rp 7.500.000,-"),
        ("Anggaran!H8", "workbook_note_number"),
    ),
    _office(
        "lembar-berganti-nama", _titled("Pejabat", "Daftar Orang"),
        ("Daftar Orang!A1", "workbook_note_sheet"),
    ),
)  # fmt: skip
