"""Faulty files, each named after its fault: how it is made and how it must be answered."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook, load_workbook

from service import workbook
from service.dataset import DataSet
from service.workbook.writing.stamp import settled

UNIT = "SEKSI-YAN"  # whose filled form the faults of a unit are put into
Edit = Callable[[Workbook], None]


@dataclass(frozen=True)
class Fault:
    """One faulty file; `told` are the places and codes of the answer, all of them.

    `sent` says where a person would upload it: as the office's workbook or as UNIT's form.
    """

    file: str
    sent: Literal["office", "unit"]
    make: Callable[[DataSet], bytes]
    told: tuple[tuple[str, str], ...]


def edited(content: bytes, edit: Edit) -> bytes:
    """Return the workbook after `edit`, with every time stamp set to one moment."""
    book = load_workbook(BytesIO(content))
    edit(book)
    return settled(book)


def in_unit(name: str, edit: Edit, *told: tuple[str, str]) -> Fault:
    """Return the fault of UNIT's form after `edit`."""
    return Fault(f"{name}.xlsx", "unit", lambda ds: edited(workbook.write(ds, UNIT), edit), told)


def in_office(name: str, edit: Edit, *told: tuple[str, str]) -> Fault:
    """Return the fault of the office's workbook after `edit`."""
    made = f"kantor-{name}.xlsx"
    return Fault(made, "office", lambda ds: edited(workbook.write(ds), edit), told)


def _file(name: str, content: Callable[[DataSet], bytes], code: str) -> Fault:
    return Fault(name, "unit", content, (("", code),))


def put(sheet: str, **cells: Any) -> Edit:
    """Return an edit that puts values into cells, written as B7=…"""

    def edit(book: Workbook) -> None:
        for at, value in cells.items():
            book[sheet][at] = value

    return edit


def both(*edits: Edit) -> Edit:
    """Return an edit that does all of `edits`."""

    def edit(book: Workbook) -> None:
        for one in edits:
            one(book)

    return edit


def _without_sheet(book: Workbook) -> None:
    del book["Narasi"]


def _without_column(book: Workbook) -> None:
    book["Narasi"].delete_cols(4)


def _without_row(book: Workbook) -> None:
    book["Realisasi"].delete_rows(8)


def _locked(_: DataSet) -> bytes:
    """Return a form that Excel's own encryption locks, as it stands: its salt is random."""
    return (Path(__file__).parent / "salah" / "berkata-sandi.xlsx").read_bytes()


def _truncated(ds: DataSet) -> bytes:
    whole = workbook.write(ds, UNIT)
    return whole[: len(whole) // 2]


def _word(_: DataSet) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = (
        '<?xml version="1.0"?><Types '
        'xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    relations = (
        '<?xml version="1.0"?><Relationships '
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    document = (
        '<?xml version="1.0"?><w:document '
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p/></w:body></w:document>"
    )
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, text in (
            ("[Content_Types].xml", types),
            ("_rels/.rels", relations),
            ("word/document.xml", document),
        ):
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, text)
    return packed.getvalue()


def _other_unit(ds: DataSet) -> bytes:
    return workbook.write(ds, "SEKSI-PEM")


def _other_quarter(ds: DataSet) -> bytes:
    return workbook.write(replace(ds, quarter=2), UNIT)


def _other_year(ds: DataSet) -> bytes:
    return workbook.write(replace(ds, year=2025), UNIT)


def _other_office(ds: DataSet) -> bytes:
    return workbook.write(replace(ds, office=replace(ds.office, name="KECAMATAN BADAU")), UNIT)


_TEXT = b"Realisasi kinerja Triwulan III menyusul.\n"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1528)

# In UNIT's form the current quarter stands in L (X), M (Y) and N (realization); 1.2 in row 7.
FAULTS: tuple[Fault, ...] = (
    in_unit(
        "angka-bertitik", put("Realisasi", N6="84.12"), ("Realisasi!N6", "workbook_decimal_point")
    ),
    in_unit(
        "angka-dengan-huruf", put("Realisasi", N8="dua"), ("Realisasi!N8", "workbook_not_a_number")
    ),
    in_unit(
        "angka-dengan-satuan",
        put("Realisasi", N8="1,90 hari"),
        ("Realisasi!N8", "workbook_number_decorated"),
    ),
    in_unit(
        "angka-menjadi-tanggal",
        put("Realisasi", N8=date(2026, 9, 1)),
        ("Realisasi!N8", "workbook_date_for_number"),
    ),
    in_unit(
        "angka-terlalu-rinci",
        put("Realisasi", N6=84.1234),
        ("Realisasi!N6", "dataset_realization_decimals"),
    ),
    in_unit(
        "persen-di-atas-100",
        put("Realisasi", L7=412),
        ("Realisasi!N7", "dataset_percent_above_100"),
    ),
    in_unit(
        "pembilang-tanpa-penyebut",
        put("Realisasi", M7=None),
        ("Realisasi!M7", "dataset_numerator_alone"),
    ),
    in_unit("penyebut-nol", put("Realisasi", M7=0), ("Realisasi!M7", "dataset_denominator_zero")),
    in_unit(
        "pembilang-tidak-dipakai",
        put("Realisasi", L6=5),
        ("Realisasi!L6", "workbook_parts_unused"),
    ),
    in_unit(
        "tanggal-tidak-ada", put("Narasi", F7="31/11/2026"), ("Narasi!F7", "workbook_no_such_date")
    ),
    in_unit(
        "tanggal-tanpa-tahun-lengkap",
        put("Narasi", F7="30/11/26"),
        ("Narasi!F7", "workbook_date_meant"),
    ),
    in_unit(
        "status-tidak-dikenal", put("Narasi", I7="selesei"), ("Narasi!I7", "workbook_not_in_list")
    ),
    in_unit("lembar-hilang", _without_sheet, ("Narasi", "workbook_sheet_missing")),
    in_unit("kolom-hilang", _without_column, ("Narasi", "workbook_column_missing")),
    in_unit("baris-indikator-hilang", _without_row, ("Realisasi", "workbook_row_missing")),
    in_unit(
        "indikator-ganda",
        put("Realisasi", A8="1.1"),
        ("Realisasi", "workbook_row_missing"),
        ("Realisasi!A8", "workbook_row_twice"),
    ),
    in_unit(
        "indikator-tidak-dikenal",
        put("Realisasi", A10="1.9", N10=5),
        ("Realisasi!A10", "workbook_unknown_indicator"),
    ),
    in_unit("kode-kosong", put("Realisasi", N10=5), ("Realisasi!A10", "workbook_code_missing")),
    in_unit("target-diubah", put("Realisasi", E6=80), ("Realisasi!E6", "workbook_locked_changed")),
    in_unit(
        "triwulan-lalu-diubah",
        put("Realisasi", K6=85),
        ("Realisasi!K6", "workbook_locked_changed"),
    ),
    in_unit(
        "rumus-belum-dihitung",
        put("Realisasi", N6="=80+4.12"),
        ("Realisasi!N6", "workbook_formula_uncalculated"),
    ),
    in_unit("rumus-galat", put("Realisasi", N6="#DIV/0!"), ("Realisasi!N6", "workbook_cell_error")),
    in_unit(
        "sel-jauh-di-luar-tabel",
        put("Realisasi", XFD1048576="x"),
        ("Realisasi!XFD1048576", "workbook_cell_far"),
    ),
    in_unit(
        "banyak-kesalahan",
        both(
            put("Realisasi", L7="388 surat", N6="84.12", N9="nol"),
            put("Narasi", F6="besok", I7="sudah"),
        ),
        ("Realisasi!N6", "workbook_decimal_point"),
        ("Realisasi!L7", "workbook_number_decorated"),
        ("Realisasi!N9", "workbook_not_a_number"),
        ("Narasi!F6", "workbook_not_a_date"),
        ("Narasi!I7", "workbook_not_in_list"),
    ),
    Fault(
        "formulir-unit-lain.xlsx", "unit", _other_unit, (("Petunjuk!B7", "workbook_other_unit"),)
    ),
    Fault(
        "formulir-triwulan-lain.xlsx",
        "unit",
        _other_quarter,
        (("Petunjuk!B9", "workbook_other_quarter"),),
    ),
    Fault(
        "formulir-tahun-lain.xlsx", "unit", _other_year, (("Petunjuk!B8", "workbook_other_year"),)
    ),
    Fault(
        "formulir-kantor-lain.xlsx",
        "unit",
        _other_office,
        (("Petunjuk!B6", "workbook_other_office"),),
    ),
    _file("berkas-kosong.xlsx", lambda _: b"", "package_empty"),
    _file("bukan-berkas-excel.xlsx", lambda _: _TEXT, "package_not_zip"),
    _file("berkas-terpotong.xlsx", _truncated, "package_damaged"),
    _file("dokumen-word.xlsx", _word, "package_wrong_kind"),
    _file("excel-lama.xlsx", lambda _: _OLD_EXCEL, "gate_xls_damaged"),
    _file("berkata-sandi.xlsx", _locked, "package_encrypted"),
    Fault(
        "kantor-formulir-satu-unit.xlsx",
        "office",
        lambda ds: workbook.write(ds, UNIT),
        (("", "workbook_is_unit_form"),),
    ),
    in_office(
        "unit-tidak-dikenal",
        put("Sasaran & Indikator", T6="SEKSI-KESRA"),
        ("Sasaran & Indikator!T6", "dataset_unknown_unit"),
    ),
    in_office(
        "target-tidak-cocok",
        put("Sasaran & Indikator", L14=4),
        ("Sasaran & Indikator!I14", "dataset_targets_sum"),
    ),
    in_office(
        "kode-indikator-ganda",
        put("Sasaran & Indikator", C7="1.1"),
        ("Sasaran & Indikator!C7", "dataset_duplicate"),
    ),
    in_office(
        "polaritas-salah",
        put("Sasaran & Indikator", G6="naek"),
        ("Sasaran & Indikator!G6", "workbook_not_in_list"),
    ),
    in_office(
        "desimal-bukan-bilangan-bulat",
        put("Sasaran & Indikator", F6=1.5),
        ("Sasaran & Indikator!F6", "workbook_not_whole"),
    ),
    in_office(
        "nip-kurang", put("Pejabat", E6="19000101190001100"), ("Pejabat!E6", "dataset_bad_nip")
    ),
    in_office(
        "nip-sebagai-angka",
        put("Pejabat", E6=190001011900011001),
        ("Pejabat!E6", "workbook_nip_number"),
    ),
    in_office("nama-kantor-kosong", put("Kantor", B9=None), ("Kantor!B9", "dataset_missing")),
    in_office(
        "persentase-beda-dari-xy",
        put("Realisasi", L7=97.52),
        ("Realisasi!L7", "dataset_percent_differs"),
    ),
    in_office(
        "pagu-dengan-sen",
        put("Anggaran", H8="7.500.000,50"),
        ("Anggaran!H8", "workbook_not_whole"),
    ),
    in_office(
        "sub-kegiatan-tanpa-kegiatan",
        put("Anggaran", B7="Sub Kegiatan", H7=1, **dict.fromkeys(("I7", "J7", "K7", "L7"))),
        ("Anggaran!B7", "workbook_level_order"),
    ),
)
