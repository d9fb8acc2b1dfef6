"""Faulty files in which it is not clear what is meant: asked about, never guessed."""

from datetime import date

from openpyxl import Workbook

from samples.faults import UNIT, Edit, Fault, both, edited, in_office, in_unit, put
from service import workbook
from service.dataset import DataSet


def _merged_numbers(book: Workbook) -> None:
    book["Realisasi"]["N9"] = None
    book["Realisasi"].merge_cells("N8:N9")


def _without_header(book: Workbook) -> None:
    for cell in book["Narasi"][5]:
        cell.value = None


def _copied(sheet: str, one: str, other: str) -> Edit:
    """Return an edit after which there are two of a sheet, neither of the right name."""

    def edit(book: Workbook) -> None:
        book.copy_worksheet(book[sheet]).title = other
        book[sheet].title = one

    return edit


def _serial_date(book: Workbook) -> None:
    book["Narasi"]["F7"] = 5
    book["Narasi"]["F7"].number_format = "General"


def _last_quarters_table(ds: DataSet) -> bytes:
    def edit(book: Workbook) -> None:
        del book["Petunjuk"]
        book["Realisasi"].delete_cols(10, 2)
        for cell in book["Realisasi"][5]:
            cell.value = str(cell.value or "").replace("TW III", "TW II")

    return edited(workbook.write(ds, UNIT), edit)


MISREAD: tuple[Fault, ...] = (
    in_unit("huruf-o-bukan-nol", put("Realisasi", N8="O"),
            ("Realisasi!N8", "workbook_not_a_number")),
    in_unit("angka-negatif", put("Realisasi", N8=-2), ("Realisasi!N8", "dataset_negative")),
    in_unit(
        "angka-cara-inggris", put("Realisasi", N6="1,084.12"),
        ("Realisasi!N6", "workbook_decimal_point"),
    ),
    in_unit(
        "titik-dua-arti", put("Realisasi", N6="84.12", N8="1.234"),
        ("Realisasi!N6", "workbook_decimal_point"), ("Realisasi!N8", "workbook_point_doubtful"),
    ),
    in_unit(
        "persen-pada-satuan-lain", put("Realisasi", N8="2 %"),
        ("Realisasi!N8", "workbook_number_decorated"),
    ),
    in_unit("dua-angka-dalam-satu-sel", put("Realisasi", N8="2 atau 3"),
            ("Realisasi!N8", "workbook_not_a_number")),
    in_unit("angka-di-sel-gabungan", _merged_numbers, ("Realisasi!N9", "workbook_merged_number")),
    in_unit("kode-menjadi-tanggal", put("Realisasi", A7=date(2026, 2, 1)),
            ("Realisasi!A7", "workbook_date_for_code")),
    in_unit("kolom-tidak-jelas", put("Realisasi", O5="Bukti", P5="Data Dukung"),
            ("Realisasi!O5", "workbook_column_doubtful")),
    in_unit("kolom-mirip-saja", put("Narasi", D5="Faktor yang menghambat"),
            ("Narasi!D5", "workbook_column_renamed")),
    in_unit("kolom-ganda", put("Realisasi", P5="Realisasi TW III"),
            ("Realisasi!P5", "workbook_column_twice")),
    in_unit("kolom-triwulan-lain", put("Realisasi", N5="Realisasi TW IV"),
            ("Realisasi", "workbook_column_missing")),
    in_unit("judul-kolom-dihapus", _without_header, ("Narasi", "workbook_header_missing")),
    in_unit("indikator-unit-lain", put("Realisasi", A10="2.3", N10=4),
            ("Realisasi!A10", "workbook_foreign_indicator")),
    in_unit(
        "dua-lembar-realisasi", _copied("Realisasi", "Realisasi lama", "Realisasi baru"),
        *((f"Realisasi baru!A{row}", "workbook_row_twice") for row in range(6, 10)),
    ),
    in_unit("bulan-tiga-belas", put("Narasi", F7="15/13/2026"),
            ("Narasi!F7", "workbook_no_such_date")),
    in_unit("tanggal-sebagai-angka-kecil", _serial_date, ("Narasi!F7", "workbook_not_a_date")),
    in_unit("janji-diubah", put("Narasi", H7="Sudah tidak perlu"),
            ("Narasi!H7", "workbook_locked_changed")),
    Fault("tabel-triwulan-lalu.xlsx", "unit", _last_quarters_table,
          (("Realisasi!L5", "workbook_heading_quarter"),)),
    in_office("dua-lembar-pejabat", _copied("Pejabat", "Pejabat lama", "Pejabat baru"),
              ("Pejabat lama", "workbook_sheet_doubtful")),
    in_office("tahun-dengan-huruf", put("Kantor", B6="dua ribu"),
              ("Kantor!B6", "workbook_not_a_number")),
    in_office("isian-tidak-jelas", put("Kantor", A9="Nama Kantornya"),
              ("Kantor!A9", "workbook_line_renamed")),
    in_office("tingkat-kosong", put("Anggaran", B8=None),
              ("Anggaran!B8", "workbook_level_missing")),
    in_office("peran-tidak-dikenal", put("Pejabat", F6="bendahara"),
              ("Pejabat!F6", "workbook_not_in_list")),
    in_office("rupiah-dengan-kata", put("Anggaran", H8="7,5 juta"),
              ("Anggaran!H8", "workbook_number_decorated")),
    in_office(
        "banyak-kesalahan",
        both(put("Pejabat", E6=190001011900011001), put("Anggaran", H8="#REF!", I8="nihil"),
             put("Sasaran & Indikator", H6="rata-rata")),
        ("Pejabat!E6", "workbook_nip_number"),
        ("Sasaran & Indikator!H6", "workbook_not_in_list"),
        ("Anggaran!H8", "workbook_cell_error"),
        ("Anggaran!I8", "workbook_not_a_number"),
    ),
)  # fmt: skip
