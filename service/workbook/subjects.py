"""What a cell is about, in the clerk's own words: "Realisasi TW III, indikator 3.2"."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from openpyxl.utils import get_column_letter

from service.errors import Problem
from service.workbook.grid import Grid
from service.workbook.layout import Column, layout
from service.workbook.places import spot_of
from service.workbook.tables import FIELD_LABEL, FIELD_VALUE, plain

_WITHIN = 40  # rows from the top in which headings are looked for
_CODE, _ACCOUNT = "Kode Indikator", "Kode Rekening"
# After these a reader stops: it cannot tell whether the other cells are right.
_UNREAD = (
    "workbook_other_", "workbook_sheet_", "workbook_header_", "workbook_column_", "workbook_line_",
    "workbook_cell_far", "workbook_no_identity",
)  # fmt: skip


@dataclass(frozen=True)
class Right:
    """How many cells of one sheet were read without complaint."""

    sheet: str
    count: int


def subjects(sheets: Iterable[Grid], problems: Iterable[Problem]) -> tuple[str, ...]:
    """Return for each problem what its cell is about: its heading and the code of its row."""
    known = {grid.name: _Sheet(grid) for grid in sheets}
    return tuple(_subject(known, one.place) for one in problems)


def heading_of(grid: Grid) -> tuple[int, int]:
    """Return the row and column of the sheet's first heading, 1 and 1 where it has none."""
    sheet = _Sheet(grid)
    if not sheet.header:
        return 1, 1
    return sheet.header, next(iter(sheet.headings()))


def right(
    sheets: Iterable[Grid], problems: Collection[Problem], names: Collection[str], quarter: int
) -> tuple[Right, ...]:
    """Return how many cells to be filled in are right, by sheet, of the sheets called `names`.

    Of cells that belong to a quarter only those of `quarter` count, of all when it is 0. Nothing
    is said, (), where a fault kept the reader from looking at every cell.
    """
    spots = [spot_of(one.place) for one in problems]
    if any(one.code.startswith(_UNREAD) for one in problems) or any(not s.cell for s in spots):
        return ()
    wrong = Counter(sheet for sheet, _ in {(s.sheet, s.cell) for s in spots})
    counted = (
        Right(grid.name, _Sheet(grid).filled(quarter) - wrong[grid.name])
        for grid in sheets
        if plain(grid.name) in {plain(name) for name in names}
    )
    return tuple(one for one in counted if one.count > 0)


def _subject(known: dict[str, "_Sheet"], place: str) -> str:
    spot = spot_of(place)
    sheet = known.get(spot.sheet)
    if sheet is None:
        return f"Lembar {place}" if place in _sheet_names() else ""
    if not spot.column:
        return f"Lembar {sheet.grid.name}" + (f", baris {spot.row}" if spot.row else "")
    return sheet.subject(spot.row, spot.column)


@cache
def _sheet_names() -> frozenset[str]:
    return frozenset(sheet.name for sheet in layout().sheets)


@cache
def _columns() -> dict[str, Column]:
    """Return every column of the form by its heading, without case and punctuation."""
    return {plain(c.header): c for s in layout().sheets for t in s.tables for c in t.columns}


class _Sheet:
    """One sheet and the row of its headings; 0 where no row has any."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        wanted = {*_columns(), plain(FIELD_LABEL), plain(FIELD_VALUE)}
        scores = [
            (len({plain(value) for value in row if value not in ("", None)} & wanted), -number)
            for number, row in enumerate(grid.rows[:_WITHIN], 1)
        ]
        best, row = max(scores, default=(0, 0))
        self.header = -row if best else 0

    def headings(self) -> dict[int, str]:
        row = self.grid.rows[self.header - 1] if self.header else []
        found = {n: " ".join(str(value).split()) for n, value in enumerate(row, 1)}
        return {n: text for n, text in found.items() if text and text != "None"}

    def subject(self, row: int, column: int) -> str:
        if row == self.header:
            return f"Judul kolom {get_column_letter(column)}"
        headings = self.headings()
        heading = headings.get(column, "") if row > self.header else ""
        if plain(heading) == plain(FIELD_VALUE):
            return str(self._left_of(row, column) or heading)
        line = self._line(row, headings)
        return ", ".join(part for part in (heading, line) if part)

    def _left_of(self, row: int, column: int) -> object:
        labels = [n for n, text in self.headings().items() if plain(text) == plain(FIELD_LABEL)]
        return self.grid.value(row, labels[0]) if labels else self.grid.value(row, column - 1)

    def _line(self, row: int, headings: dict[int, str]) -> str:
        for column, text in headings.items():
            code = self.grid.above(row, column)
            if plain(text) == plain(_CODE) and code is not None:
                return f"indikator {_shortened(code)}"
            if plain(text) == plain(_ACCOUNT) and code is not None:
                return _shortened(code)
        return f"baris {row}"

    def filled(self, quarter: int) -> int:
        """Count the cells that hold something where a person fills in something."""
        return sum(1 for row, column in self._own(quarter) if self._holds(row, column))

    def _own(self, quarter: int) -> Iterator[tuple[int, int]]:
        headings = self.headings()
        for at, text in headings.items():
            column = _columns().get(plain(text))
            asked = column is not None and not (column.shown or column.locked)
            if column is not None and column.quarter not in (0, quarter) and quarter:
                asked = False
            if column is not None and column.key == "kode" and quarter:
                asked = False
            if asked or plain(text) == plain(FIELD_VALUE):
                yield from ((row, at) for row in range(self.header + 1, len(self.grid.rows) + 1))

    def _holds(self, row: int, column: int) -> bool:
        value = self.grid.value(row, column)
        return value is not None and bool(str(value).strip())


def _shortened(code: object) -> str:
    text = str(code).strip()
    return text if len(text) <= 40 else text[:39] + "…"
