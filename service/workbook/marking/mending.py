"""The first sheet of a marked copy: every fault, a way to its cell, and how it is mended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from service.errors import Problem
from service.workbook import looks
from service.workbook.grids.ours import SUMMARY, TITLE
from service.workbook.layout import HEADER_ROW
from service.workbook.looks import cell_at, put_text
from service.workbook.marking.remembered import RED

_COLUMNS = (
    ("No.", 7), ("Lembar dan sel", 22), ("Isian", 32), ("Yang tertulis", 24),
    ("Seharusnya", 28), ("Cara memperbaiki", 58),
)  # fmt: skip
_TOLD = (
    "{count} isian dalam {name}. Klik nama selnya untuk langsung ke sana; "
    "sel yang salah berwarna merah dan diberi komentar."
)
_THEN = (
    "Perbaiki di berkas ini, simpan, lalu unggah berkas ini. "
    "Lembar ini, warna merah, dan komentarnya boleh dibiarkan."
)
_BEYOND = (
    "… dan {count} lagi. Perbaiki yang di atas dahulu, lalu unggah: sisanya ditunjukkan kemudian."
)
_PER_WIDTH = 0.9  # letters to a unit of a column's width
_LONGEST = 2_000  # letters of one text; a clerk needs no more to know his own cell again
_LINK = "0B5A50"
_thin = Side(style="thin", color=looks.LINE)
_LEDGER = Border(bottom=_thin)


@dataclass(frozen=True)
class Fault:
    """One problem in a marked copy: its number, what it is about, and where to go.

    `target` is the sheet and cell that the number leads to, None where the workbook has none;
    `aside` is a sentence on how to see a hidden cell.
    """

    number: int
    problem: Problem
    subject: str
    target: tuple[str, str] | None
    aside: str = ""


def put_summary(
    book: Workbook, faults: Sequence[Fault], beyond: int, name: str, notes: Iterable[str]
) -> None:
    """Put the list of `faults` first; `beyond` more are only counted, `notes` are told above."""
    sheet: Worksheet = book.create_sheet(SUMMARY, 0)
    _head(sheet, len(faults) + beyond, name, list(notes))
    for fault in faults:
        _line(sheet, HEADER_ROW + fault.number, fault)
    if beyond:
        last = cell_at(sheet, HEADER_ROW + len(faults) + 1, 2)
        put_text(last, _BEYOND.format(count=beyond))
        last.font = Font(name=looks.FONT, size=10, bold=True, color=looks.INK)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    looks.set_up_page(sheet, "F4")
    _show_first(book, sheet)


def _head(sheet: Worksheet, count: int, name: str, notes: list[str]) -> None:
    told = _TOLD.format(count=count, name=name)
    looks.put_title(sheet, TITLE, told, _THEN)
    note = cell_at(sheet, HEADER_ROW - 1, 1)
    if notes:
        put_text(note, "\n".join(notes))
        note.alignment = Alignment(wrap_text=True, vertical="top")
        note.font = Font(name=looks.FONT, size=10, italic=True, color=looks.QUIET)
        row = HEADER_ROW - 1
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_COLUMNS))
        wide = sum(width for _, width in _COLUMNS)
        looks.make_room(sheet, row, sum(_lines(text, wide) for text in notes))
    for at, (heading, width) in enumerate(_COLUMNS, 1):
        cell = cell_at(sheet, HEADER_ROW, at)
        put_text(cell, heading)
        looks.dress_header(cell)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.row_dimensions[HEADER_ROW].height = 24


def _line(sheet: Worksheet, row: int, fault: Fault) -> None:
    one = fault.problem
    mend = f"{one.message} {fault.aside}".strip()
    texts = (
        one.place or "Berkas",
        fault.subject,
        one.found or "(kosong)",
        one.expected or "–",
        mend,
    )
    cell_at(sheet, row, 1).value = fault.number
    lines = 1
    for at, text in enumerate(texts, 2):
        put_text(cell_at(sheet, row, at), _shortened(text))
        lines = max(lines, _lines(_shortened(text), _COLUMNS[at - 1][1]))
    for at in range(1, len(_COLUMNS) + 1):
        cell = cell_at(sheet, row, at)
        cell.font = Font(name=looks.FONT, size=10, color=looks.INK)
        cell.alignment = Alignment(vertical="top", wrap_text=True, horizontal="left", indent=1)
        cell.border = _LEDGER
    cell_at(sheet, row, 4).fill = looks.fill(RED)
    if fault.target:
        _lead(cell_at(sheet, row, 2), *fault.target)
    looks.make_room(sheet, row, lines)


def _lead(cell: Cell, sheet: str, at: str) -> None:
    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{at}")
    cell.font = Font(name=looks.FONT, size=10, bold=True, underline="single", color=_LINK)


def _show_first(book: Workbook, sheet: Worksheet) -> None:
    """Open the workbook on `sheet` alone: what is typed into sheets shown together goes to all."""
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    if book.views:
        book.views[0].firstSheet = 0


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _lines(text: str, width: float) -> int:
    return sum(max(1, ceil(len(part) / (width * _PER_WIDTH))) for part in text.split("\n"))
