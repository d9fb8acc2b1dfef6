"""What a cell is about, in the clerk's own words: "Realisasi TW III, indikator 3.2"."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from openpyxl.utils import get_column_letter

from service.errors import Problem
from service.workbook.grids.grid import Grid, grids
from service.workbook.grids.ours import without_ours
from service.workbook.layout import Column, Form, layout
from service.workbook.marking.places import Spot, spot_of
from service.workbook.reading.headings import plain
from service.workbook.reading.tables import FIELD_LABEL, FIELD_VALUE

_WITHIN = 40  # rows from the top in which headings are looked for
_WHOLE = "Sasaran & Indikator"  # only the whole office's workbook has this sheet
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


@dataclass(frozen=True)
class Looked:
    """What each problem of a refused file is about, and what of the file is right."""

    subjects: tuple[str, ...]
    right: tuple[Right, ...]


def looked_at(content: bytes, problems: Sequence[Problem], form: Form, quarter: int) -> Looked:
    """Return what the problems of a file sent as `form` are about, and how much is right.

    Of cells that belong to a quarter only those of `quarter` count, in the office's form all.
    Nothing is said to be right where a fault kept the reader from looking at every cell. Raises
    Invalid for a file that is no workbook.
    """
    sheets = without_ours(grids(content))
    names = {plain(s.name) for s in layout().sheets if form in s.forms and s.name != "Petunjuk"}
    whole = any(plain(grid.name) == plain(_WHOLE) for grid in sheets)
    counted = [grid for grid in sheets if plain(grid.name) in names]
    if (whole and form != "office") or not _all_read(problems):
        counted = []
    return Looked(subjects(sheets, problems), _right(counted, problems, form, quarter))


def _all_read(problems: Sequence[Problem]) -> bool:
    stopped = any(one.code.startswith(_UNREAD) for one in problems)
    return not stopped and all(spot_of(one.place).cell for one in problems)


def _right(
    sheets: Iterable[Grid], problems: Iterable[Problem], form: Form, quarter: int
) -> tuple[Right, ...]:
    places = {spot_of(one.place) for one in problems}
    found = (
        Right(grid.name, sum(1 for cell in _filled(grid, form, quarter) if cell not in places))
        for grid in sheets
    )
    return tuple(one for one in found if one.count)


def _filled(grid: Grid, form: Form, quarter: int) -> Iterator[Spot]:
    """Yield the cells that hold something where a person fills in something."""
    sheet = _Sheet(grid)
    for at, text in sheet.headings().items():
        column = _columns().get(plain(text))
        if plain(text) == plain(FIELD_VALUE) or (column and _asked(column, form, quarter)):
            for row in range(sheet.header + 1, len(grid.rows) + 1):
                value = grid.value(row, at)
                if value is not None and str(value).strip():
                    yield Spot(grid.name, row, at)


def _asked(column: Column, form: Form, quarter: int) -> bool:
    if form == "office":
        return not (column.shown or column.locked)
    if column.shown or column.locked or column.promise or column.key == "kode":
        return False
    return column.quarter == quarter if form == "budget" else column.quarter in (0, quarter)


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


def _shortened(code: object) -> str:
    text = str(code).strip()
    return text if len(text) <= 40 else text[:39] + "…"
