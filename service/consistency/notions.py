"""notions.yaml as compiled patterns: which notion a column, a row, a sentence is about."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from service import yaml_text
from service.indonesian import MONTHS

_MACROS = {
    "{angka}": r"-?\d[\d.]*(?:,\d+)?",
    "{rupiah}": r"-?Rp\.? ?[\d.]*\d(?:,(?:\d\d|-))?",
    "{tw}": r"TW (?P<triwulan>IV|III|II|I)\b",
    "{tahun}": r"(?P<tahun>\d{4})",
}


@dataclass(frozen=True)
class Column:
    """A pattern for column headings; `needs` and `excepted` are looked for in the caption."""

    notion: str
    pattern: re.Pattern[str]
    of: tuple[str, ...]
    needs: re.Pattern[str] | None
    excepted: re.Pattern[str] | None


@dataclass(frozen=True)
class Sentence:
    """A pattern whose named groups are notions of `subject`, or a signer's name."""

    pattern: re.Pattern[str]
    subject: str
    signer: bool


@dataclass(frozen=True)
class State:
    """A word in place of a figure, and the notions it speaks of."""

    pattern: re.Pattern[str]
    notions: frozenset[str]


def pattern(text: str) -> re.Pattern[str]:
    """Compile a pattern of notions.yaml, its macros put in."""
    for name, written in _MACROS.items():
        text = text.replace(name, written)
    return re.compile(text, re.IGNORECASE)


@cache
def said() -> dict[str, Any]:
    """Return notions.yaml."""
    source = files("service.consistency").joinpath("notions.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml_text.read(source)
    return loaded


@cache
def named(name: str) -> re.Pattern[str]:
    """Return a single pattern of notions.yaml: "caption", "periods.foot", …"""
    node: Any = said()
    for part in name.split("."):
        node = node[part]
    return pattern(node)


@cache
def columns() -> tuple[Column, ...]:
    """Return the patterns for column headings, in the order they are tried."""
    return tuple(
        Column(
            one["notion"],
            pattern(one["pattern"]),
            tuple(one.get("of", ())),
            pattern(one["needs"]) if "needs" in one else None,
            pattern(one["except"]) if "except" in one else None,
        )
        for one in said()["columns"]
    )


@cache
def sentences() -> tuple[Sentence, ...]:
    """Return the patterns for sentences."""
    return tuple(
        Sentence(pattern(one["pattern"]), one.get("subject", ""), one.get("signer", False))
        for one in said()["sentences"]
    )


@cache
def states() -> tuple[State, ...]:
    """Return the words that stand in place of a figure."""
    return tuple(
        State(pattern(one["pattern"]), frozenset(one["notions"])) for one in said()["states"]
    )


@cache
def row_sorts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns of rows that sum up others, with what they are about."""
    return tuple((one["subject"], pattern(one["pattern"])) for one in said()["rows"])


@lru_cache(maxsize=4096)
def column_notion(path: str, caption: str, sort: str) -> str | None:
    """Return what a column headed `path` ("Target > s.d. TW III") says of rows of a sort."""
    for one in columns():
        if (one.of and sort not in one.of) or one.pattern.search(path) is None:
            continue
        if one.needs is not None and one.needs.search(caption) is None:
            continue
        if one.excepted is not None and one.excepted.search(caption) is not None:
            continue
        return one.notion
    return None


def quarter_in(text: str) -> int | None:
    """Return the quarter that a text written one way names first."""
    found = _quarter().search(text)
    return None if found is None else roman_number(found["triwulan"])


def roman_number(roman: str) -> int:
    """Return 3 for "III"."""
    return ("I", "II", "III", "IV").index(roman.upper()) + 1


def month_quarter(month: str) -> int:
    """Return the quarter whose last month is called so."""
    names = [name.casefold() for name in MONTHS]
    return names.index(month.casefold()) // 3 + 1


def notion(name: str) -> dict[str, str]:
    """Return a notion's label and how it is compared (`as`)."""
    found: dict[str, str] = said()["notions"][name]
    return found


def has_quarter(name: str) -> bool:
    """Tell whether a notion belongs to a quarter."""
    return "{tw}" in notion(name)["label"]


def label(name: str, quarter: int | None) -> str:
    """Return what a notion is called, such as "Realisasi s.d. Triwulan III"."""
    tw = "" if quarter is None else ("I", "II", "III", "IV")[quarter - 1]
    return " ".join(notion(name)["label"].format(tw=tw).split())


@cache
def _quarter() -> re.Pattern[str]:
    return pattern("{tw}")
