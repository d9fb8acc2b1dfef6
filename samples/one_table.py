"""UNIT's Realisasi and Narasi as one table in a .csv, sound and faulty."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from openpyxl import load_workbook

from samples.faults import UNIT, Fault
from service import workbook
from service.dataset import DataSet
from service.indonesian import plain_number

Table = list[list[str]]
_HEADER, _LAST = 5, 9  # rows of UNIT's form


def one_table(ds: DataSet, **typed: object) -> Table:
    """Return the table as texts, its headings first, with `typed` put into cells of Realisasi."""
    book = load_workbook(BytesIO(workbook.write(ds, UNIT)))
    for at, value in typed.items():
        book["Realisasi"][at] = value
    pairs = zip(
        *(book[name].iter_rows(_HEADER, _LAST) for name in ("Realisasi", "Narasi")), strict=True
    )
    return [[_text(cell.value) for cell in (*one, *other[2:])] for one, other in pairs]


def _text(value: Any) -> str:
    if value is None or (isinstance(value, str) and value.startswith("=")):
        return ""
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year}"
    if isinstance(value, float):
        return plain_number(Decimal(format(value, ".15g")))
    return str(value)


def as_csv(table: Table, separator: str = ";", encoding: str = "utf-8") -> bytes:
    """Return the table as a .csv."""
    written = StringIO()
    csv.writer(written, delimiter=separator).writerows(table)
    return written.getvalue().encode(encoding)


def of_last_quarter(ds: DataSet) -> Table:
    """Return a table that has only the columns of the quarter before, and that in its headings."""
    table = [row[:5] + row[11:] for row in one_table(ds)]
    table[0] = [text.replace("TW III", "TW II") for text in table[0]]
    return table


def _fault(name: str, told: tuple[str, str], **typed: object) -> Fault:
    return Fault(f"{name}.csv", "unit", lambda ds: as_csv(one_table(ds, **typed)), (told,))


TABLES: tuple[Fault, ...] = (
    _fault("tabel-angka-bertitik", ("CSV!N2", "workbook_decimal_point"), N6="84.12"),
    _fault("tabel-angka-dengan-huruf", ("CSV!N4", "workbook_not_a_number"), N8="dua hari"),
    _fault("tabel-pembilang-tidak-dipakai", ("CSV!L2", "workbook_parts_unused"), L6="5"),
    _fault("tabel-kolom-ganda", ("CSV!N1", "workbook_column_twice"), K5="Realisasi TW III"),
    _fault("tabel-target-diubah", ("CSV!E2", "workbook_locked_changed"), E6="80"),
    Fault(
        "tabel-triwulan-lain.csv",
        "unit",
        lambda ds: as_csv(of_last_quarter(ds)),
        (("CSV!H1", "workbook_heading_quarter"),),
    ),
)
