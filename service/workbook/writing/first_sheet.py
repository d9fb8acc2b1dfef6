"""The sheet Petunjuk: whose form it is, how far it is filled in, how it is filled in."""

from collections.abc import Callable
from math import ceil
from typing import Any

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from service.workbook import looks
from service.workbook.layout import HEADER_ROW, Form, Table, layout
from service.workbook.looks import cell_at
from service.workbook.reading.tables import FIELD_LABEL, FIELD_VALUE
from service.workbook.records import Record
from service.workbook.writing.entry import put

_LETTERS_A_LINE = 82


def put_first_sheet(
    sheet: Worksheet, form: Form, table: Table, identity: Record, dress: Callable[..., None]
) -> None:
    """Write the identity of a form for a unit or the budget, and the instructions of any."""
    sheet.column_dimensions["A"].width = 14
    sheet.column_dimensions["B"].width = 84
    row = HEADER_ROW - 1 if form == "office" else _put_identity(sheet, table, identity, dress)
    for number, text in enumerate(layout().instructions[form], 1):
        row += 1
        cell_at(sheet, row, 1).value = number
        looks.put_text(cell_at(sheet, row, 2), text)
        for cell in (cell_at(sheet, row, 1), cell_at(sheet, row, 2)):
            cell.font = Font(name=looks.FONT, size=11, color=looks.INK)
            cell.alignment = Alignment(vertical="top", wrap_text=True, horizontal="left")
        sheet.row_dimensions[row].height = 18 * ceil(len(text) / _LETTERS_A_LINE)


def _put_identity(
    sheet: Worksheet, table: Table, identity: dict[str, Any], dress: Callable[..., None]
) -> int:
    for n, text in enumerate((FIELD_LABEL, FIELD_VALUE), 1):
        cell = cell_at(sheet, HEADER_ROW, n)
        looks.put_text(cell, text)
        looks.dress_header(cell)
    row = HEADER_ROW
    for column in table.columns:
        row += 1
        label, value = cell_at(sheet, row, 1), cell_at(sheet, row, 2)
        for cell in (label, value):
            dress(cell, column, unlocked=False)
            cell.alignment = Alignment(horizontal="left", indent=1)
        looks.put_text(label, column.header)
        put(value, column, identity[column.key])
    return row + 1
