"""One cell becomes one value of the data set's JSON shape, or a problem with its place."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from service.errors import Problem, problem
from service.indonesian import long_date, plain_number
from service.workbook.layout import ROMAN, Column
from service.workbook.reading.dates import date_in
from service.workbook.reading.notes import Notes
from service.workbook.reading.numbers import (
    DASHES,
    EXACT_DIGITS,
    Understood,
    WrongCellError,
    clean,
    is_thousands,
    number_in,
    with_decimal_point,
)

BULLET, INDENT = "• ", "  "
_DASHED = {"unit", "nip", "choice", "quarter", "yesno"}  # where a dash says nothing
Say = Callable[[str, str, str], None]


@dataclass(frozen=True)
class Cell:
    """A cell as it stands: value, place, and what is unusual about it.

    `measure` is the unit of measure that its row names; `swallowed` the cell above into which it
    was merged, where it is not clear whose value that is.
    """

    value: Any
    place: str
    formula: str | None = None
    error: str | None = None
    percent: bool = False
    measure: str = ""
    swallowed: str | None = None


class CellReader:
    """Reads cells by the kind of their column; keeps problems, notes, and the cells they are of."""

    def __init__(self, units: Iterable[tuple[str, str]] = ()) -> None:
        self.problems: list[Problem] = []
        self.notes = Notes()
        self._thousands: list[tuple[Column, Cell]] = []
        self._pointed: set[str] = set()  # columns in which somebody wrote a decimal point
        self._headers: dict[str, str] = {}
        known = list(units)
        self._codes = {code for code, _ in known}
        self._units = {_plain(name): code for code, name in known}
        self._units |= {_plain(code): code for code in self._codes}

    def read(self, column: Column, cell: Cell) -> Any:
        """Return the JSON value of `cell`; None when it is blank or wrong, which is kept."""
        self._headers[cell.place] = column.header
        if column.kind == "decimal" and is_thousands(cell.value):
            self._thousands.append((column, cell))
        try:
            return self._read(column, cell)
        except WrongCellError as wrong:
            if wrong.code == "workbook_decimal_point":
                self._pointed.add(_column_of(column, cell))
            self.tell(wrong.code, cell, column, expected=wrong.expected, **wrong.details)
            return None

    def tell(
        self, code: str, cell: Cell, column: Column, *, expected: str | None = None, **details: Any
    ) -> None:
        """Keep the problem `code` of `cell`."""
        found = cell.error or cell.formula or shown(cell.value)
        self.problems.append(
            problem(
                code, cell.place, expected=expected, found=found, column=column.header, **details
            )
        )

    def ask_thousands(self) -> None:
        """Ask about "84.125" in a column where somebody means a decimal comma by the point."""
        for column, cell in self._thousands:
            if _column_of(column, cell) in self._pointed:
                exact = with_decimal_point(clean(cell.value))
                one, other = plain_number(exact), clean(cell.value).replace(".", "")
                expected = "angka, dengan koma untuk desimal"
                self.tell("workbook_point_doubtful", cell, column, expected=expected,
                          one=one, other=other)  # fmt: skip
        self._thousands.clear()

    def forgive(self, places: Iterable[str]) -> None:
        """Forget what is wrong at `places`, which are not of this reader's concern."""
        forgiven = frozenset(places)
        self._thousands = [one for one in self._thousands if one[1].place not in forgiven]
        self.notes.forget(forgiven)
        self.problems = [p for p in self.problems if p.place not in forgiven]

    def header(self, place: str) -> str:
        """Return the heading under which the cell at `place` was read, "" when it was not."""
        return self._headers.get(place, "")

    def told(self) -> frozenset[str]:
        """Return the places already told of."""
        return frozenset(p.place for p in self.problems)

    def _read(self, column: Column, cell: Cell) -> Any:
        if cell.swallowed is not None:
            raise WrongCellError(
                "workbook_merged_number", "satu sel untuk tiap baris", above=cell.swallowed
            )
        if cell.error is not None:
            raise WrongCellError("workbook_cell_error", "isian tanpa kesalahan rumus")
        if cell.formula is not None:
            raise WrongCellError("workbook_formula_uncalculated", "rumus yang hasilnya tersimpan")
        if cell.value is None or not str(cell.value).strip():
            return None
        if column.kind in _DASHED and clean(str(cell.value)) in DASHES:
            _say(Understood(None, "workbook_note_dash"), cell, self.notes.say, "")
            return None
        if column.kind == "unit":
            return self._unit(cell.value)
        return _READERS[column.kind](column, cell, self.notes.say)

    def _unit(self, value: Any) -> str:
        text = clean(str(value))
        return text if text in self._codes else self._units.get(_plain(text), text)


def _column_of(column: Column, cell: Cell) -> str:
    return f"{cell.place.rpartition('!')[0]}!{column.header}"


def shown(value: Any) -> str:
    """Return `value` as the person sees it in the cell, shortened."""
    if value is None:
        return "(kosong)"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, timedelta):
        return f"{plain_number(Decimal(round(value.total_seconds() / 3600)))} jam"
    if isinstance(value, int | float | Decimal):
        return plain_number(Decimal(format(value, ".15g")) if isinstance(value, float) else value)
    text = str(value)
    return text if len(text) <= 80 else text[:77] + "…"


def joined(items: Iterable[str]) -> str | None:
    """Return a list as one cell, an item a line; bullets where an item itself has lines."""
    kept = list(items)
    if any(_needs_bullet(item) for item in kept):
        return "\n".join(BULLET + item.replace("\n", "\n" + INDENT) for item in kept)
    return "\n".join(kept) or None


def _needs_bullet(item: str) -> bool:
    return item.strip() != item or "\n" in item or item.startswith(BULLET)


def _split(text: str) -> list[str]:
    if not text.startswith(BULLET):
        lines = (line.strip() for line in text.split("\n"))
        return [line for line in lines if line]
    items: list[str] = []
    for line in text.split("\n"):
        if line.startswith(BULLET):
            items.append(line[len(BULLET) :])
        elif line.startswith(INDENT):
            items[-1] += "\n" + line[len(INDENT) :]
        else:
            items.append(line)
    return items


def _plain(value: Any) -> str:
    return clean(str(value).replace("_", " ")).casefold()


def _text(_: Column, cell: Cell, __: Say) -> str:
    value = cell.value
    return value if isinstance(value, str) else shown(value)


def _code(_: Column, cell: Cell, __: Say) -> str:
    value = cell.value
    if isinstance(value, date):
        meant = f"{value.day}.{value.month}"
        raise WrongCellError("workbook_date_for_code", "kode sebagai teks", meant=meant)
    return format(value, ".15g") if isinstance(value, float) else clean(str(value))


def _nip(_: Column, cell: Cell, __: Say) -> str:
    if isinstance(cell.value, int | float):
        if abs(cell.value) >= 10**EXACT_DIGITS:
            raise WrongCellError("workbook_nip_number", "18 angka sebagai teks")
        return format(cell.value, ".15g")
    return clean(str(cell.value))


def _items(_: Column, cell: Cell, __: Say) -> list[str]:
    return _split(_text(_, cell, __))


def _number(column: Column, cell: Cell, say: Say) -> Decimal | None:
    money, whole = column.kind == "rupiah", column.kind in ("rupiah", "integer")
    read = number_in(cell.value, whole=whole, money=money, measure=cell.measure)
    number: Decimal | None = read.value
    if number is not None and cell.percent and not isinstance(cell.value, str):
        number *= 100
    _say(read, cell, say, "" if number is None else plain_number(number))
    return number


def _say(read: Understood, cell: Cell, say: Say, as_read: str) -> None:
    if read.said is not None:
        at = cell.place.rpartition("!")[2]
        how = f" “{shown(cell.value)}” dibaca {as_read}" if as_read else ""
        say(read.said, cell.place, f"{at}{how}")


def _decimal(column: Column, cell: Cell, say: Say) -> str | None:
    number = _number(column, cell, say)
    return None if number is None else format(number, "f")


def _whole(column: Column, cell: Cell, say: Say) -> int | None:
    number = _number(column, cell, say)
    if number is not None and number != number.to_integral_value():
        raise WrongCellError("workbook_not_whole", "bilangan bulat, 0 atau lebih")
    return None if number is None else int(number)


def _date(_: Column, cell: Cell, say: Say) -> str | None:
    read = date_in(cell.value)
    day: str | None = read.value
    _say(read, cell, say, "" if day is None else long_date(date.fromisoformat(day)))
    return day


def _choice(column: Column, cell: Cell, _: Say) -> str:
    known = {_plain(word): code for word, code in column.choices.items()}
    known |= {_plain(code): code for code in column.choices.values()}
    known |= {_plain(word): code for word, code in column.also.items()}
    text = _plain(cell.value)
    if text in known:
        return known[text]
    expected = ", ".join(column.choices)
    raise WrongCellError("workbook_not_in_list", expected, hint=_meant(text, column, known))


def _meant(text: str, column: Column, known: Mapping[str, str]) -> str:
    """Return the question for the word of the list that was probably meant, "" without one."""
    begun = [word for word in known if word.startswith(text)]
    near = get_close_matches(text, known, 1) or (begun if len(begun) == 1 else [])
    meant = [word for word, code in column.choices.items() if near and code == known[near[0]]]
    return f"Apakah maksudnya “{meant[0]}”? " if meant else ""


def _quarter(_: Column, cell: Cell, __: Say) -> int:
    text = _plain(shown(cell.value)).removeprefix("triwulan").removeprefix("tw").strip().upper()
    if text in ROMAN:
        return ROMAN.index(text) + 1
    if text in {"1", "2", "3", "4"}:
        return int(text)
    raise WrongCellError("workbook_not_in_list", ", ".join(ROMAN), hint="")


def _yes_no(_: Column, cell: Cell, __: Say) -> bool:
    text = _plain(shown(cell.value))
    if text in {"ya", "y", "true"}:
        return True
    if text in {"tidak", "t", "false"}:
        return False
    raise WrongCellError("workbook_not_in_list", "ya, tidak", hint="")


_READERS: dict[str, Callable[[Column, Cell, Say], Any]] = {
    "text": _text,
    "long": _text,
    "list": _items,
    "decimal": _decimal,
    "integer": _whole,
    "rupiah": _whole,
    "date": _date,
    "nip": _nip,
    "code": _code,
    "choice": _choice,
    "quarter": _quarter,
    "yesno": _yes_no,
}
