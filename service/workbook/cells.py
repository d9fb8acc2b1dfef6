"""One cell becomes one value of the data set's JSON shape, or a problem with its place."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from difflib import get_close_matches
from math import isfinite
from typing import Any

from service.errors import Problem, problem
from service.indonesian import long_date, parse_date, parse_decimal, plain_number
from service.workbook.layout import ROMAN, Column

BULLET, INDENT = "• ", "  "
_BLANKS = {"", "-", "–", "—"}  # what people put where there is no figure
_EXACT_DIGITS = 15  # Excel keeps 15 significant digits; the rest is binary dust
_LONGEST_NUMBER = 60  # characters; Python refuses to write whole numbers of thousands of digits
_EXCEL_EPOCH = date(1899, 12, 30)
_WORDS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
          "sepuluh", "sebelas", "dua belas")  # fmt: skip
_DECORATION = re.compile(r"(rp\.?)?\s*(?P<number>-?[\d.,]*\d)[^\d]*", re.I)
_POINT = re.compile(r"-?\d{1,3}(,\d{3})*\.\d+|-?\d+\.\d+", re.ASCII)
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})", re.ASCII)
_SHORT_CENTURY = 2000


@dataclass(frozen=True)
class Cell:
    """A cell as it stands: value, place, and what is unusual about it."""

    value: Any
    place: str
    formula: str | None = None
    error: str | None = None
    percent: bool = False


class _WrongCellError(Exception):
    def __init__(self, code: str, expected: str, **details: Any) -> None:
        super().__init__(code)
        self.code, self.expected, self.details = code, expected, details


class CellReader:
    """Reads cells by the kind of their column; keeps every problem and the cells it is about."""

    def __init__(self, units: Iterable[tuple[str, str]] = ()) -> None:
        self.problems: list[Problem] = []
        self._headers: dict[str, str] = {}
        known = list(units)
        self._codes = {code for code, _ in known}
        self._units = {_plain(name): code for code, name in known}
        self._units |= {_plain(code): code for code in self._codes}

    def read(self, column: Column, cell: Cell) -> Any:
        """Return the JSON value of `cell`; None when it is blank or wrong, which is kept."""
        self._headers[cell.place] = column.header
        try:
            return self._read(column, cell)
        except _WrongCellError as wrong:
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

    def forgive(self, places: Iterable[str]) -> None:
        """Forget what is wrong at `places`, which are not of this reader's concern."""
        forgiven = frozenset(places)
        self.problems = [p for p in self.problems if p.place not in forgiven]

    def header(self, place: str) -> str:
        """Return the heading under which the cell at `place` was read, "" when it was not."""
        return self._headers.get(place, "")

    def told(self) -> frozenset[str]:
        """Return the places already told of."""
        return frozenset(p.place for p in self.problems)

    def _read(self, column: Column, cell: Cell) -> Any:
        if cell.error is not None:
            raise _WrongCellError("workbook_cell_error", "isian tanpa kesalahan rumus")
        if cell.formula is not None:
            raise _WrongCellError("workbook_formula_uncalculated", "rumus yang hasilnya tersimpan")
        if cell.value is None or _plain(cell.value) == "":
            return None
        if column.kind == "unit":
            return self._unit(cell.value)
        return _READERS[column.kind](column, cell)

    def _unit(self, value: Any) -> str:
        text = str(value).strip()
        return text if text in self._codes else self._units.get(_plain(text), text)


def shown(value: Any) -> str:
    """Return `value` as the person sees it in the cell, shortened."""
    if value is None:
        return "(kosong)"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return long_date(value)
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
    return " ".join(str(value).replace("_", " ").split()).casefold()


def _text(_: Column, cell: Cell) -> str:
    value = cell.value
    return value if isinstance(value, str) else shown(value)


def _code(_: Column, cell: Cell) -> str:
    value = cell.value
    if isinstance(value, float):
        return format(value, ".15g")
    return _text(_, cell).strip()


def _nip(_: Column, cell: Cell) -> str:
    if isinstance(cell.value, int | float):
        if abs(cell.value) >= 10**_EXACT_DIGITS:
            raise _WrongCellError("workbook_nip_number", "18 angka sebagai teks")
        return format(cell.value, ".15g")
    return _text(_, cell).strip()


def _items(_: Column, cell: Cell) -> list[str]:
    return _split(_text(_, cell))


def number_of(cell: Cell, *, whole: bool = False) -> Decimal | None:
    """Return the exact number of `cell`, None when blank or a dash."""
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        code = "workbook_date_for_number" if isinstance(value, date) else "workbook_not_a_number"
        raise _WrongCellError(code, _expected_number(whole), hint="Tulis dengan angka.")
    if isinstance(value, str):
        return _typed_number(value, whole)
    if not isfinite(value):
        raise _not_a_number(shown(value), whole)
    number = Decimal(format(value, f".{_EXACT_DIGITS}g"))
    return number * 100 if cell.percent else number


def _typed_number(typed: str, whole: bool) -> Decimal | None:
    text = typed.replace("\u00a0", " ").strip()
    if text in _BLANKS:
        return None
    if len(text) > _LONGEST_NUMBER:
        raise _not_a_number(text, whole)
    try:
        return parse_decimal(text)
    except ValueError:
        raise _not_a_number(text, whole) from None


def _not_a_number(text: str, whole: bool) -> _WrongCellError:
    expected = _expected_number(whole)
    if _POINT.fullmatch(text):
        exact = with_decimal_point(text)
        if whole and exact != exact.to_integral_value():
            return _WrongCellError("workbook_not_whole", expected)
        return _WrongCellError("workbook_decimal_point", expected, meant=plain_number(exact))
    decorated = _DECORATION.fullmatch(text)
    if decorated and decorated["number"] != text:
        try:
            meant = plain_number(parse_decimal(decorated["number"]))
        except ValueError:
            return _not_a_number(decorated["number"], whole)
        return _WrongCellError("workbook_number_decorated", expected, meant=meant)
    hint = "Tulis dengan angka."
    if text.casefold() in _WORDS:
        hint = f"Tulis dengan angka: {_WORDS.index(text.casefold())}."
    return _WrongCellError("workbook_not_a_number", expected, hint=hint)


def with_decimal_point(typed: str) -> Decimal:
    """Return the number in "84.12" or "1,084.12", as "workbook_decimal_point" tells of it."""
    return Decimal(typed.replace(",", ""))


def _expected_number(whole: bool) -> str:
    return "bilangan bulat, 0 atau lebih" if whole else "angka, dengan koma untuk desimal"


def _decimal(_: Column, cell: Cell) -> str | None:
    number = number_of(cell)
    return None if number is None else format(number, "f")


def _whole(_: Column, cell: Cell) -> int | None:
    number = number_of(cell, whole=True)
    if number is not None and number != number.to_integral_value():
        raise _WrongCellError("workbook_not_whole", _expected_number(True))
    return None if number is None else int(number)


def _date(_: Column, cell: Cell) -> str:
    value = cell.value
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _typed_date(value.replace("\u00a0", " ").strip())
    if isinstance(value, int | float) and 20_000 < value < 80_000:
        meant = long_date(_EXCEL_EPOCH + timedelta(days=int(value)))
        raise _WrongCellError("workbook_date_meant", "tanggal", meant=meant)
    raise _WrongCellError("workbook_not_a_date", "tanggal, misalnya 15/12/2026")


def _typed_date(text: str) -> str:
    try:
        return parse_date(text).isoformat()
    except ValueError:
        raise _not_a_date(text) from None


def _not_a_date(text: str) -> _WrongCellError:
    parts = _DAY_MONTH_YEAR.fullmatch(text)
    if not parts:
        return _WrongCellError("workbook_not_a_date", "tanggal, misalnya 15/12/2026")
    day, month, year = (int(part) for part in parts.groups())
    year += _SHORT_CENTURY if year < 100 else 0
    if not 1 <= month <= 12:
        return _WrongCellError(
            "workbook_no_such_date", "tanggal yang ada", meant="hari/bulan/tahun"
        )
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    meant = long_date(date(year, month, min(max(day, 1), last)))
    code = "workbook_date_meant" if 1 <= day <= last else "workbook_no_such_date"
    return _WrongCellError(code, "tanggal yang ada", meant=meant)


def _choice(column: Column, cell: Cell) -> str:
    known = {_plain(word): code for word, code in column.choices.items()}
    known |= {_plain(code): code for code in column.choices.values()}
    known |= {_plain(word): code for word, code in column.also.items()}
    text = _plain(cell.value)
    if text in known:
        return known[text]
    expected = ", ".join(column.choices)
    raise _WrongCellError("workbook_not_in_list", expected, hint=_meant(text, column, known))


def _meant(text: str, column: Column, known: Mapping[str, str]) -> str:
    """Return the question for the word of the list that was probably meant, "" without one."""
    begun = [word for word in known if word.startswith(text)]
    near = get_close_matches(text, known, 1) or (begun if len(begun) == 1 else [])
    meant = [word for word, code in column.choices.items() if near and code == known[near[0]]]
    return f"Apakah maksudnya “{meant[0]}”? " if meant else ""


def _quarter(_: Column, cell: Cell) -> int:
    text = _plain(shown(cell.value)).removeprefix("triwulan").removeprefix("tw").strip().upper()
    if text in ROMAN:
        return ROMAN.index(text) + 1
    if text in {"1", "2", "3", "4"}:
        return int(text)
    raise _WrongCellError("workbook_not_in_list", ", ".join(ROMAN), hint="")


def _yes_no(_: Column, cell: Cell) -> bool:
    text = _plain(shown(cell.value))
    if text in {"ya", "y", "true"}:
        return True
    if text in {"tidak", "t", "false"}:
        return False
    raise _WrongCellError("workbook_not_in_list", "ya, tidak", hint="")


_READERS: dict[str, Callable[[Column, Cell], Any]] = {
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
