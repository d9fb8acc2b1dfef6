"""What templates write after a bar, in the users' language: {{ pagu|rupiah }}.

Each filter is a function of a value and reads it first as what it needs: a number, a day, a text.
`apply` is what both evaluators call. What each does, with examples, stands in filters.yaml.
"""

import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from service import indonesian
from service.word.values import kinds
from service.word.values.kinds import WrongKind

Exact = Mapping[float, str]  # how each number with decimals among the values is written

_MOST_PLACES = 12
_MOST_WIDTH = 12
_LONGEST_TEXT = 1_000_000
_BLANK = re.compile(r"[\s.…_/–—-]*")  # nothing, or what stands for nothing: "-", dots


class Misused(Exception):
    """What stands in the filter's brackets is not what it takes."""


@dataclass(frozen=True)
class Filter:
    """How the value is read, and what is written of it."""

    read: Callable[[Any], Any]
    write: Callable[..., Any]
    blank: bool = True  # a dash or dots stand for a value that is not there, and stay

    @property
    def makes_text(self) -> bool:
        """Tell whether what it gives is text, whatever it is given."""
        return self.read is not kinds.as_anything

    def takes(self, count: int, named: Iterable[str] = ()) -> bool:
        """Tell whether it takes so many arguments, and those of these names."""
        return _takes(self.write, count, tuple(named))


@lru_cache(maxsize=256)
def _takes(write: Callable[..., Any], count: int, named: tuple[str, ...]) -> bool:
    try:
        inspect.signature(write).bind(None, *[None] * count, **dict.fromkeys(named))
    except TypeError:
        return False
    return True


def apply(
    name: str, value: Any, arguments: Sequence[Any], named: Mapping[str, Any], exact: Exact
) -> Any:
    """Return what the filter prints; nothing for None. Raises WrongKind or Misused."""
    filter_ = FILTERS[name]
    if not filter_.takes(len(arguments), named):
        raise Misused
    if filter_.read is kinds.as_anything:
        return filter_.write(value, *arguments, **named)
    if value is None:
        return ""
    value = _as_given(value, exact)
    if filter_.blank and isinstance(value, str) and _BLANK.fullmatch(value):
        return value
    return filter_.write(filter_.read(value), *arguments, **named)


def _as_given(value: Any, exact: Exact) -> Any:
    """Return a value as it was before the evaluator had it: 83.50 as a decimal, text as text."""
    if isinstance(value, Markup):
        if "<" in value:  # brings Word XML of its own
            raise WrongKind
        return str(value.unescape())
    if isinstance(value, (list, tuple)):
        return [_as_given(item, exact) for item in value]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        written = exact.get(value)
        return Decimal(written or (format(value, ".15g") if isinstance(value, float) else value))
    return value


# What is written of it


def _places(desimal: Any, otherwise: int) -> int:
    return otherwise if desimal is None else _count(desimal, 0, _MOST_PLACES)


def _count(given: Any, least: int, most: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
        raise Misused
    return given


def _word(given: Any) -> str:
    if not isinstance(given, str):
        raise Misused
    return given


def _trim(text: str, chars: str | None = None) -> str:
    return text.strip(None if chars is None else _word(chars))


def _join(items: list[Any], d: str = "", attribute: str | None = None) -> str:
    for step in [] if attribute is None else _word(attribute).split("."):
        items = [item.get(step) if isinstance(item, Mapping) else None for item in items]
    return _word(d).join("" if item is None else kinds.as_text(item) for item in items)


def _angka(number: Decimal, desimal: int | None = None) -> str:
    places = _places(desimal, max(0, -int(number.as_tuple().exponent)))
    return indonesian.decimal_text(number, places)


def _rupiah(number: Decimal, desimal: int | None = None) -> str:
    places = _places(desimal, 0 if number == number.to_integral_value() else 2)
    text = indonesian.decimal_text(number, places)
    return f"-Rp{text[1:]}" if text.startswith("-") else f"Rp{text}"


def _persen(number: Decimal, desimal: int | None = None) -> str:
    return f"{_angka(number, desimal)}%"


def _terbilang(number: Decimal) -> str:
    return _or_unfit(indonesian.in_words, number)


def _or_unfit(write: Callable[[Any], str], value: Any) -> str:
    try:
        return write(value)
    except ValueError as fault:
        raise WrongKind from fault


def _romawi(number: int | str) -> str:
    return number if isinstance(number, str) else _or_unfit(indonesian.roman_numeral, number)


def _huruf(number: int) -> str:
    return _or_unfit(indonesian.list_letter, number)


def _nomor(number: int, angka: int = 3) -> str:
    if number < 0:
        raise WrongKind
    return f"{number:0{_count(angka, 1, _MOST_WIDTH)}d}"


def _hari(day: date) -> str:
    return indonesian.DAYS[day.weekday()]


def _tahun(day: date) -> str:
    return f"{day.year:04d}"


def _bulan(month: int) -> str:
    return indonesian.MONTHS[month - 1]


def _as_it_is(text: str) -> str:
    return text


def _kapital_awal(text: str) -> str:
    start = len(text) - len(text.lstrip())
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


def _nip(text: str) -> str:
    digits = re.sub(r"[\s.]", "", text, flags=re.ASCII)
    is_number = len(digits) == 18 and digits.isascii() and digits.isdigit()
    return indonesian.nip_text(digits) if is_number else text


def _gabung(items: list[str], kata: str = "dan") -> str:
    return indonesian.listed(items, _word(kata))


def _kosong(value: Any, pengganti: str = "-") -> Any:
    is_blank = value is None or (isinstance(value, str) and not value.strip())
    return _word(pengganti) if is_blank else value


def _wordcount(text: str) -> int:
    return len(text.split())


def _truncate(
    text: str, length: int = 255, killwords: bool = False, end: str = "...", leeway: int = 5
) -> str:
    room = _count(length, 0, _LONGEST_TEXT) - len(_word(end))
    if len(text) <= length + _count(leeway, 0, _LONGEST_TEXT):
        return text
    if room < 0:
        raise Misused
    return (text[:room] if killwords else text[:room].rsplit(" ", 1)[0]) + end


def _wordwrap(text: str, width: int = 79, break_long_words: bool = True) -> str:
    longest = _count(width, 1, _LONGEST_TEXT)
    lines = (
        textwrap.wrap(line, longest, break_long_words=bool(break_long_words))
        for line in text.splitlines()
    )
    return "\n".join("\n".join(wrapped) for wrapped in lines)


FILTERS: Mapping[str, Filter] = {
    "angka": Filter(kinds.as_number, _angka),
    "rupiah": Filter(kinds.as_number, _rupiah),
    "persen": Filter(kinds.as_number, _persen),
    "terbilang": Filter(kinds.as_number, _terbilang),
    "romawi": Filter(kinds.as_roman_or_whole, _romawi),
    "huruf": Filter(kinds.as_whole, _huruf),
    "nomor": Filter(kinds.as_whole, _nomor),
    "tanggal": Filter(kinds.as_day, indonesian.long_date),
    "hari_tanggal": Filter(kinds.as_day, indonesian.day_date),
    "hari": Filter(kinds.as_day, _hari),
    "bulan": Filter(kinds.as_month, _bulan),
    "bulan_romawi": Filter(kinds.as_month, indonesian.roman_numeral),
    "tahun": Filter(kinds.as_day, _tahun),
    "pukul": Filter(kinds.as_time_of_day, _as_it_is),
    "kapital": Filter(kinds.as_text, str.upper, blank=False),
    "kapital_awal": Filter(kinds.as_text, _kapital_awal, blank=False),
    "judul": Filter(kinds.as_text, indonesian.title_case, blank=False),
    "nip": Filter(kinds.as_text, _nip, blank=False),
    "gabung": Filter(kinds.as_items, _gabung, blank=False),
    "kosong": Filter(kinds.as_anything, _kosong, blank=False),
    # As docxtpl's authors know them from Jinja2; the evaluator has none or takes names only.
    "truncate": Filter(kinds.as_text, _truncate, blank=False),
    "wordcount": Filter(kinds.as_text, _wordcount, blank=False),
    "wordwrap": Filter(kinds.as_text, _wordwrap, blank=False),
    # The evaluator's own print None for nothing, and 83.5 for 83.50.
    "upper": Filter(kinds.as_text, str.upper, blank=False),
    "lower": Filter(kinds.as_text, str.lower, blank=False),
    "title": Filter(kinds.as_text, str.title, blank=False),
    "capitalize": Filter(kinds.as_text, str.capitalize, blank=False),
    "trim": Filter(kinds.as_text, _trim, blank=False),
    "join": Filter(kinds.as_listed, _join, blank=False),
    "string": Filter(kinds.as_text, _as_it_is, blank=False),
    **{
        name: Filter(kinds.as_text, _as_it_is, blank=False)
        for name in ("e", "escape", "forceescape")
    },
}
