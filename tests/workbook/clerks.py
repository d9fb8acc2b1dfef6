"""What clerks do to a form, at random: all of it harmless, in any combination."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from service.indonesian import long_date, plain_number
from service.workbook.layout import HEADER_ROW, ROMAN, Column, Form, columns_for, layout

KEYED = {"Sasaran & Indikator", "Realisasi", "Narasi", "Anggaran"}
NUMBERS = {"decimal", "integer", "rupiah"}
# A found mess is told as it is: to make a whole workbook smaller takes longer than to look at it.
PATIENTLY = settings(
    max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True,
    phases=[Phase.generate],
)  # fmt: skip
_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True)
class Entry:
    """One cell of a form: its column, and the unit of measure of its row."""

    cell: Cell
    column: Column
    measure: str

    @property
    def place(self) -> str:
        """Return where the cell stands now."""
        return f"{self.cell.parent.title}!{self.cell.coordinate}"


class Desk:
    """A form on a clerk's desk: its cells before anything is moved, and the workbook after it."""

    def __init__(self, content: bytes, form: Form, quarter: int) -> None:
        self.book = load_workbook(BytesIO(content))
        self.form, self.quarter = form, quarter
        self.entries = [e for sheet in self.book.worksheets for e in self._entries(sheet)]

    def _entries(self, sheet: Worksheet) -> Iterator[Entry]:
        for at, column in self.headings(sheet).items():
            for row in self.rows(sheet):
                measure = next(
                    (
                        str(sheet.cell(row, n).value or "")
                        for n, c in self.headings(sheet).items()
                        if c.key == "satuan"
                    ),
                    "",
                )
                yield Entry(sheet.cell(row, at), column, measure)  # fmt: skip

    def headings(self, sheet: Worksheet) -> dict[int, Column]:
        """Return the column of the form that stands in each column of a sheet as it was written."""
        known = {
            c.header: c
            for s in layout().sheets
            if s.name == sheet.title
            for t in s.tables
            if not t.fields
            for c in columns_for(t, self.form, self.quarter)
        }
        row = next(sheet.iter_rows(HEADER_ROW, HEADER_ROW, values_only=True), ())
        return {n: known[text] for n, text in enumerate(row, 1) if text in known}

    def rows(self, sheet: Worksheet) -> list[int]:
        """Return the rows in which something stands below the header."""
        below = sheet.iter_rows(HEADER_ROW + 1)
        at = self.headings(sheet)
        return [
            cells[0].row
            for cells in below
            if any(cells[n - 1].value is not None for n in at if n <= len(cells))
        ]

    def content(self) -> bytes:
        """Return the workbook as it lies there."""
        saved = BytesIO()
        self.book.save(saved)
        return saved.getvalue()


def retype(draw: st.DrawFn, desk: Desk, besides: frozenset[str] = frozenset()) -> None:
    """Write figures, dates, codes and blanks as clerks do; places in `besides` stay."""
    for entry in desk.entries:
        if entry.place in besides or entry.column.shown or draw(st.integers(0, 3)):
            continue
        written = _written(draw, entry)
        if written is not None:
            entry.cell.value = written
            if isinstance(written, int) and entry.column.kind == "date":
                entry.cell.number_format = "General"


def _written(draw: st.DrawFn, entry: Entry) -> Any:
    value, kind = entry.cell.value, entry.column.kind
    if value is None and kind in NUMBERS | {"date"} and not entry.column.below:
        return draw(st.sampled_from(["-", "–", " - "]))
    if isinstance(value, date):
        return draw(
            st.sampled_from(_as_date(value.date() if isinstance(value, datetime) else value))
        )
    if isinstance(value, int | float | Decimal) and kind in NUMBERS:
        return draw(st.sampled_from(_as_text(value, entry)))
    if isinstance(value, str) and kind in {"code", "unit", "choice", "yesno", "quarter"}:
        return draw(st.sampled_from([f" {value}\u00a0", f"{value}\u200b", f"{value} "]))
    return None


def _as_date(day: date) -> list[Any]:
    ways: list[Any] = []
    if day.year >= 1000:
        ways += [long_date(day), f"{day.day}/{day.month}/{day.year}", f" {day.isoformat()}\u00a0"]
    if 2000 <= day.year < 2100:
        ways.append((day - _EPOCH).days)
    return ways or [None]


def _as_text(value: Any, entry: Entry) -> list[str]:
    exact = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
    typed = plain_number(exact)
    whole, _, rest = typed.partition(",")
    grouped = f"{int(whole):,}".replace(",", ".") + ("," + rest if rest else "")
    ways = [typed, grouped, f" {typed}\u00a0", f"\u200b{grouped}"]
    if entry.column.kind == "rupiah":
        ways += [f"Rp {grouped},-", f"Rp{grouped}", f"rp. {grouped}", f"{grouped},00"]
    if entry.column.kind == "decimal" and entry.measure == "%":
        ways += [f"{typed}%", f"{grouped} %"]
    return ways


def rearrange(draw: st.DrawFn, desk: Desk) -> None:
    """Move, rename, add and hide columns, rows and sheets."""
    for sheet in desk.book.worksheets:
        at = desk.headings(sheet)
        rows = desk.rows(sheet)
        if sheet.title in KEYED and rows:
            _maybe(draw, _total, sheet, rows[-1] + 1)
        for n, column in at.items():
            if not draw(st.integers(0, 4)):
                _rename(draw, sheet.cell(HEADER_ROW, n), column, desk.quarter)
        if len(at) > 1 and sheet.title != "Kantor":
            _maybe(draw, _swap, draw, sheet, sorted(at), rows)
    for number, sheet in enumerate(desk.book.worksheets):
        if sheet.title not in {"Kantor", "Petunjuk"}:
            _maybe(draw, _add_column, draw, sheet)
        _maybe(draw, sheet.insert_rows, 1, draw(st.integers(1, 4)))
        _maybe(draw, _hide, draw, sheet)
        if not draw(st.integers(0, 3)):
            sheet.title = draw(st.sampled_from([f"Sheet{number}", f" {sheet.title.upper()} "]))


def _maybe(draw: st.DrawFn, do: Any, *given: Any) -> None:
    if draw(st.booleans()):
        do(*given)


def _total(sheet: Worksheet, row: int) -> None:
    sheet.cell(row, 1).value = "JUMLAH"
    sheet.cell(row, sheet.max_column).value = f"=SUM(A6:A{row - 1})"


def _swap(draw: st.DrawFn, sheet: Worksheet, at: list[int], rows: list[int]) -> None:
    one, other = draw(st.lists(st.sampled_from(at), min_size=2, max_size=2, unique=True))
    for row in (HEADER_ROW, *rows):
        a, b = sheet.cell(row, one), sheet.cell(row, other)
        a.column, b.column = b.column, a.column
        sheet._cells[row, one], sheet._cells[row, other] = b, a


def _rename(draw: st.DrawFn, cell: Cell, column: Column, quarter: int) -> None:
    heading = str(cell.value)
    words = heading.split(" ")
    long = [n for n, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    ways = [heading.upper(), heading.replace(" ", "  "), f"{heading}\u00a0", *column.aliases]
    if column.quarter or "TW" in heading:
        roman = ROMAN[(column.quarter or quarter) - 1]
        number = str(ROMAN.index(roman) + 1)
        ways += [heading.replace(f"TW {roman}", text) for text in (
            f"Triwulan {roman}", f"TW {number}", f"TW{number}", f"Triwulan {number}")]  # fmt: skip
    if long:
        n = draw(st.sampled_from(long))
        letter = draw(st.integers(0, len(words[n]) - 1))
        slip = words[n][:letter] + words[n][letter + 1 :]
        ways.append(" ".join([*words[:n], slip, *words[n + 1 :]]))
    cell.value = draw(st.sampled_from(ways))


def _add_column(draw: st.DrawFn, sheet: Worksheet) -> None:
    at = draw(st.integers(1, sheet.max_column + 1))
    sheet.insert_cols(at)
    sheet.cell(HEADER_ROW, at).value = "Catatan saya"
    sheet.cell(HEADER_ROW + 1, at).value = "tanya Pak Budi"


def _hide(draw: st.DrawFn, sheet: Worksheet) -> None:
    for row in draw(st.sets(st.integers(6, 12), max_size=3)):
        sheet.row_dimensions[row].hidden = True
    for letter in draw(st.sets(st.sampled_from("ACFN"), max_size=2)):
        sheet.column_dimensions[letter].hidden = True
    visible = [one for one in sheet.parent.worksheets if one.sheet_state == "visible"]
    if len(visible) > 1 and sheet.parent.active != sheet:
        sheet.sheet_state = draw(st.sampled_from(["hidden", "veryHidden", "visible"]))
