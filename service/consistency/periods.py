"""The quarter and year a line says the document is about."""

import re
from collections.abc import Iterator

from service.consistency.model import Printed
from service.consistency.notions import month_quarter, named
from service.consistency.writing import one_way

_LINE = 150  # letters; a longer paragraph is prose, which may speak of any quarter
_ROMAN = ("I", "II", "III", "IV")


def of_line(document: str, text: str, place: str) -> Iterator[Printed]:
    """Yield what a title, a caption or a line with months says; nothing for prose."""
    line = one_way(text)
    if len(line) > _LINE or named("other_period").search(line):
        return
    alone = named("periods.alone").match(line)
    if alone and _is_title(line[: alone.start("triwulan") - 3], line):
        yield from of_match(document, alone, place)
        return
    yield from of_months(document, line, place)


def of_margin(document: str, text: str, place: str) -> Iterator[Printed]:
    """Yield what the head or foot of a page says."""
    for found in named("periods.foot").finditer(one_way(text)):
        yield from of_match(document, found, place)


def of_months(document: str, text: str, place: str) -> Iterator[Printed]:
    """Yield the quarter in which "Januari s.d. September 2026" ends, and the year."""
    found = named("periods.months").search(one_way(text))
    if found is None:
        return
    yield _printed(document, "triwulan", _ROMAN[month_quarter(found["bulan"]) - 1], place)
    if found["tahun"]:
        yield _printed(document, "tahun", found["tahun"], place)


def of_match(document: str, found: re.Match[str], place: str) -> Iterator[Printed]:
    """Yield the quarter and year among the named groups of a match."""
    for notion in ("triwulan", "tahun"):
        text = found.groupdict().get(notion)
        if text:
            yield _printed(document, notion, text.upper(), place)


def _is_title(before: str, line: str) -> bool:
    written = before.strip()
    return not written or written.isupper() or named("caption").match(line) is not None


def _printed(document: str, notion: str, text: str, place: str) -> Printed:
    return Printed(document, notion, "", None, text, text, place, "text")
