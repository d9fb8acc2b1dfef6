"""Numbers as clerks type them: strictly Indonesian, or asked about with what was probably meant."""

import re
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any, NamedTuple

from service.indonesian import parse_decimal, plain_number

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
EXACT_DIGITS = 15  # Excel keeps 15 significant digits; the rest is binary dust
_LONGEST = 60  # characters; Python refuses to write whole numbers of thousands of digits
DASHES = {"", "-", "–", "—"}  # what people put where there is nothing to say
_NO_MONEY = {"rp-", "rp.-"}
_PERCENT = re.compile(r"(persen|%|prosen)", re.I)
_RUPIAH = re.compile(r"(?:rp\.?\s*)?(?P<number>-?[\d.]*\d(?:,\d+)?)(?:\s*,(?:-{1,2}|–|—))?", re.I)
_DECORATED = re.compile(r"(rp\.?)?\s*(?P<number>-?[\d.,]*\d)[^\d]*", re.I)
_SCALES = {"ribu": 3, "rb": 3, "juta": 6, "jt": 6, "miliar": 9, "milyar": 9}
_POINT = re.compile(r"-?\d{1,3}(,\d{3})*\.\d+|-?\d+\.\d+", re.ASCII)
_THOUSANDS = re.compile(r"-?\d{1,3}\.\d{3}", re.ASCII)
_WORDS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
          "sepuluh", "sebelas", "dua belas")  # fmt: skip


class WrongCellError(Exception):
    """What is wrong with the value of one cell: a code, what was expected, and details."""

    def __init__(self, code: str, expected: str, **details: Any) -> None:
        super().__init__(code)
        self.code, self.expected, self.details = code, expected, details


class Understood(NamedTuple):
    """A value as read, and the code of what should be said about how it was written."""

    value: Any
    said: str | None = None


def clean(text: str) -> str:
    """Return `text` without invisible characters, odd spaces, and spaces at its ends."""
    return " ".join(INVISIBLE.sub("", text).split())


def number_in(
    value: Any, *, whole: bool = False, money: bool = False, measure: str = ""
) -> Understood:
    """Return the exact number in a cell, None for a dash. Raises WrongCellError.

    In a column of `money` "Rp 7.500.000,-" is read, elsewhere "98,5 %", unless the row's unit of
    measure says otherwise.
    """
    if isinstance(value, date):
        raise WrongCellError(
            "workbook_date_for_number", _expected(whole), hint="" if money else _typed_as(value)
        )
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _not_a_number(str(value), whole)
    if isinstance(value, str):
        return _typed(value, whole, money, measure)
    if not isfinite(value):
        raise _not_a_number(str(value), whole)
    return Understood(Decimal(format(value, f".{EXACT_DIGITS}g")))


def is_thousands(value: Any) -> bool:
    """Tell whether a cell holds text such as "84.125", which another hand could mean as 84,125."""
    return isinstance(value, str) and _THOUSANDS.fullmatch(clean(value)) is not None


def with_decimal_point(typed: str) -> Decimal:
    """Return the number in "84.12" or "1,084.12", as "workbook_decimal_point" tells of it."""
    return Decimal(typed.replace(",", ""))


def _typed(typed: str, whole: bool, money: bool, measure: str) -> Understood:
    text = clean(typed)
    if text in DASHES or text.casefold().replace(" ", "") in _NO_MONEY:
        return Understood(None, "workbook_note_dash")
    if len(text) > _LONGEST:
        raise _not_a_number(text, whole)
    said = None if text == " ".join(typed.split()) else "workbook_note_number"
    try:
        return Understood(parse_decimal(text), said)
    except ValueError:
        pass
    bare = _undressed(text, money, measure)
    if bare is None:
        raise _not_a_number(text, whole)
    try:
        return Understood(parse_decimal(bare), "workbook_note_number")
    except ValueError:
        raise _not_a_number(text, whole) from None


def _undressed(text: str, money: bool, measure: str) -> str | None:
    """Return the number without the signs that belong to it, None when there are others."""
    if money:
        found = _RUPIAH.fullmatch(text)
        return found["number"] if found else None
    if text.endswith("%") and (not measure or _PERCENT.search(measure)):
        return text.removesuffix("%").strip()
    return None


def _not_a_number(text: str, whole: bool) -> WrongCellError:
    expected = _expected(whole)
    if _POINT.fullmatch(text):
        exact = with_decimal_point(text)
        if whole and exact != exact.to_integral_value():
            return WrongCellError("workbook_not_whole", expected)
        return WrongCellError("workbook_decimal_point", expected, meant=plain_number(exact))
    decorated = _DECORATED.fullmatch(text)
    if decorated and decorated["number"] != text and len(text) <= _LONGEST:
        try:
            meant = plain_number(parse_decimal(decorated["number"]).scaleb(_zeros(text)))
        except ValueError:
            return _not_a_number(decorated["number"], whole)
        return WrongCellError("workbook_number_decorated", expected, meant=meant)
    hint = "Tulis dengan angka."
    if text.casefold() in _WORDS:
        hint = f"Tulis dengan angka: {_WORDS.index(text.casefold())}."
    return WrongCellError("workbook_not_a_number", expected, hint=hint)


def _zeros(text: str) -> int:
    """Return how many zeros the words after a number stand for: 6 for "7,5 juta"."""
    said = re.findall("[a-z]+", text.casefold())
    return sum(_SCALES.get(word, 0) for word in said)


def _typed_as(day: date) -> str:
    """Return the question for what Excel made a date of: "5.5" by day, "9.26" by month."""
    likely = [f"{day.day},{day.month}"]
    if day.day == 1:
        likely.append(f"{day.month},{day.year % 100:02d}")
    return f"Apakah maksudnya {' atau '.join(likely)}? "


def _expected(whole: bool) -> str:
    return "bilangan bulat, 0 atau lebih" if whole else "angka, dengan koma untuk desimal"
