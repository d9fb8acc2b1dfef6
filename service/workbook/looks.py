"""How the form looks and prints: colours, number formats, protection, page set-up."""

import re
from copy import copy
from typing import Any, cast

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

from service.errors import Invalid, problem
from service.workbook.layout import HEADER_ROW, Column

FONT = "Arial"
INK, ACCENT, LINE, QUIET = "17211F", "0B5A50", "B9C2BD", "4A5753"
INPUT_FILL, PLAIN_FILL, LOCKED_FILL, BAND_FILL = "FFF8DC", "FFFFFF", "EEF1EE", "DCE8E4"
WRONG_FILL, WRONG_INK, ODD_FILL = "F9D7D3", "8F1D14", "FBDDB0"
DATE_FORMAT = "[$-421]d mmmm yyyy"  # Indonesian month names in every Excel
_FOLIO, _A4 = 14, 9  # ECMA-376 paper sizes; folio, 8.5 x 13 inch, is what offices call F4
_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_")
_LONGEST = 32_767  # characters in a cell
_LINE_HEIGHT, _HIGHEST = 13.5, 409.0  # points; Excel allows no higher row
_RIGHT = {"decimal", "integer", "rupiah"}

_thin = Side(style="thin", color=LINE)
BOX = Border(left=_thin, right=_thin, top=_thin, bottom=_thin)


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return the cell, which is not inside a merged range."""
    return cast(Cell, sheet.cell(row, column))


def fill(colour: str) -> PatternFill:
    """Return a plain fill of `colour`, six hexadecimal digits."""
    return PatternFill("solid", fgColor=colour)


def shade(colour: str) -> PatternFill:
    """Return the fill that a conditional format lays over a cell."""
    return PatternFill("solid", bgColor=colour)


def put_text(cell: Cell, text: str) -> None:
    """Put `text` as text whatever it looks like.

    One that begins with neither letter nor digit is quoted: Excel would take "=1+1", "-1", a
    full-width "＝1+1" or one after a space for a formula as soon as somebody edits the cell, and
    drop an apostrophe. Raises Invalid when it is longer than a cell can hold: openpyxl would cut
    it silently.
    """
    if len(text) > _LONGEST:
        place = f"{cell.parent.title}!{cell.coordinate}"
        told = problem("workbook_text_long", place, found=str(len(text)), limit=_LONGEST)
        raise Invalid("workbook_invalid", [told], count=1, name="formulir ini")
    cell.value = _escaped(text)
    cell.data_type = "s"
    if not text[:1].isalnum():
        cell.quotePrefix = True


def _escaped(text: str) -> str:
    """Escape what Excel would take for an escape of its own (ECMA-376 part 1, 22.9.2.19)."""
    escaped = _ESCAPE.sub(lambda found: "_x005F" + found.group(), text)
    return escaped.replace("\r", "_x000D_")


def number_format(column: Column, decimals: int = 2) -> str:
    """Return Excel's format code; a number keeps as many decimals as the indicator has."""
    if column.kind == "decimal":
        return "#,##0" + ("." + "0" * decimals if decimals else "")
    formats = {"rupiah": "#,##0", "integer": "0", "date": DATE_FORMAT}
    return formats.get(column.kind, "@")


class Wardrobe:
    """The looks of one workbook's body cells, each made once: making them is what costs."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, bool, bool, str], StyleArray] = {}

    def dress(
        self,
        cell: Cell,
        column: Column,
        *,
        unlocked: bool,
        decimals: int = 2,
        colour: str = INPUT_FILL,
    ) -> None:
        """Give a body cell its frame, format, alignment, colour and lock.

        `colour` is that of an unlocked cell, six hexadecimal digits.
        """
        right = column.kind in _RIGHT
        key = (number_format(column, decimals), right, unlocked, colour)
        if key not in self._made:
            _dress(cell, *key)
            self._made[key] = copy(cell._style)  # type: ignore[attr-defined]  # not in the stubs
        cell._style = copy(self._made[key])  # type: ignore[attr-defined]


def _dress(cell: Cell, code: str, right: bool, unlocked: bool, colour: str) -> None:
    cell.font = Font(name=FONT, size=10, color=INK)
    cell.border = BOX
    cell.number_format = code
    cell.alignment = Alignment(
        horizontal="right" if right else "left", vertical="top", wrap_text=not right, indent=1
    )
    cell.fill = fill(colour if unlocked else LOCKED_FILL)
    cell.protection = Protection(locked=not unlocked)


def dress_header(cell: Cell) -> None:
    """Give a heading its colours; headings stay locked."""
    cell.font = Font(name=FONT, size=10, bold=True, color="FFFFFF")
    cell.fill = fill(ACCENT)
    cell.border = BOX
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def dress_band(cell: Cell) -> None:
    """Give the heading above a quarter's columns its colours."""
    cell.font = Font(name=FONT, size=10, bold=True, color=ACCENT)
    cell.fill = fill(BAND_FILL)
    cell.border = BOX
    cell.alignment = Alignment(horizontal="center", vertical="center")


def put_title(sheet: Worksheet, title: str, subtitle: str, lead: str) -> None:
    """Write the three lines above a table."""
    lines = ((title, 14, True, ACCENT), (subtitle, 10, False, QUIET), (lead, 10, False, INK))
    for row, (text, size, bold, colour) in enumerate(lines, 1):
        cell = cell_at(sheet, row, 1)
        put_text(cell, text)
        cell.font = Font(name=FONT, size=size, bold=bold, color=colour)
        cell.alignment = Alignment(vertical="center")
    sheet.row_dimensions[1].height = 24


def dress_progress(cell: Cell) -> None:
    """Give the line that says how much is filled in its looks."""
    cell.font = Font(name=FONT, size=11, bold=True, color=ACCENT)
    cell.alignment = Alignment(vertical="center")


def make_room(sheet: Worksheet, row: int, lines: int) -> None:
    """Make `row` high enough for `lines` of text; tables side by side share their rows."""
    size = sheet.row_dimensions[row]
    size.height = max(size.height or 0.0, min(_HIGHEST, lines * _LINE_HEIGHT + 4))


def protect(sheet: Worksheet, *, grows: bool) -> None:
    """Lock what is not unlocked, without a password: against mistakes, not against people.

    A sheet that `grows` takes new rows.
    """
    guard = sheet.protection
    guard.sheet = True
    guard.formatColumns = guard.formatRows = False  # False allows: a column may be made wider
    guard.insertRows = guard.deleteRows = guard.sort = guard.autoFilter = not grows


def set_up_page(sheet: Worksheet, paper: str, *, landscape: bool = True) -> None:
    """Set the sheet up to print one page wide with repeated headings."""
    setup: Any = sheet.page_setup
    setup.orientation = "landscape" if landscape else "portrait"
    setup.paperSize = _A4 if paper == "A4" else _FOLIO
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.6
    footer: Any = sheet.oddFooter
    footer.left.text = sheet.title.replace("&", "&&")
    footer.right.text = "Halaman &P dari &N"
    if landscape:
        sheet.print_title_rows = f"{HEADER_ROW - 1}:{HEADER_ROW}"
    sheet.sheet_view.showGridLines = False
