"""The marked copy: a refused workbook with every fault in red, and a list of them first."""

import re
import warnings
from collections.abc import Container, Sequence
from contextlib import suppress
from io import BytesIO
from typing import cast
from zipfile import BadZipFile, ZipFile

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from service import package
from service.errors import Invalid, Problem
from service.workbook.grids.formats import read
from service.workbook.grids.grid import Grid
from service.workbook.grids.ours import without_ours
from service.workbook.marking.mending import Fault, put_summary
from service.workbook.marking.places import Spot, spot_of
from service.workbook.marking.rebuilt import rebuilt
from service.workbook.marking.remembered import Marker, comment, sheet_of, take_back
from service.workbook.marking.subjects import heading_of, subjects
from service.workbook.marking.untouched import Parts, lost, opened, put_back
from service.workbook.writing.stamp import parts_of, sealed

MOST = 500  # faults marked in one copy; more would not be mended in one go
# openpyxl takes some 1,500 bytes for a cell, and makes one for each cell of a merge or a link.
_MAX_CELLS, _MAX_SIZE = 100_000, 48 * 2**20
_REBUILT = (
    "Isi berkas Anda disusun kembali menjadi berkas Excel (.xlsx) ini: rumus diganti hasilnya, "
    "dan hiasan selnya tidak ikut. Pakai berkas ini untuk seterusnya."
)
_END = "-perbaikan"
_CELLS = re.compile(rb"<(?:\w+:)?c[ />]")
_AREAS = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\s[^>]*?\bref=[\"']([^\"']*)[\"']")
_UNREADABLE = (
    ValueError, TypeError, KeyError, AttributeError, IndexError, BadZipFile, etree.LxmlError,
)  # fmt: skip


def marked(content: bytes, problems: Sequence[Problem], name: str) -> tuple[bytes, str]:
    """Return the uploaded workbook with its faults marked, and what to call that file.

    It is the same workbook, with red cells, a comment at each fault and the sheet "Perbaikan"
    first; of another kind than .xlsx, an .xlsx of what was read. Marks of an earlier round are
    taken away before. Raises Invalid for a file nobody can open, and Invalid("marked_too_large").
    """
    sheets, notes = _read(content), list[str]()
    original = _original(content)
    book = None
    if original is not None:
        _require_small(original)
        book = _loaded(content)
    if book is None:
        original = None
        if sheets is None:
            raise Invalid("workbook_unreadable")
        book = _made(sheets, {one.place for one in problems})
        notes.append(_REBUILT)
    elif gone := lost(cast(Parts, original)):
        notes.append(f"Tidak ikut dalam salinan ini: {', '.join(gone)}. Isian Anda lengkap.")
    take_back(book)
    _mark(book, sheets or [], problems, name, notes)
    parts = parts_of(book)
    if original is not None:
        put_back(original, parts)
    return sealed(parts), _named(name)


def _named(name: str) -> str:
    stem = re.sub(r"\.[A-Za-z]{2,5}$", "", name).removesuffix(_END) or "berkas"
    return f"{stem}{_END}.xlsx"


def _read(content: bytes) -> list[Grid] | None:
    """Return the sheets as the reader sees them; None where it stopped before any."""
    with suppress(Invalid):
        return without_ours(read(content))
    return None


def _original(content: bytes) -> Parts | None:
    """Return the parts of an .xlsx or .xlsm, None for any other file.

    Raises Invalid for one that is not sound, before anything of it is unpacked, and
    Invalid("marked_too_large").
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            sizes = {one.filename: one.file_size for one in archive.infolist()}
    except BadZipFile:
        return None
    if "xl/workbook.xml" not in sizes:
        return None
    package.check(content, "xlsx")
    if sum(sizes.values()) > _MAX_SIZE:
        raise Invalid("marked_too_large")
    return opened(content)


def _require_small(parts: Parts) -> None:
    """Raise Invalid for a workbook that would take openpyxl too much memory."""
    count = 0
    for name, content in parts.items():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            count += sum(1 for _ in _CELLS.finditer(content))
            count += sum(map(_area, _AREAS.findall(content)))
    if count > _MAX_CELLS:
        raise Invalid("marked_too_large")


def _area(reference: bytes) -> int:
    try:
        left, top, right, bottom = range_boundaries(reference.decode())
    except ValueError:
        return 0
    return ((right or 16_384) - (left or 1) + 1) * ((bottom or 2**20) - (top or 1) + 1)


def _loaded(content: bytes) -> Workbook | None:
    """Return the workbook without macros and drawings; None where openpyxl cannot open it."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of what it drops and we put back
            book = load_workbook(BytesIO(content))
    except _UNREADABLE:
        return None
    for sheet in book.worksheets:
        sheet._images, sheet._charts = [], []  # type: ignore[attr-defined]  # put back whole
    return book if book.worksheets else None


def _made(sheets: list[Grid], told: Container[str]) -> Workbook:
    if sum(len(row) for grid in sheets for row in grid.rows) > _MAX_CELLS:
        raise Invalid("marked_too_large")
    return rebuilt(sheets, told)


def _mark(
    book: Workbook, sheets: list[Grid], problems: Sequence[Problem], name: str, notes: list[str]
) -> None:
    marker, kept = Marker(book), problems[:MOST]
    known = {grid.name: grid for grid in sheets}
    faults = []
    for number, (one, subject) in enumerate(zip(kept, subjects(sheets, kept), strict=True), 1):
        spot = spot_of(one.place)
        cell = _cell(book, spot, known)
        if cell is None:
            faults.append(Fault(number, one, subject, None))
            continue
        comment(cell, number, one.message)
        if spot.column:
            marker.redden(cell, number)
        target = (sheet_of(cell).title, cell.coordinate)
        faults.append(Fault(number, one, subject, target, _aside(cell)))
    put_summary(book, faults, len(problems) - len(kept), name, notes)


def _cell(book: Workbook, spot: Spot, known: dict[str, Grid]) -> Cell | None:
    """Return the cell of a fault; for one of a whole sheet, that of its first heading."""
    sheet = next((one for one in book.worksheets if one.title == spot.sheet), None)
    if sheet is None:
        return None
    row, column = spot.row, spot.column
    if not column:
        row, column = heading_of(known[spot.sheet]) if spot.sheet in known else (1, 1)
    return _shown(sheet, row, column)


def _shown(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return the cell, or the one into which it was merged."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        for area in sheet.merged_cells.ranges:
            if cell.coordinate in area:
                return cast(Cell, sheet.cell(area.min_row, area.min_col))
    return cast(Cell, cell)


def _aside(cell: Cell) -> str:
    """Return how to see the cell where it is hidden."""
    sheet = sheet_of(cell)
    if sheet.sheet_state != "visible":
        return (
            f"Lembar {sheet.title} tersembunyi: klik kanan salah satu nama lembar, lalu Tampilkan."
        )
    if sheet.row_dimensions[cell.row].hidden:
        return f"Baris {cell.row} tersembunyi: tampilkan dahulu."
    for size in sheet.column_dimensions.values():
        if size.hidden and (size.min or 0) <= cell.column <= (size.max or 0):
            return f"Kolom {cell.column_letter} tersembunyi: tampilkan dahulu."
    return ""
