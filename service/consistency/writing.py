"""One way of writing for what templates write in several, and the value of what is printed."""

import re
from decimal import Decimal

from service.indonesian import parse_date, parse_decimal

_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_QUARTER = re.compile(
    r"\b(?:triwulan|tw)\b\.?[\s-]*(?:ke[\s-]*)?(IV|III|II|I|[1-4])\b", re.IGNORECASE
)
_WAYS = (
    (re.compile(r"\btriwulan\b", re.IGNORECASE), "TW"),
    (re.compile(r"\b(?:sampai dengan|s\s?/\s?d\b\.?|s\.\s?d\b\.?|sd\b\.?)", re.IGNORECASE), "s.d."),
    (re.compile(r"\bterhadap\b", re.IGNORECASE), "thd."),
    (re.compile(r"(?<=[a-z.])(?=TW\b)"), " "),
    (re.compile(r"\s+"), " "),
)
_FIGURE = re.compile(
    r"(?P<sign>[-−–]?)(?:Rp\.? ?)?(?P<number>[\d.,]*\d)(?:,-)? ?[a-z%° ]*\*?", re.I
)
_BLANK = re.compile(r"[-−–—]")
_SEPARATORS = re.compile(r"\s*([/()])\s*")


def one_way(text: str) -> str:
    """Return `text` with quarters as "TW III", "s.d." and "thd." for all their spellings."""
    text = _QUARTER.sub(lambda found: f"TW {roman_of(found[1])}", text)
    for pattern, written in _WAYS:
        text = pattern.sub(written, text)
    return text.strip()


def roman_of(quarter: str) -> str:
    """Return "III" for "3", "iii" or "III"."""
    return _ROMAN.get(quarter, quarter.upper())


def key(text: str) -> str:
    """Return `text` as texts are compared: case, spaces and kinds of quotes don't count."""
    text = text.casefold().replace("“", '"').replace("”", '"').replace("’", "'")
    return " ".join(_SEPARATORS.sub(r"\1", text).split())


def is_blank(text: str) -> bool:
    """Tell whether `text` is the dash that stands for no value."""
    return _BLANK.fullmatch(text.strip()) is not None


def number(text: str) -> Decimal | None:
    """Return the figure in "84,12", "Rp1.907.201.000", "12 indikator" or "95 %"; else None."""
    found = _FIGURE.fullmatch(text.strip())
    if found is None:
        return None
    try:
        value = parse_decimal(found["number"])
    except ValueError:
        return None
    return -value if found["sign"] else value


def date_key(text: str) -> str:
    """Return a date as ISO text, anything else as `key` does."""
    try:
        return parse_date(text).isoformat()
    except ValueError:
        return key(text)
