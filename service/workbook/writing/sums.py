"""Sums above the sub-kegiatan of the sheet Anggaran, computed by Excel itself."""

from collections.abc import Callable, Sequence

from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from service.workbook import looks
from service.workbook.layout import HEADER_ROW, Column

_ENDED_BY = {"program": ("program",), "kegiatan": ("program", "kegiatan")}


def put_sums(
    sheet: Worksheet, columns: Sequence[Column], levels: Sequence[str], dress: Callable[..., None]
) -> None:
    """Put a sum into every programme and kegiatan; with a blank below it a sum stays blank.

    `levels` are those of the lines from the first row of data on; `dress` gives a cell its looks.
    """
    at = {c.key: get_column_letter(n) for n, c in enumerate(columns, 1)}
    for start, level in enumerate(levels):
        if level == "sub":
            continue
        later = (n for n in range(start + 1, len(levels)) if levels[n] in _ENDED_BY[level])
        first, last = HEADER_ROW + 1 + start, HEADER_ROW + next(later, len(levels))
        for n, column in enumerate(columns, 1):
            cell = looks.cell_at(sheet, first, n)
            if column.sum:
                cell.value = _sum(at["tingkat"], get_column_letter(n), first, last)
                dress(cell, column, unlocked=False)
            cell.font = Font(name=looks.FONT, size=10, bold=True, color=looks.INK)


def _sum(level: str, column: str, first: int, last: int) -> str:
    levels = f"{level}{first + 1}:{level}{last}"
    figures = f"{column}{first + 1}:{column}{last}"
    blank = f'COUNTIFS({levels},"Sub Kegiatan",{figures},"")>0'
    return f'=IF({blank},"",SUMIFS({figures},{levels},"Sub Kegiatan"))'
