"""An uploaded workbook as plain grids of values, read in a child process under ceilings."""

import json
from bisect import bisect_left
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from hashlib import sha256
from threading import Lock
from typing import Any

from openpyxl.utils import get_column_letter

from service.confined import Pool

_KEPT, _KEPT_SIZE = 8, 2**20  # answers kept, and the bytes beyond which one is not

Coordinate = tuple[int, int]  # row and column, from 1

POOL = Pool(
    "service.workbook.child",
    costly="workbook_too_costly",
    full="workbook_queue_full",
    unexpected="workbook_unexpected",
    memory=256 * 1024 * 1024,
    seconds=10.0,
)


@dataclass
class Marks:
    """What the values of a sheet do not tell: unusual cells, merges, what is hidden.

    A row that a filter leaves out is hidden. A merge is left, top, right, bottom.
    """

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
        merges = self._merges.get(column, ())
        at = bisect_left(merges, (row + 1,)) - 1
        if at >= 0 and row <= merges[at][1]:
            return self.value(merges[at][0], column)
        return self.value(row, column)

    def place(self, row: int, column: int) -> str:
        """Return the cell as a person writes it, "Realisasi!F14"."""
        return f"{self.name}!{get_column_letter(column)}{row}"

    @cached_property
    def _merges(self) -> dict[int, list[tuple[int, ...]]]:
        """First and last row of the merges, by the column they begin in."""
        found: dict[int, list[tuple[int, ...]]] = {}
        for left, top, _, bottom in sorted(self.marks.merged):
            found.setdefault(left, []).append((top, bottom))
        return found


def grids(content: bytes) -> list[Grid]:
    """Return every sheet of an .xlsx, .xlsm, .xls or .ods, hidden ones too, or a .csv as one.

    Macros are not looked at. Raises Invalid for a file that is none of these, has cells far
    outside any table, or costs too much to read; ToolFailed when too many wait to be read.
    """
    return unpacked(_READ.answer(content))


class _Read:
    """What the last few files gave: one upload is read for its units, its tag and its cells.

    Answers are kept as the bytes they are, so that nobody can change what another gets.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = Lock()

    def answer(self, content: bytes) -> bytes:
        """Return the child's answer about a file, asked once while it is among the last."""
        mark = sha256(content).digest()
        with self._lock:
            if mark in self._known:
                self._known.move_to_end(mark)
                return self._known[mark]
        given = POOL.ask("grids", content)
        if len(given) <= _KEPT_SIZE:
            with self._lock:
                self._known[mark] = given
                while len(self._known) > _KEPT:
                    self._known.popitem(last=False)
        return given


_READ = _Read()


def packed(read: list[Grid]) -> bytes:
    """Return grids as bytes for `unpacked`: JSON, since whoever reads files is not trusted."""
    sheets = [
        [
            grid.name,
            grid.hidden,
            grid.rows,
            [[*at, text] for at, text in grid.marks.uncalculated.items()],
            [[*at, text] for at, text in grid.marks.errors.items()],
            sorted(grid.marks.percents),
            grid.marks.merged,
            sorted(grid.marks.hidden_rows),
            sorted(grid.marks.hidden_columns),
        ]
        for grid in read
    ]
    return json.dumps(sheets, default=_tagged, separators=(",", ":")).encode()


def unpacked(content: bytes) -> list[Grid]:
    """Return the grids that `packed` wrote."""
    return [
        Grid(
            name,
            rows,
            Marks(
                {(row, column): text for row, column, text in uncalculated},
                {(row, column): text for row, column, text in errors},
                {(row, column) for row, column in percents},
                [(left, top, right, bottom) for left, top, right, bottom in merged],
                set(hidden_rows),
                set(hidden_columns),
            ),
            hidden,
        )
        for (
            name, hidden, rows, uncalculated, errors, percents, merged, hidden_rows, hidden_columns
        ) in json.loads(content, object_hook=_untagged)
    ]  # fmt: skip


def _tagged(value: object) -> dict[str, Any]:
    if isinstance(value, datetime):  # a datetime is a date too: ask for it first
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, timedelta):
        return {"duration": value.total_seconds()}
    raise TypeError(type(value).__name__)


def _untagged(tagged: dict[str, Any]) -> Any:
    ((kind, written),) = tagged.items()
    return timedelta(seconds=written) if kind == "duration" else _DATES[kind](written)


_DATES = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}
