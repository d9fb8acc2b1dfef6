"""Finds the tables of the form in a grid, wherever their columns stand, and reads their rows."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from openpyxl.utils import get_column_letter

from service.errors import Problem, problem
from service.workbook.grids.grid import Grid
from service.workbook.layout import Column, Sheet, Table
from service.workbook.reading.body import data_rows
from service.workbook.reading.cells import Cell, CellReader
from service.workbook.reading.headings import (
    Assigned,
    Written,
    assign,
    header_row,
    id_of,
    names_of,
    plain,
    reserved_in,
)
from service.workbook.records import Row

FIELD_LABEL, FIELD_VALUE = "Isian", "Nilai"
FIELD_HEADINGS = (FIELD_LABEL, FIELD_VALUE, "Keterangan")
SHARE_FORMULA = re.compile(r'=IF\(OR\(\w+="",\w+=""\),"",ROUND\(\w+/\w+\*100,\d+\)\)')
_FILLED_DOWN = {"text", "long", "list", "code", "unit", "choice", "date"}
_SUMMED = {"indikator", "realisasi", "narasi", "anggaran"}  # below which clerks put sums
_OF_COLUMNS = ("workbook_column_missing", "workbook_column_doubtful", "workbook_column_renamed")
_OF_LINES = ("workbook_line_missing", "workbook_line_doubtful", "workbook_line_renamed")
_NEAR = 0.6  # how like a column's heading another must be to be asked about


@dataclass(frozen=True)
class Found:
    """A table as found in a grid: its header row and the grid column of each of its columns.

    `renamed` are the headings under which columns stand that the form calls otherwise; `written`
    is all that stands in the header row.
    """

    grid: Grid
    table: Table
    header: int
    columns: Mapping[str, tuple[int, Column]]
    renamed: Mapping[str, Written]
    written: Sequence[Written]


@dataclass(frozen=True)
class Wanted:
    """A table that is looked for: its columns, and which of them a file must have, by their ids.

    Headings that name no quarter stand for those of the quarter `bare`, unless 0.
    """

    sheet: Sheet
    table: Table
    columns: tuple[Column, ...]
    needed: frozenset[str]
    bare: int = 0


def how_much_of(grid: Grid, wanted: Wanted) -> float:
    """Return which share of the needed columns stand in `grid`, of fields which share of lines."""
    if wanted.table.fields:
        _, written = _lines(grid)
        needed = [id_of(column) for column in wanted.columns]
    else:
        _, written = header_row(grid, names_of(wanted.columns))
        needed = list(wanted.needed)
    at = assign(wanted.columns, written, reserved_in(wanted.sheet), wanted.bare).at
    return sum(key in at for key in needed) / max(1, len(needed))


def find(grid: Grid, wanted: Wanted) -> Found | list[Problem]:
    """Return where a table stands in `grid`, or a problem for each column that is missing."""
    table, columns = wanted.table, wanted.columns
    others = reserved_in(wanted.sheet)
    header, written = header_row(
        grid,
        {plain(FIELD_LABEL), plain(FIELD_VALUE)} if table.fields else names_of(columns) | others,
    )
    if not header:
        headings = [FIELD_LABEL, FIELD_VALUE] if table.fields else [c.header for c in columns]
        expected = ", ".join(headings[:3])
        return [problem("workbook_header_missing", grid.name, expected=expected)]
    if table.fields:
        return _fields(grid, wanted)
    found = assign(columns, written, others, wanted.bare)
    strangers = _strangers(written, others)
    problems = [
        _missing(grid, (header, None), c, found, strangers)
        for c in columns
        if id_of(c) in wanted.needed and id_of(c) not in found.at
    ]
    problems += [
        problem(
            "workbook_column_twice",
            grid.place(header, found.twice[id_of(c)].at),
            expected=f"satu kolom “{c.header}”",
            found=c.header,
        )
        for c in columns
        if id_of(c) in found.twice and not c.shown
    ]
    known = {id_of(c): (found.at[id_of(c)], c) for c in columns if id_of(c) in found.at}
    return problems or Found(grid, table, header, known, found.renamed, written)


def _strangers(written: Iterable[Written], others: set[str]) -> dict[str, Written]:
    return {plain(one.text): one for one in written if plain(one.text) not in others}


def _missing(
    grid: Grid,
    line: tuple[int | None, int | None],
    column: Column,
    found: Assigned,
    strangers: Mapping[str, Written],
) -> Problem:
    """Return the problem of a column, or of a line of fields.

    `line` is the row, or the column, in which all headings stand; `strangers` are those of no
    column, by their plain text.
    """
    row, fixed = line
    missing, several, renamed = _OF_COLUMNS if fixed is None else _OF_LINES
    doubtful = found.doubtful.get(id_of(column))
    near = get_close_matches(plain(column.header), strangers, 1, _NEAR)
    asked = doubtful or [strangers[text] for text in near]
    if not asked:
        return problem(missing, grid.name, expected=column.header)
    places = [grid.place(row or one.at, fixed or one.at) for one in asked]
    if len(asked) > 1:
        there = ", ".join(
            f"“{w.text}” ({place.rpartition('!')[2]})"
            for w, place in zip(asked, places, strict=True)
        )
        return problem(
            several, places[0], expected=column.header,
            found=asked[0].text, there=there,
        )  # fmt: skip
    return problem(renamed, places[0], expected=column.header, found=asked[0].text)


def _lines(grid: Grid) -> tuple[tuple[int, int, int], list[Written]]:
    """Return header row and columns of a list of fields, and the labels of its lines."""
    header, written = header_row(grid, {plain(FIELD_LABEL), plain(FIELD_VALUE)})
    at = {plain(one.text): one.at for one in reversed(written)}
    label = at.get(plain(FIELD_LABEL), 1)
    value = at.get(plain(FIELD_VALUE), label + 1)
    labels: dict[str, Written] = {}
    for row in range(header + 1, len(grid.rows) + 1) if header else ():
        text = grid.value(row, label)
        if text is not None:
            labels.setdefault(plain(text), Written(str(text), row))
    return (header, label, value), list(labels.values())


def _fields(grid: Grid, wanted: Wanted) -> Found | list[Problem]:
    (header, label, value), written = _lines(grid)
    columns = wanted.table.columns
    others = {plain(c.header) for c in columns}
    found = assign(columns, written, others)
    strangers = _strangers(written, others)
    problems = [
        _missing(grid, (None, label), c, found, strangers)
        for c in columns
        if id_of(c) not in found.at
    ]
    known = {id_of(c): (found.at[id_of(c)], c) for c in columns if id_of(c) in found.at}
    return problems or Found(
        _Turned(grid, label, value), wanted.table, header, known, found.renamed, ()
    )


class _Turned(Grid):
    """A grid of fields, read as if its one column of values were one row."""

    def __init__(self, grid: Grid, label: int, column: int) -> None:
        super().__init__(grid.name, grid.rows, grid.marks, grid.hidden)
        self.label, self.column = label, column


def cell_at(found: Found, row: int, position: int, column: Column) -> Cell:
    """Return the cell of `column` in `row`; of fields, `position` is the row."""
    grid = found.grid
    at = (position, grid.column) if isinstance(grid, _Turned) else (row, position)
    filled = column.kind in _FILLED_DOWN
    value = grid.above(*at) if filled else grid.value(*at)
    over = None if filled or column.shown else _merge_over(grid, *at)
    marks = grid.marks
    return Cell(
        value,
        grid.place(*at),
        marks.uncalculated.get(at),
        marks.errors.get(at),
        at in marks.percents,
        _measure(found, row),
        over[0] if over else None,
    )


def _merge_over(grid: Grid, row: int, column: int) -> tuple[str, str] | None:
    """Return the filled cell above into which this one was merged and its range, else None."""
    for left, top, right, bottom in grid.marks.merged:
        if top < row <= bottom and left == column and grid.value(top, left) is not None:
            first = grid.place(top, left)
            last = f"{get_column_letter(right)}{bottom}"
            return first, f"{first.rpartition('!')[2]}:{last}"
    return None


def _measure(found: Found, row: int) -> str:
    there = found.columns.get("satuan")
    return "" if there is None else str(found.grid.above(row, there[0]) or "")


def rows(found: Found, reader: CellReader) -> Iterator[Row]:
    """Yield every row that holds something, read by the kinds of its columns."""
    if isinstance(found.grid, _Turned):
        yield _row(found, found.header, reader, {})
        return
    last: dict[str, Cell] = {}
    for number in data_rows(found.grid, found.header, *_shape(found), reader.notes):
        if _holds_something(found, number):
            if number in found.grid.marks.hidden_rows:
                place = found.grid.place(number, min(at for at, _ in found.columns.values()))
                reader.notes.say("workbook_note_hidden_rows", place, number)
            yield _row(found, number, reader, last)


def _shape(found: Found) -> tuple[dict[str, int], list[int]]:
    """Return the column of each heading as it stands, and those that a row of sums leaves blank."""
    at = {
        plain(found.renamed[key].text if key in found.renamed else column.header): position
        for key, (position, column) in found.columns.items()
    }
    keys = ("kode", "tingkat") if found.table.name in _SUMMED else ()
    return at, [found.columns[key][0] for key in keys if key in found.columns]


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
        if column.kind in _FILLED_DOWN and not column.shown:
            _say_merged(found, number, position, reader)
        if column.shown or (column.sum and values.get("tingkat") != "sub"):
            continue
        values[key] = _value(column, cell, cells, reader)
    place = "" if isinstance(found.grid, _Turned) else found.grid.place(number, 1)
    return Row(values, places, place)


def _say_merged(found: Found, row: int, position: int, reader: CellReader) -> None:
    over = None if isinstance(found.grid, _Turned) else _merge_over(found.grid, row, position)
    if over is not None:
        reader.notes.say("workbook_note_merged", *over)


def _value(column: Column, cell: Cell, cells: Mapping[str, Cell], reader: CellReader) -> Any:
    """Read the cell; a share that Excel has not computed yet is computed from X and Y later."""
    if cell.formula is not None and column.key == "realisasi_tw":
        pair = [cells.get(f"{part}.{column.quarter}") for part in ("x", "y")]
        both = all(part is not None and part.value is not None for part in pair)
        if both or SHARE_FORMULA.fullmatch(cell.formula):
            return None
    return reader.read(column, cell)
