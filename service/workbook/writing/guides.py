"""What Excel itself says while a form is filled in: input rules, colours, how much is done.

The formulas hold no text of a user: what is shown of the data is taken from its cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from service.errors import Words, words
from service.workbook import looks
from service.workbook.layout import HEADER_ROW, LEAD_ROW, Column, Form, layout
from service.workbook.records import Record
from service.workbook.writing.entry import rule_for, said

_MOST = "1E+15"
_YEARS = 2  # after the form's own, in which a follow-up may be due
_LONGEST, _ARGUMENTS = 8_000, 250  # of a formula and a function: Excel takes 8,192 and 255
_LEVEL = "Tingkat"
_PROGRESS = (1, 3)  # the cell beside the title of a form's sheet
_PERCENT = ("%", "persen")


@dataclass(frozen=True)
class Entry:
    """A cell to be filled in: its column, the record it belongs to, the cells beside it."""

    cell: Cell
    column: Column
    record: Record
    beside: Mapping[str, str]
    year: int

    @property
    def at(self) -> str:
        """Return the cell's own coordinate."""
        return self.cell.coordinate

    def part(self, name: str) -> str:
        """Return the coordinate of the X or Y of the same quarter."""
        return self.beside[f"{name}.{self.column.quarter}"]

    @property
    def percent(self) -> bool:
        """Tell whether more than 100 is refused."""
        return str(self.record.get("satuan", "")).strip().casefold() in _PERCENT


class Guidance:
    """What is to be filled in of one unit's or the budget's form, gathered while it is written."""

    def __init__(self, form: Form, quarter: int, year: int) -> None:
        self.form, self.quarter, self.year = form, quarter, year
        self._entries: dict[str, list[Entry]] = {}  # by sheet, in the order they are filled in
        self._figures: list[Cell] = []  # of the current quarter

    def note(
        self,
        cell: Cell,
        column: Column,
        record: Record,
        beside: Mapping[str, str],
        *,
        unlocked: bool,
    ) -> None:
        """Note a cell of the form; `beside` are the coordinates of its row by column."""
        if self.form == "office":
            return
        if unlocked:
            entry = Entry(cell, column, record, beside, self.year)
            self._entries.setdefault(cell.parent.title, []).append(entry)
        current = column.key == "realisasi_tw" and column.quarter == self.quarter
        if current and (self.form == "unit" or record["tingkat"] == "sub"):
            self._figures.append(cell)

    def guide(self, sheet: Worksheet, lead: str) -> None:
        """Guide the clerk on a sheet whose cells were noted."""
        entries = self._entries.get(sheet.title, [])
        if not entries:
            return
        for entry in entries:
            _guard(sheet, entry)
        _calm(sheet, entries)
        _start_at(sheet, entries)
        formula = _decimal_lead(lead)
        if formula is not None:
            looks.cell_at(sheet, LEAD_ROW, 1).value = formula

    def tell_progress(self, book: Workbook) -> None:
        """Say on the sheet with the figures, and on the first one, how many are filled in."""
        if not self._figures:
            return
        sheet = book[self._figures[0].parent.title]
        what, among = "indikator", ""
        if self.form == "budget":
            level = next(c.column_letter for c in sheet[HEADER_ROW] if c.value == _LEVEL)
            what, among = "sub kegiatan", _among_subs(level, self._figures)
        here = looks.cell_at(sheet, *_PROGRESS)
        first = looks.cell_at(book.worksheets[0], LEAD_ROW, 1)
        here.value = _progress(self._figures, self._entries.get(sheet.title, []), what, among)
        first.value = f"={sheet.title}!{here.coordinate}"
        looks.dress_progress(here)
        looks.dress_progress(first)


def _guard(sheet: Worksheet, entry: Entry) -> None:
    """Let Excel refuse a wrong entry, and show in red one that came in another way."""
    sound, said_of = _sound(entry)
    rule = rule_for(entry.column, None if sound else _words_of(entry.column)) or DataValidation()
    if sound:
        rule.type, rule.operator, rule.formula1, rule.formula2 = "custom", None, sound, None
    if said_of is not None:
        said(rule, said_of)
    rule.allow_blank = True
    rule.add(entry.at)
    sheet.add_data_validation(rule)
    wrong, odd = _wrong(entry, sound), _odd(entry)
    if wrong:
        red = Font(bold=True, color=looks.WRONG_INK)
        _colour(sheet, entry, wrong, DifferentialStyle(red, fill=looks.shade(looks.WRONG_FILL)))
    if odd:
        _colour(sheet, entry, odd, DifferentialStyle(fill=looks.shade(looks.ODD_FILL)))


def _colour(sheet: Worksheet, entry: Entry, where: str, style: DifferentialStyle) -> None:
    rule = Rule("expression", formula=[where], dxf=style, stopIfTrue=True)
    sheet.conditional_formatting.add(entry.at, rule)


def _calm(sheet: Worksheet, entries: Sequence[Entry]) -> None:
    """Let what is filled in lose its yellow: a look tells what is still blank."""
    columns: dict[str, list[str]] = {}
    for entry in entries:
        columns.setdefault(entry.cell.column_letter, []).append(entry.at)
    for cells in columns.values():
        white = DifferentialStyle(fill=looks.shade(looks.PLAIN_FILL))
        rule = Rule("expression", formula=[f'{cells[0]}<>""'], dxf=white)
        sheet.conditional_formatting.add(" ".join(cells), rule)


def _start_at(sheet: Worksheet, entries: Sequence[Entry]) -> None:
    """Put the cursor into the first cell that is still to be filled in."""
    blank = next((one for one in entries if one.cell.value is None), None)
    first = blank or next(iter(entries), None)
    if first is not None:
        for selection in sheet.sheet_view.selection:
            selection.activeCell = selection.sqref = first.at


def _progress(cells: Sequence[Cell], entries: Sequence[Entry], what: str, among: str = "") -> str:
    """Return the formula of "3 dari 5 indikator terisi; belum: 3.2, 4.1", for the same sheet.

    `cells` stand in one column, the code of each in column A of its row; where other rows stand
    between them, `among` is the condition that leaves those out, and none is named. A wrong one
    of `entries` is told before everything else, as far as a formula can be long.
    """
    total = len(cells)
    figures = f"{_fixed(cells[0])}:{_fixed(cells[-1])}"
    done = f'SUMPRODUCT(({figures}<>"")*{among or 1})'
    full = f'"Semua {total} {what} sudah terisi. Simpan, lalu unggah berkas ini."'
    blanks = "&".join(f'IF({_fixed(c)}="",", "&$A${c.row},"")' for c in cells)
    some = f'{done}&" dari {total} {what} terisi'
    named = f'IF({done}={total},{full},{some}; belum: "&MID({blanks},3,99))'
    counted = f'IF({done}={total},{full},{some}.")'
    told = counted if among else named
    wrong = [text for text in (_wrong(one, _sound(one)[0]) for one in entries) if text]
    red = '"Ada sel merah yang masih salah. Perbaiki sebelum berkas diunggah."'
    first = [f"=IF(OR({','.join(wrong)}),{red},{told})"] if 0 < len(wrong) <= _ARGUMENTS else []
    return next(text for text in (*first, f"={told}", f"={counted}") if len(text) <= _LONGEST)


def _among_subs(level: str, cells: Sequence[Cell]) -> str:
    """Return the condition of `progress` for lines of the budget whose level stands in `level`."""
    return f'(${level}${cells[0].row}:${level}${cells[-1].row}="Sub Kegiatan")'


def _fixed(cell: Cell) -> str:
    return f"${cell.column_letter}${cell.row}"


def _decimal_lead(lead: str) -> str | None:
    """Return `lead` as a formula that names the decimal mark of the computer it is opened on.

    Where Excel is set to a point it takes "98,5" for 985. None where `lead` says nothing of it.
    """
    comma, point = layout().decimal_mark
    before, found, after = lead.partition(comma)
    if not found:
        return None
    return f'="{before}"&IF(MID(1/2,2,1)=",","{comma}","{point}")&"{after}"'


def _sound(entry: Entry) -> tuple[str | None, Words | None]:
    """Return the formula that is true of a sound entry, and the words for any other."""
    column = entry.column
    if column.parts:
        return _sound_part(entry)
    if column.key == "realisasi_tw" and column.kind == "decimal":
        return _sound_figure(entry)
    if column.kind == "date":
        low, high = f"DATE({entry.year},1,1)", f"DATE({entry.year + _YEARS},12,31)"
        number = _number(entry.at, f"{entry.at}>={low}", f"{entry.at}<={high}")
        told = words("workbook_rule_date_near", first=entry.year, last=entry.year + _YEARS)
        return f"OR(ISTEXT({entry.at}),{number})", told
    if column.kind == "rupiah":
        at = entry.at
        return _number(at, f"{at}>=0", f"{at}<={_MOST}", f"INT({at})={at}"), None
    return None, None


def _sound_figure(entry: Entry) -> tuple[str, Words]:
    at, places = entry.at, entry.record["desimal"]
    most = "100" if entry.percent else _MOST
    sound = _number(at, f"{at}>=0", f"{at}<={most}", f"ROUND({at},{places})={at}")
    allowed = f"paling banyak {places} angka di belakang koma" if places else "bilangan bulat"
    limit = "0 sampai 100" if entry.percent else "0 atau lebih"
    return sound, words("workbook_rule_figure", limit=limit, allowed=allowed)


def _sound_part(entry: Entry) -> tuple[str, Words]:
    at, x, y = entry.at, entry.part("x"), entry.part("y")
    within = [f'IF(OR({x}="",{y}=""),TRUE,{x}<={y})'] if entry.percent else []
    if at == x:
        told = words("workbook_rule_numerator") if within else words("workbook_rule_part")
        return _number(at, f"{at}>=0", f"{at}<={_MOST}", *within), told
    told = words("workbook_rule_denominator") if within else words("workbook_rule_divisor")
    return _number(at, f"{at}>0", f"{at}<={_MOST}", *within), told


def _number(at: str, *conditions: str) -> str:
    """Return a formula that is true of a number under `conditions`, false of text."""
    return f"IF(ISNUMBER({at}),AND({','.join(conditions)}),FALSE)"


def _wrong(entry: Entry, sound: str | None) -> str | None:
    at = entry.at
    if sound is None:
        listed = list(entry.column.choices)
        unlike = ",".join(f'{at}<>"{word}"' for word in listed)
        return f'AND({at}<>"",{unlike})' if listed else None
    wrong = f'AND({at}<>"",NOT({sound}))'
    if entry.column.parts:
        other = entry.part("y" if entry.column.key == "x" else "x")
        return f'OR({wrong},AND({at}="",{other}<>""))'
    return wrong


def _odd(entry: Entry) -> str | None:
    """Return the formula that is true where X is above Y and yet nothing forbids it."""
    if not entry.column.parts or entry.percent:
        return None
    x, y = entry.part("x"), entry.part("y")
    return f"AND(ISNUMBER({x}),ISNUMBER({y}),{x}>{y})"


def _words_of(column: Column) -> str | None:
    return '"' + ",".join(column.choices) + '"' if column.choices else None
