"""The values of a workbook's sheets, as calamine reads them."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from service.errors import Invalid


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, whether it is hidden, its rows, its merges as left, top, right, bottom.

    What is empty at the end of a row and at the end of the sheet is left out.
    """

    name: str
    hidden: bool
    rows: list[list[Any]]
    merged: list[tuple[int, int, int, int]]


def values(content: bytes) -> list[Sheet]:
    """Return the sheets of a workbook. Raises Invalid for a damaged or encrypted one."""
    try:
        return _sheets(CalamineWorkbook.from_filelike(BytesIO(content)))
    except PasswordError as fault:
        raise Invalid("package_encrypted") from fault
    except CalamineError as fault:
        raise Invalid("workbook_unreadable") from fault
    except BaseException as fault:
        # A panic inside calamine is no Exception in Python and would end the worker.
        if type(fault).__name__ != "PanicException":
            raise
        raise Invalid("workbook_unreadable") from None


def _sheets(book: CalamineWorkbook) -> list[Sheet]:
    return [
        _sheet(book, number, about.visible != SheetVisibleEnum.Visible)
        for number, about in enumerate(book.sheets_metadata)
        if about.typ == SheetTypeEnum.WorkSheet
    ]


def _sheet(book: CalamineWorkbook, number: int, hidden: bool) -> Sheet:
    sheet = book.get_sheet_by_index(number)
    merged = [
        (left + 1, top + 1, right + 1, bottom + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
    rows = sheet.to_python(skip_empty_area=False)
    return Sheet(sheet.name, hidden, _trimmed(rows), merged)


def _trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows
