"""An Excel workbook from what was read of a file of another kind."""

from collections.abc import Container, Iterable
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from service.workbook.grids.grid import Grid
from service.workbook.looks import DATE_FORMAT, cell_at, put_text

_NARROW, _WIDE, _SEEN = 9, 48, 200  # widths of columns, and the rows looked at for them
_LONGEST = 32_000  # letters in a cell


def rebuilt(sheets: Iterable[Grid], told: Container[str]) -> Workbook:
    """Return a workbook with the values and merges of `sheets`, and no formulas.

    A formula without a result, or an error, is put as text at the places that are `told` of; the
    reader did without the others.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in sheets:
        sheet: Worksheet = book.create_sheet(grid.name[:31] or "Lembar")
        for row, values in enumerate(grid.rows, 1):
            for column, value in enumerate(values, 1):
                if value not in ("", None):
                    _put(cell_at(sheet, row, column), value, grid, (row, column))
        _put_unusual(sheet, grid, told)
        _arrange(sheet, grid)
        _hide(sheet, grid)
    return book


def _put(cell: Cell, value: Any, grid: Grid, at: tuple[int, int]) -> None:
    if isinstance(value, bool | int | float):
        cell.value = value
        if at in grid.marks.percents:
            cell.number_format = "0.00%"
    elif isinstance(value, datetime | date | time):
        cell.value = value
        if _is_day(value):
            cell.number_format = DATE_FORMAT
    else:
        put_text(cell, ILLEGAL_CHARACTERS_RE.sub(" ", str(value))[:_LONGEST])


def _is_day(value: date | time) -> bool:
    return value.time() == time() if isinstance(value, datetime) else isinstance(value, date)


def _put_unusual(sheet: Worksheet, grid: Grid, told: Container[str]) -> None:
    for at, text in {**grid.marks.uncalculated, **grid.marks.errors}.items():
        if grid.place(*at) in told:
            put_text(cell_at(sheet, *at), ILLEGAL_CHARACTERS_RE.sub(" ", text)[:_LONGEST])


def _arrange(sheet: Worksheet, grid: Grid) -> None:
    for column in range(1, max(map(len, grid.rows), default=0) + 1):
        values = (grid.value(row, column) for row in range(1, min(len(grid.rows), _SEEN) + 1))
        longest = max((len(str(value)) for value in values if value is not None), default=0)
        width = min(_WIDE, max(_NARROW, longest * 1.1 + 2))
        sheet.column_dimensions[get_column_letter(column)].width = width
    for left, top, right, bottom in grid.marks.merged:
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def _hide(sheet: Worksheet, grid: Grid) -> None:
    """Hide again what was hidden."""
    for row in grid.marks.hidden_rows:
        sheet.row_dimensions[row].hidden = True
    for column in grid.marks.hidden_columns:
        sheet.column_dimensions[get_column_letter(column)].hidden = True
    if grid.hidden:
        sheet.sheet_state = "hidden"
