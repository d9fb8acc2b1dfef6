"""Cells marked red with a comment, and their own looks remembered until the marks go again."""

import re
from copy import copy
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill, Protection
from openpyxl.worksheet.worksheet import Worksheet

from service.workbook.grids.ours import HIDDEN, MEMORY, summaries
from service.workbook.looks import cell_at, put_text

RED = "FFB9B9"  # of no palette: what has this colour was marked by us
AUTHOR = "Pengukuran Kinerja"
_OURS = re.compile(r"\[Perbaikan (\d+)\] ")
_ALWAYS = '"perbaikan"<>""'  # the condition of our conditional format, and how it is known again
_WIDTH, _LINE, _PER_LINE = 320, 18, 46  # of a comment's box, in pixels and letters


class Marker:
    """Marks cells of one workbook; what they looked like is kept in a very hidden sheet."""

    def __init__(self, book: Workbook) -> None:
        self._memory: Worksheet = book.create_sheet(MEMORY)
        self._memory.sheet_state = "veryHidden"
        put_text(cell_at(self._memory, 1, 1), MEMORY)
        self._known: set[tuple[str, str]] = set()

    def redden(self, cell: Cell, number: int) -> None:
        """Make `cell` red and open to change; what it looked like is remembered once."""
        sheet = sheet_of(cell)
        if (sheet.title, cell.coordinate) in self._known:
            return
        self._known.add((sheet.title, cell.coordinate))
        row = len(self._known) + 1
        cell_at(self._memory, row, 1).value = number
        put_text(cell_at(self._memory, row, 2), sheet.title)
        put_text(cell_at(self._memory, row, 3), cell.coordinate)
        kept = cell_at(self._memory, row, 4)
        kept.fill, kept.protection = _copied(cell.fill), _copied(cell.protection)
        cell.fill = PatternFill("solid", fgColor=RED)
        cell.protection = Protection(locked=False, hidden=cell.protection.hidden)
        _put_before_other_colours(cell)


def sheet_of(cell: Cell) -> Worksheet:
    """Return the sheet of `cell`."""
    return cast(Worksheet, cell.parent)


def comment(cell: Cell, number: int, text: str) -> None:
    """Write `text` under what the clerk's own comment and earlier ones on `cell` say."""
    line = f"[Perbaikan {number}] {' '.join(text.split())}"
    before = cell.comment
    words = f"{before.text}\n{line}" if before else line
    lines = sum(1 + len(part) // _PER_LINE for part in words.split("\n"))
    cell.comment = Comment(
        words, before.author if before else AUTHOR, height=_LINE * (lines + 1), width=_WIDTH
    )


def take_back(book: Workbook) -> None:
    """Take the marks of an earlier round away: every cell looks and is locked as before."""
    if MEMORY not in book.sheetnames:
        return
    memory = cast(Worksheet, book[MEMORY])
    kept: dict[object, Cell] = {}
    for row in range(2, memory.max_row + 1):
        number, title, at = (memory.cell(row, column).value for column in (1, 2, 3))
        kept[number] = kept[title, at] = cell_at(memory, row, 4)
    for sheet in book.worksheets:
        if not sheet.title.startswith(HIDDEN):
            _clean(sheet, kept)
    for own in (*summaries(book), memory):
        book.remove(own)


def _clean(sheet: Worksheet, kept: dict[object, Cell]) -> None:
    for cell in list(sheet._cells.values()):  # only what exists
        if isinstance(cell, MergedCell):
            continue
        number = _take_comment(cell)
        if cell.fill.fill_type == "solid" and str(cell.fill.fgColor.rgb)[-6:] == RED:
            looks = kept.get(number) or kept.get((sheet.title, cell.coordinate))
            cell.fill = _copied(looks.fill) if looks else PatternFill()
            if looks:
                cell.protection = _copied(looks.protection)
    _uncover(sheet)


def _copied(style: Any) -> Any:
    """Return the style itself: a cell hands out a stand-in that belongs to it."""
    return copy(style)


def _take_comment(cell: Cell) -> int | None:
    """Take our lines out of the cell's comment; return the number of the first."""
    if cell.comment is None:
        return None
    lines = cell.comment.text.split("\n")
    found = [int(match[1]) for line in lines if (match := _OURS.match(line))]
    if found:
        own = "\n".join(line for line in lines if not _OURS.match(line))
        cell.comment = Comment(own, cell.comment.author) if own.strip() else None
    return found[0] if found else None


def _put_before_other_colours(cell: Cell) -> None:
    """Let red win where the sheet's conditional formats would colour the cell otherwise."""
    sheet = sheet_of(cell)
    formats = list(sheet.conditional_formatting)
    if not any(cell.coordinate in one.cells for one in formats):
        return
    for one in formats:
        for rule in one.rules:
            rule.priority += 1
    red = PatternFill("solid", bgColor=RED, fgColor=RED)
    first: Any = FormulaRule(formula=[_ALWAYS], fill=red)  # type: ignore[no-untyped-call]
    first.priority = 1
    sheet.conditional_formatting.add(cell.coordinate, first)


def _uncover(sheet: Worksheet) -> None:
    before, sheet.conditional_formatting = sheet.conditional_formatting, ConditionalFormattingList()
    for one in before:
        for rule in one.rules:
            if [str(text) for text in rule.formula] != [_ALWAYS]:
                sheet.conditional_formatting.add(str(one.sqref), rule)
