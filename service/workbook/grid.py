"""An uploaded workbook as plain grids of values, bounded before a reader allocates for it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import join, normpath
from typing import Any
from zipfile import ZipFile

from lxml import etree
from openpyxl.utils import coordinate_to_tuple, get_column_letter, range_boundaries
from python_calamine import CalamineError, CalamineWorkbook

from service import package
from service.errors import Invalid, Problem, problem

# A whole year of an office takes some 60 rows and 25 columns. calamine allocates the rectangle
# around all values, so a single far cell would cost gigabytes: bound it first.
MAX_ROWS, MAX_COLUMNS, MAX_CELLS, MAX_MERGES, MAX_SHEETS = 2_000, 120, 400_000, 2_000, 50
_MAX_SHEETS_SIZE = 32 * 2**20  # bytes of all sheets and shared strings, unzipped
_MAX_PART_SIZE = 8 * 2**20  # bytes of any other part that is read here
_PERCENT_FORMATS = {9, 10}  # built-in 0% and 0.00% (ECMA-376 part 1, 18.8.30)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Coordinate = tuple[int, int]  # row and column, from 1


@dataclass
class Marks:
    """What calamine does not tell of a sheet: unusual cells by row and column, and merges."""

    uncalculated: dict[Coordinate, str] = field(default_factory=dict)
    errors: dict[Coordinate, str] = field(default_factory=dict)
    percents: set[Coordinate] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass
class Grid:
    """The values of one sheet; `value` answers None for a blank cell."""

    name: str
    rows: list[list[Any]]
    marks: Marks
    hidden: bool = False

    def value(self, row: int, column: int) -> Any:
        """Return what stands in the cell; rows and columns count from 1."""
        if row > len(self.rows) or column > len(self.rows[row - 1]):
            return None
        value = self.rows[row - 1][column - 1]
        return None if value == "" else value

    def above(self, row: int, column: int) -> Any:
        """Return the value of the cell, or of the cells merged downwards into which it went."""
        for left, top, _, bottom in self.marks.merged:
            if top <= row <= bottom and left == column:
                return self.value(top, left)
        return self.value(row, column)

    def place(self, row: int, column: int) -> str:
        """Return the cell as a person writes it, "Realisasi!F14"."""
        return f"{self.name}!{get_column_letter(column)}{row}"


def grids(content: bytes) -> list[Grid]:
    """Return every sheet of an .xlsx or .xlsm, hidden ones too; macros are not looked at.

    Raises Invalid for a file that is no workbook, or has cells far outside any table.
    """
    package.check(content, "xlsx")
    try:
        marks = _marks(content)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Invalid("workbook_unreadable") from fault
    rows = _rows(content)
    hidden = _hidden_sheets(content)
    return [Grid(n, rows.get(n, []), mark, n in hidden) for n, mark in marks.items()]


def _rows(content: bytes) -> dict[str, list[list[Any]]]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except CalamineError as fault:
        raise Invalid("workbook_unreadable") from fault
    except BaseException as fault:
        # A panic inside calamine is no Exception in Python and would end the worker.
        if type(fault).__name__ != "PanicException":
            raise
        raise Invalid("workbook_unreadable") from None


def _marks(content: bytes) -> dict[str, Marks]:
    with ZipFile(BytesIO(content)) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
        parts = [n for n in sizes if n.startswith(("xl/worksheets/", "xl/sharedStrings"))]
        if sum(sizes[name] for name in parts) > _MAX_SHEETS_SIZE:
            raise Invalid("workbook_too_large", limit=_MAX_SHEETS_SIZE // 2**20)
        percents = _percent_styles(archive) if "xl/styles.xml" in sizes else set()
        problems: list[Problem] = []
        sheets = _sheet_parts(archive)
        if len(sheets) > MAX_SHEETS:
            raise Invalid("workbook_too_many_sheets", found=len(sheets), limit=MAX_SHEETS)
        found = {
            name: _scan(archive, part, name, percents, problems) for name, part in sheets.items()
        }
    if problems:
        raise Invalid("workbook_invalid", problems, count=len(problems), name="berkas ini")
    return found


def _tree(archive: ZipFile, name: str) -> Any:
    if name not in archive.namelist():
        raise Invalid("workbook_unreadable")
    if archive.getinfo(name).file_size > _MAX_PART_SIZE:
        raise Invalid("workbook_too_large", limit=_MAX_PART_SIZE // 2**20)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(name), parser)


def _sheet_parts(archive: ZipFile) -> dict[str, str]:
    targets = {
        entry.get("Id"): normpath(join("xl", entry.get("Target", ""))).lstrip("/")
        for entry in _tree(archive, "xl/_rels/workbook.xml.rels")
    }
    names = set(archive.namelist())
    parts = {
        sheet.get("name", ""): targets.get(sheet.get(_RELATION), "")
        for sheet in _tree(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet")
    }
    return {n: part for n, part in parts.items() if part in names and "worksheets/" in part}


def _hidden_sheets(content: bytes) -> set[str]:
    with ZipFile(BytesIO(content)) as archive:
        return {
            sheet.get("name", "")
            for sheet in _tree(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet")
            if sheet.get("state", "visible") != "visible"
        }


def _percent_styles(archive: ZipFile) -> set[str]:
    root = _tree(archive, "xl/styles.xml")
    formats = set(_PERCENT_FORMATS)
    for entry in root.iter(f"{_MAIN}numFmt"):
        code = re.sub(r'"[^"]*"|\\.', "", entry.get("formatCode", ""))
        if "%" in code:
            formats.add(int(entry.get("numFmtId", "")))
    used = root.find(f"{_MAIN}cellXfs")
    styles = [] if used is None else list(used)
    return {str(n) for n, style in enumerate(styles) if int(style.get("numFmtId", 0)) in formats}


def _scan(
    archive: ZipFile, part: str, name: str, percents: set[str], problems: list[Problem]
) -> Marks:
    marks = Marks()
    with archive.open(part) as stream:
        for count, (coordinate, cell) in enumerate(_cells(stream, marks), 1):
            if count > MAX_CELLS:
                problems.append(problem("workbook_sheet_crowded", name))
                break
            if not _mark(marks, coordinate, cell, percents):
                continue
            if coordinate[0] > MAX_ROWS or coordinate[1] > MAX_COLUMNS:
                place = f"{name}!{get_column_letter(coordinate[1])}{coordinate[0]}"
                problems.append(problem("workbook_cell_far", place, expected="kosong"))
                break
    if len(marks.merged) > MAX_MERGES:
        problems.append(problem("workbook_sheet_crowded", name))
    return marks


def _cells(stream: Any, marks: Marks) -> Iterator[tuple[Coordinate, Any]]:
    row, column = 0, 0
    tags = tuple(f"{_MAIN}{tag}" for tag in ("c", "row", "col", "mergeCell"))
    events = etree.iterparse(
        stream, events=("start", "end"), tag=tags, resolve_entities=False, no_network=True
    )
    for event, element in events:
        tag = element.tag[len(_MAIN) :]
        if event == "start":
            if tag == "row":
                row, column = int(element.get("r", row + 1)), 0
                if _is_hidden(element):
                    marks.hidden_rows.add(row)
            continue
        if tag == "c":
            at = element.get("r")
            row, column = coordinate_to_tuple(at) if at else (row, column + 1)
            yield (row, column), element
        elif tag == "col" and _is_hidden(element):
            first, last = (int(element.get(key, "1")) for key in ("min", "max"))
            marks.hidden_columns.update(range(first, min(last, MAX_COLUMNS) + 1))
        elif tag == "mergeCell" and len(marks.merged) <= MAX_MERGES:
            marks.merged.append(_merge(element.attrib))
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") in ("1", "true")


def _merge(attributes: Mapping[str, str]) -> tuple[int, int, int, int]:
    cells = attributes.get("ref")
    if not cells:
        raise ValueError("a merge of no cells")
    left, top, right, bottom = range_boundaries(cells)
    return (left or 1, top or 1, right or MAX_COLUMNS, bottom or MAX_ROWS)


def _mark(marks: Marks, at: Coordinate, cell: Any, percents: set[str]) -> bool:
    """Note what is unusual about the cell; return whether it holds anything."""
    formula = cell.find(f"{_MAIN}f")
    value = cell.find(f"{_MAIN}v")
    stored = value is not None and bool(value.text)
    if formula is not None and not stored and cell.get("t") != "str":
        marks.uncalculated[at] = "=" + (formula.text or "")
    if cell.get("t") == "e" and stored:
        marks.errors[at] = value.text
    if stored and cell.get("s") in percents:
        marks.percents.add(at)
    return stored or formula is not None or cell.find(f"{_MAIN}is") is not None
