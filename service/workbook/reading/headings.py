"""What a heading says, whoever wrote it: exactly, by another name, or misspelt beyond doubt."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from service.workbook.grids.grid import Grid
from service.workbook.layout import ROMAN, Column, Sheet

_WITHIN = 200  # rows from the top in which a header is looked for
_LONGEST = 120  # characters of a heading; what is longer is somebody's text
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_TRIWULAN = re.compile(r"(?<![a-z])(tri[\s-]*wulan|triw|tw)[\s._-]*")
_QUARTER = re.compile(r"(?<![a-z])tw (iv|i{1,3}|[1-4])(?![a-z0-9])")
_ASIDE = re.compile(r"\([^()]*\)")
_SHORT, _LONG = 4, 8  # letters: shorter words must agree exactly, longer ones may have two slips


@dataclass(frozen=True)
class Written:
    """A heading as it stands: its text, and its column (of a list of fields: its row)."""

    text: str
    at: int


@dataclass
class Assigned:
    """Which heading stands for which column, by the column's id.

    `renamed` are those of `at` that stand under another name; `doubtful` columns have more
    than one candidate, or a candidate that suits another column as well.
    """

    at: dict[str, int] = field(default_factory=dict)
    renamed: dict[str, Written] = field(default_factory=dict)
    twice: dict[str, Written] = field(default_factory=dict)
    doubtful: dict[str, list[Written]] = field(default_factory=dict)


def id_of(column: Column) -> str:
    """Return the key of a column in a row: "x.3" for the X of the third quarter."""
    return f"{column.key}.{column.quarter}" if column.quarter else column.key


def plain(text: Any) -> str:
    """Return a heading without what people change by accident.

    That is case, spaces and punctuation; "Triwulan 3" and "TW III" are the same.
    """
    return "".join(words(text))


def words(text: Any) -> tuple[str, ...]:
    """Return the words of a heading, none of what is too long for one."""
    shown = str(text)
    return _words(shown) if len(shown) <= _LONGEST else ()


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    lower = _INVISIBLE.sub("", text).casefold().replace("&", " dan ")
    lower = re.sub("[a-z]{7,9}", lambda found: _mended(found[0]), lower)
    lower = _TRIWULAN.sub("tw ", lower)
    lower = _QUARTER.sub(lambda found: "tw " + _roman(found[1]), lower)
    return tuple(re.findall(r"[a-z]+|[0-9]+|%", lower))


def _mended(word: str) -> str:
    return "triwulan" if _slips(word, "triwulan") <= 1 else word


def _roman(numeral: str) -> str:
    return ROMAN[int(numeral) - 1].casefold() if numeral.isdigit() else numeral


def quarter_in(text: str) -> int:
    """Return the quarter a heading names, 0 for none."""
    said = words(text)
    for one, after in pairwise(said):
        if one == "tw" and after.upper() in ROMAN:
            return ROMAN.index(after.upper()) + 1
    return 0


def names_of(columns: Iterable[Column]) -> set[str]:
    """Return every heading that is understood, plain."""
    return {plain(text) for c in columns for text in (c.header, *c.aliases)}


def without_quarter(column: Column) -> set[str]:
    """Return the headings of a column that leave out which quarter it is of, plain."""
    if not column.quarter:
        return set()
    ending = f"tw{ROMAN[column.quarter - 1].casefold()}"
    every = (plain(text) for text in (column.header, *column.aliases))
    return {text.replace(ending, "") for text in every}


def alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two headings differ by slips of the pen only; numerals, X and Y must agree."""
    return len(one) == len(other) and all(
        a == b or _misspelt(a, b) for a, b in zip(one, other, strict=True)
    )


def _misspelt(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    if shorter < _SHORT:
        return False
    return _slips(one, other) <= (1 if shorter < _LONG else 2)


def _slips(one: str, other: str) -> int:
    """Return how many letters must be changed, added or left out (Levenshtein)."""
    above = list(range(len(other) + 1))
    for n, letter in enumerate(one, 1):
        row = [n]
        for m, opposite in enumerate(other, 1):
            row.append(min(above[m] + 1, row[-1] + 1, above[m - 1] + (letter != opposite)))
        above = row
    return above[-1]


def assign(
    columns: Sequence[Column], written: Iterable[Written], reserved: set[str], bare: int = 0
) -> Assigned:
    """Return which of the headings `written` stands for which of `columns`.

    `reserved` are plain headings that belong to other columns. Headings that name no quarter
    stand for those of the quarter `bare`, unless 0.
    """
    found = Assigned()
    by_text: dict[str, list[Written]] = {}
    for one in written:
        by_text.setdefault(plain(one.text), []).append(one)
    for column in columns:
        there = by_text.get(plain(column.header), [])
        if there:
            found.at[id_of(column)] = there[0].at
        if len(there) > 1:
            found.twice[id_of(column)] = there[1]
    theirs = reserved | {plain(column.header) for column in columns}
    free = [one for text, every in by_text.items() if text not in theirs for one in every]
    missing = [c for c in columns if id_of(c) not in found.at]
    names = {id_of(c): _names(c, bare, columns, found.at) for c in missing}
    claims = {key: _candidates(said, free) for key, said in names.items()}
    for key, there in claims.items():
        sole = [w for w in there if sum(w in others for others in claims.values()) == 1]
        if len(there) == 1 and sole:
            found.at[key], found.renamed[key] = there[0].at, there[0]
        elif there:
            found.doubtful[key] = there
    return found


def _names(
    column: Column, bare: int, columns: Sequence[Column], at: Mapping[str, int]
) -> tuple[set[str], list[tuple[str, ...]]]:
    """Return the other names of a column, plain, and the names it may be misspelt from."""
    said = [words(text) for text in (column.header, *column.aliases)]
    other = {"".join(one) for one in said}
    quarters = any(c.key == column.key and id_of(c) in at for c in columns)
    if bare and column.quarter == bare and not quarters:
        other |= without_quarter(column)
    return other, said


def _candidates(
    names: tuple[set[str], list[tuple[str, ...]]], free: Iterable[Written]
) -> list[Written]:
    other, said = names
    written = list(free)
    named = [one for one in written if plain(one.text) in other]
    return named or [one for one in written if any(alike(words(one.text), name) for name in said)]


def header_row(grid: Grid, wanted: set[str]) -> tuple[int, list[Written]]:
    """Return the row with most of the plain headings `wanted`, and what is written there.

    A heading that is split over two rows is put together again. The row is 0 when there is none.
    """
    best: tuple[int, int, list[Written]] = (0, 0, [])
    above = 0
    for number in range(1, min(len(grid.rows), _WITHIN) + 1):
        alone = len({plain(value) for value in grid.rows[number - 1] if value} & wanted)
        above, likely = alone, above + alone
        if not likely:
            continue
        written = _written(grid, number, wanted)
        score = len({plain(one.text) for one in written} & wanted)
        if score > best[0]:
            best = (score, number, written)
    return best[1], best[2]


def _written(grid: Grid, row: int, wanted: set[str]) -> list[Written]:
    width = max(len(grid.rows[row - 1]), len(grid.rows[row - 2]) if row > 1 else 0)
    every = (Written(_text(grid, row, column, wanted), column) for column in range(1, width + 1))
    return [one for one in every if one.text]


def _text(grid: Grid, row: int, column: int, wanted: set[str]) -> str:
    own = _shown(grid.value(row, column))
    if row == 1 or plain(own) in wanted:
        return own
    if not own:
        over = _shown(grid.value(row - 1, column))
        return over if plain(over) in wanted else ""
    over = _ASIDE.sub("", _shown(_across(grid, row - 1, column))).strip()
    joined = (f"{own} {over}", f"{over} {own}")
    return next((text for text in joined if plain(text) in wanted), own)


def _shown(value: Any) -> str:
    return value.strip() if isinstance(value, str) else "" if value is None else str(value)


def _across(grid: Grid, row: int, column: int) -> Any:
    """Return the value of the cell, or of the cells merged sideways into which it went."""
    for left, top, right, bottom in grid.marks.merged:
        if top <= row <= bottom and left <= column <= right:
            return grid.value(top, left)
    return grid.value(row, column)


def reserved_in(sheet: Sheet) -> set[str]:
    """Return the plain headings of all tables of `sheet`."""
    return {plain(c.header) for table in sheet.tables for c in table.columns}
