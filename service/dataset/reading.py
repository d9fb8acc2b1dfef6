"""JSON values read strictly: every problem is kept with its path, reading goes on.

A field that cannot be read gives a neutral value (None, "", 0), so that one pass finds all
problems; `Reader.sound` tells which fields later checks may rely on.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeVar

from service.errors import Invalid, Problem, problem
from service.indonesian import long_date, plain_number

# 15 digits before and 10 after the point: beyond any rupiah amount, within exact arithmetic.
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,10})?", re.ASCII)
_INDONESIAN_DECIMAL = re.compile(r"-?\d+(\.\d{3})*,\d+", re.ASCII)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Not allowed in XML 1.0, so no Word or Excel file could hold them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CELL_LIMIT = 32_767  # characters in one Excel cell (ECMA-376 limits of SpreadsheetML consumers)
_MOST_PROBLEMS = 5_000  # nobody reads more, and a hostile file could hold millions
BLANK = "(kosong)"
_FLOAT_DIGITS = 15  # a decimal of at most 15 digits survives a binary double (IEEE 754)
_STEP = re.compile(r"[.\[]")
_IGNORED = re.compile(r"gloss_en|hasil_.*|ringkasan_.*|realisasi_sd_tw.*|penyerapan")

T = TypeVar("T", bound=str)


class Reader:
    """The problems of one data set, each told at the place `place` gives for its path.

    `label` gives what the person calls the field at a path, "" where the place says it.
    """

    def __init__(self, place: Callable[[str], str], label: Callable[[str], str]) -> None:
        self._place, self._label = place, label
        self._unsound: set[str] = set()
        self.problems: list[Problem] = []

    def wrong(
        self,
        code: str,
        path: str,
        *,
        expected: str | None = None,
        found: object = None,
        **details: object,
    ) -> None:
        """Keep the problem `code` at `path`. Raises Invalid when there are too many to go on."""
        shown = None if found is None else _shown(found)
        self._unsound.add(path)
        self._unsound.update(path[: mark.start()] for mark in _STEP.finditer(path))
        written = {
            key: plain_number(value) if isinstance(value, Decimal) else value
            for key, value in details.items()
        }
        told = problem(code, self._place(path), expected=expected, found=shown, **written)
        self.problems.append(told)
        if len(self.problems) >= _MOST_PROBLEMS:
            raise self.refusal()

    def missing(self, path: str) -> None:
        """Keep the problem that what must stand at `path` is blank."""
        label = self._label(path)
        expected = f"{label} yang terisi" if label else "terisi"
        named = f" ({label})" if label else ""
        self.wrong("dataset_missing", path, expected=expected, found=BLANK, named=named)

    def refusal(self) -> Invalid:
        """Return the error that carries every problem found so far."""
        return Invalid("dataset_invalid", self.problems, count=len(self.problems))

    def sound(self, *paths: str) -> bool:
        """Return whether nothing at or below `paths` was wrong so far."""
        return self._unsound.isdisjoint(paths)

    def place_of(self, path: str) -> str:
        """Return what the person sees for `path`."""
        return self._place(path)

    def text(self, value: object, path: str) -> str:
        """Return `value` as it stands when it is text a document can hold, "" when it is blank."""
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong("dataset_not_text", path, expected="teks", found=value)
            return ""
        bad = _CONTROL.search(value)
        if bad:
            found = f"U+{ord(bad.group()):04X}"
            expected = "teks tanpa karakter kendali"
            self.wrong("dataset_text_control", path, expected=expected, found=found)
            return ""
        if len(value) > _CELL_LIMIT:
            self.wrong(
                "dataset_text_long", path, expected=f"paling banyak {_CELL_LIMIT} huruf",
                found=str(len(value)), limit=_CELL_LIMIT,
            )  # fmt: skip
            return ""
        return value if value.strip() else ""

    def decimal(self, value: object, path: str) -> Decimal | None:
        """Return the exact number, None when blank; below zero is a problem.

        Accepts int, Decimal, text with a decimal point, and a float of at most 15 digits,
        which stands for exactly the digits that were written.
        """
        if value is None or value == "":
            return None
        if isinstance(value, float) and len(Decimal(repr(value)).as_tuple().digits) > _FLOAT_DIGITS:
            self.wrong("dataset_not_exact", path, expected='"98.5"', found=value)
            return None
        number = _number(value)
        if number is None:
            self._not_a_number(value, path)
        elif number < 0:
            self.wrong("dataset_negative", path, expected="0 atau lebih", found=number)
            number = None
        return number

    def whole(self, value: object, path: str, low: int = 0, high: int = 10**15) -> int | None:
        """Return a whole number from `low` to `high`, None when blank."""
        number = self.decimal(value, path)
        if number is None:
            return None
        if number != number.to_integral_value():
            self.wrong("dataset_not_whole", path, expected="bilangan bulat", found=number)
            return None
        if not low <= number <= high:
            expected = f"{low} sampai dengan {high}"
            self.wrong("dataset_out_of_range", path, expected=expected, found=number)
            return None
        return int(number)

    def date(self, value: object, path: str) -> date | None:
        """Return a date written YYYY-MM-DD, None when blank."""
        if value is None or value == "":
            return None
        if isinstance(value, str) and _ISO_DATE.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass  # 2026-02-30 has the form and is no date: the same problem as no form at all
        self.wrong("dataset_not_a_date", path, expected='"2026-10-05"', found=value)
        return None

    def items(self, value: object, path: str) -> list[object]:
        """Return the members of a list, none when it is absent."""
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self.wrong("dataset_not_a_list", path, expected="daftar [ … ]", found=value)
            return []
        return list(value)

    def quarters(self, value: object, path: str) -> tuple[object, object, object, object]:
        """Return four values, one a quarter."""
        if value is None:
            return (None, None, None, None)
        if not isinstance(value, list | tuple) or len(value) != 4:
            self.wrong("dataset_not_four", path, expected="4 nilai", found=value)
            return (None, None, None, None)
        first, second, third, fourth = value
        return (first, second, third, fourth)

    def node(self, value: object, path: str) -> "Node":
        """Return the object at `path`; anything else is a problem and reads as empty."""
        if isinstance(value, dict):
            return Node(self, {str(key): entry for key, entry in value.items()}, path)
        self.wrong("dataset_not_an_object", path or "berkas", expected="{ … }", found=value)
        return Node(self, {}, path, broken=True)

    def _not_a_number(self, value: object, path: str) -> None:
        if isinstance(value, str) and _INDONESIAN_DECIMAL.fullmatch(value.strip()):
            meant = value.strip().replace(".", "").replace(",", ".")
            self.wrong("dataset_decimal_comma", path, expected=f'"{meant}"', found=value)
            return
        self.wrong("dataset_not_a_number", path, expected='bilangan seperti "98.5"', found=value)


class Node:
    """One JSON object; remembers which keys were asked for, so that a misspelt one is told."""

    def __init__(
        self, reader: Reader, content: dict[str, object], path: str, *, broken: bool = False
    ) -> None:
        self.reader = reader
        self.path = path
        self._content = content
        self._broken = broken
        self._asked: set[str] = set()

    def at(self, key: str) -> str:
        """Return the path of `key`."""
        return f"{self.path}.{key}" if self.path else key

    def take(self, key: str) -> object:
        """Return the raw value of `key`, None when it is absent."""
        self._asked.add(key)
        return self._content.get(key)

    def has(self, key: str) -> bool:
        """Return whether `key` is there and not null."""
        return self._content.get(key) is not None

    def required(self, key: str) -> object:
        """Return the raw value of `key`; a blank is a problem."""
        value = self.take(key)
        if value is None or (isinstance(value, str) and not value.strip()):
            if not self._broken:
                self.reader.missing(self.at(key))
            return None
        return value

    def name(self, key: str) -> str:
        """Return text that must not be blank."""
        return self.reader.text(self.required(key), self.at(key))

    def text(self, key: str) -> str:
        """Return text, "" when blank."""
        return self.reader.text(self.take(key), self.at(key))

    def optional(self, key: str) -> str | None:
        """Return text, None when blank."""
        return self.text(key) or None

    def choice(self, key: str, allowed: tuple[T, ...]) -> T:
        """Return one of `allowed`; the first stands in for anything else, which is a problem."""
        value = self.required(key)
        for entry in allowed:
            if value == entry:
                return entry
        if value is not None:
            expected = ", ".join(allowed)
            self.reader.wrong("dataset_not_a_choice", self.at(key), expected=expected, found=value)
        return allowed[0]

    def whole(self, key: str, low: int = 0, high: int = 10**15) -> int:
        """Return a whole number that must be there."""
        return self.reader.whole(self.required(key), self.at(key), low, high) or 0

    def decimal(self, key: str) -> Decimal | None:
        """Return a number, None when blank."""
        return self.reader.decimal(self.take(key), self.at(key))

    def date(self, key: str) -> date | None:
        """Return a date, None when blank."""
        return self.reader.date(self.take(key), self.at(key))

    def node(self, key: str) -> "Node":
        """Return the object under `key`, which must be there."""
        if not self.has(key):
            self.required(key)
            return Node(self.reader, {}, self.at(key), broken=True)
        return self.reader.node(self.take(key), self.at(key))

    def nodes(self, key: str, *, least: int = 0) -> Iterator["Node"]:
        """Yield the objects of the list under `key`; fewer than `least` are a problem."""
        entries = self.reader.items(self.take(key), self.at(key))
        if len(entries) < least and self.reader.sound(self.at(key)) and not self._broken:
            self.reader.missing(self.at(key))
        for index, entry in enumerate(entries):
            yield self.reader.node(entry, f"{self.at(key)}[{index}]")

    def names(self, key: str) -> tuple[str, ...]:
        """Return the texts of the list under `key`; blank ones are left out."""
        entries = self.reader.items(self.take(key), self.at(key))
        texts = (self.reader.text(e, f"{self.at(key)}[{i}]") for i, e in enumerate(entries))
        return tuple(text for text in texts if text)

    def close(self, *ignored: str) -> None:
        """Tell of every key nobody asked for, but derived ones and `ignored`."""
        for key in self._content:
            if key in self._asked or key in ignored or _IGNORED.fullmatch(key):
                continue
            near = get_close_matches(key[:60], self._asked, 1)
            expected = near[0] if near else ", ".join(sorted(self._asked))
            path = self.at(shortened(key))
            self.reader.wrong("dataset_unknown_key", path, expected=expected, found=key)


def _number(value: object) -> Decimal | None:
    if not isinstance(value, int | float | Decimal | str):
        return None
    text = _digits(value)
    return _without_sign_of_zero(Decimal(text)) if _DECIMAL.fullmatch(text) else None


def _digits(value: float | Decimal | str) -> str:
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _without_sign_of_zero(number: Decimal) -> Decimal:
    return number if number else abs(number)


def _shown(value: object) -> str:
    """Return `value` as a sentence can show it; decimals and dates as an Indonesian writes them."""
    if isinstance(value, Decimal):
        return shortened(plain_number(value))
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, dict | list | tuple):
        return "daftar" if not isinstance(value, dict) else "objek { … }"
    if isinstance(value, bool):
        return "true" if value else "false"
    return shortened(str(value))


def shortened(text: str) -> str:
    """Return `text` as a message can show it: not long, and no character XML cannot hold."""
    text = _CONTROL.sub("\ufffd", text[:61])
    return text if len(text) <= 60 else text[:59] + "…"
