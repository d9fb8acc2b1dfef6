"""Finds the tables of the form in a grid, wherever their columns stand, and reads their rows."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from service.errors import Problem, problem
from service.workbook.cells import Cell, CellReader
from service.workbook.grid import Grid
from service.workbook.layout import Column, Sheet, Table
from service.workbook.records import Row

FIELD_LABEL, FIELD_VALUE = "Isian", "Nilai"
SHARE_FORMULA = re.compile(r'=IF\(OR\(\w+="",\w+=""\),"",ROUND\(\w+/\w+\*100,\d+\)\)')
_HEADER_WITHIN = 40  # rows from the top in which a header is looked for
_FILLED_DOWN = {"text", "long", "code", "unit", "choice"}


@dataclass(frozen=True)
class Found:
    """A table as found in a grid: its header row and the grid column of each of its columns."""

    grid: Grid
    header: int
    columns: Mapping[str, tuple[int, Column]]


def id_of(column: Column) -> str:
    """Return the key of a column in a row: "x.3" for the X of the third quarter."""
    return f"{column.key}.{column.quarter}" if column.quarter else column.key


def plain(text: Any) -> str:
    """Return a heading without what people change by accident: case, spaces, punctuation."""
    return re.sub(r"[^0-9a-z%&]+", "", str(text).casefold())


def sheet_named(grids: Iterable[Grid], sheet: Sheet) -> Grid | Problem:
    """Return the grid of `sheet`, or the problem that it is missing or renamed."""
    kept = list(grids)
    for grid in kept:
        if plain(grid.name) == plain(sheet.name):
            return grid
    near = get_close_matches(plain(sheet.name), [plain(grid.name) for grid in kept], 1, 0.7)
    for grid in kept:
        if near and plain(grid.name) == near[0]:
            return problem(
                "workbook_sheet_renamed", grid.name, expected=sheet.name, found=grid.name
            )
    there = ", ".join(grid.name for grid in kept)
    return problem("workbook_sheet_missing", sheet.name, expected=sheet.name, there=there)


def find(
    grid: Grid, sheet: Sheet, table: Table, columns: Iterable[Column], needed: frozenset[str]
) -> Found | list[Problem]:
    """Return where `table` stands in `grid`, or a problem for each column that is missing.

    `needed` are the ids of columns that must be there; of the others a file may lack any.
    """
    headings = [FIELD_LABEL, FIELD_VALUE] if table.fields else [c.header for c in table.columns]
    others = {plain(c.header) for t in sheet.tables for c in t.columns}
    header = _header_row(grid, {plain(h) for h in headings} | others)
    if header is None:
        expected = ", ".join(headings[:3])
        return [problem("workbook_header_missing", grid.name, expected=expected)]
    at = _headings(grid, header)
    if table.fields:
        return _fields(grid, table, header, at)
    known = {id_of(c): (at[plain(c.header)][0], c) for c in columns if plain(c.header) in at}
    problems = [
        _missing(grid, header, c, at, others)
        for c in columns
        if id_of(c) in needed and id_of(c) not in known
    ]
    problems += [
        problem("workbook_column_twice", grid.place(header, at[plain(c.header)][1]), found=c.header)
        for c in columns
        if len(at.get(plain(c.header), ())) > 1
    ]
    return problems or Found(grid, header, known)


def _header_row(grid: Grid, wanted: set[str]) -> int | None:
    scores = [
        (len({plain(v) for v in row if v not in ("", None)} & wanted), -number)
        for number, row in enumerate(grid.rows[:_HEADER_WITHIN], 1)
    ]
    best, row = max(scores, default=(0, 0))
    return -row if best else None


def _headings(grid: Grid, header: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for column, value in enumerate(grid.rows[header - 1], 1):
        if value not in ("", None):
            found.setdefault(plain(value), []).append(column)
    return found


def _missing(
    grid: Grid, header: int, column: Column, at: Mapping[str, list[int]], others: set[str]
) -> Problem:
    strangers = [heading for heading in at if heading not in others]
    near = get_close_matches(plain(column.header), strangers, 1, 0.6)
    if near:
        where = at[near[0]][0]
        found = str(grid.value(header, where))
        place = grid.place(header, where)
        return problem("workbook_column_renamed", place, expected=column.header, found=found)
    return problem("workbook_column_missing", grid.name, expected=column.header)


def _fields(
    grid: Grid, table: Table, header: int, at: Mapping[str, list[int]]
) -> Found | list[Problem]:
    label = at.get(plain(FIELD_LABEL), [1])[0]
    value = at.get(plain(FIELD_VALUE), [label + 1])[0]
    lines = {
        plain(grid.value(row, label)): row
        for row in range(len(grid.rows), header, -1)
        if grid.value(row, label) is not None
    }
    columns = {
        id_of(c): (lines[plain(c.header)], c) for c in table.columns if plain(c.header) in lines
    }
    headings = {plain(c.header) for c in table.columns}
    strangers = {text: row for text, row in lines.items() if text not in headings}
    problems = [
        _missing_line(grid, (header, label), c, strangers)
        for c in table.columns
        if id_of(c) not in columns
    ]
    return problems or Found(_Turned(grid, value), header, columns)


def _missing_line(
    grid: Grid, start: tuple[int, int], column: Column, strangers: Mapping[str, int]
) -> Problem:
    near = get_close_matches(plain(column.header), strangers, 1, 0.6)
    if near:
        row = strangers[near[0]]
        place, found = grid.place(row, start[1]), str(grid.value(row, start[1]))
        return problem("workbook_line_renamed", place, expected=column.header, found=found)
    return problem("workbook_line_missing", grid.name, expected=column.header)


class _Turned(Grid):
    """A grid of fields, read as if its one column of values were one row."""

    def __init__(self, grid: Grid, column: int) -> None:
        super().__init__(grid.name, grid.rows, grid.marks)
        self.column = column


def cell_at(found: Found, row: int, position: int, column: Column) -> Cell:
    """Return the cell of `column` in `row`; of fields, `position` is the row."""
    grid = found.grid
    at = (position, grid.column) if isinstance(grid, _Turned) else (row, position)
    value = grid.above(*at) if column.kind in _FILLED_DOWN else grid.value(*at)
    marks = grid.marks
    return Cell(
        value,
        grid.place(*at),
        marks.uncalculated.get(at),
        marks.errors.get(at),
        at in marks.percents,
    )


def rows(found: Found, reader: CellReader) -> Iterator[Row]:
    """Yield every row that holds something, read by the kinds of its columns."""
    if isinstance(found.grid, _Turned):
        yield _row(found, found.header, reader, {})
        return
    last: dict[str, Cell] = {}
    for number in range(found.header + 1, len(found.grid.rows) + 1):
        if _holds_something(found, number):
            yield _row(found, number, reader, last)


def _holds_something(found: Found, row: int) -> bool:
    for position, column in found.columns.values():
        if column.shown:
            continue
        cell = cell_at(found, row, position, column)
        told = cell.error or (cell.formula and not SHARE_FORMULA.fullmatch(cell.formula))
        if told or (cell.value is not None and str(cell.value).strip()):
            return True
    return False


def _row(found: Found, number: int, reader: CellReader, last: dict[str, Cell]) -> Row:
    values: dict[str, Any] = {}
    places: dict[str, str] = {}
    cells: dict[str, Cell] = {}
    for key, (position, column) in found.columns.items():
        cell = cell_at(found, number, position, column)
        if column.below and cell.value is None:
            cell = Cell(last[key].value, cell.place) if key in last else cell
        cells[key] = last[key] = cell
        places[key] = cell.place
        if column.shown or (column.sum and values.get("tingkat") != "sub"):
            continue
        values[key] = _value(column, cell, cells, reader)
    place = "" if isinstance(found.grid, _Turned) else found.grid.place(number, 1)
    return Row(values, places, place)


def _value(column: Column, cell: Cell, cells: Mapping[str, Cell], reader: CellReader) -> Any:
    """Read the cell; a share that Excel has not computed yet is computed from X and Y later."""
    if cell.formula is not None and column.key == "realisasi_tw":
        pair = [cells.get(f"{part}.{column.quarter}") for part in ("x", "y")]
        both = all(part is not None and part.value is not None for part in pair)
        if both or SHARE_FORMULA.fullmatch(cell.formula):
            return None
    return reader.read(column, cell)
