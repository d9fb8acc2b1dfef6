"""Days without work: national holidays, collective leave, and the office's own list. Pure.

National holidays (libur nasional) and collective leave (cuti bersama) are set yearly by a joint
decree of three ministers (SKB 3 Menteri) and come from the package `holidays`, which marks the
lunar dates of years without a decree as estimates. Regional holidays and election days are the
office's to add.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from service.errors import Invalid, Problem, problem
from service.indonesian import long_date, parse_date

HolidayKind = Literal["nasional", "cuti_bersama"]
MOST = 500
LONGEST_NAME = 120
YEARS = range(2000, 2101)

_ESTIMATE = " (perkiraan)"
_CATEGORIES: Mapping[HolidayKind, str] = {"nasional": "public", "cuti_bersama": "government"}
_LINE = re.compile(
    r"(?:(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu)\s*,?\s+)?"
    r"(?P<day>\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}\s+[a-z]+\s+\d{4})"
    r"(?P<name>(?:[\s:;,=–—-].*)?)",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, order=True)
class OfficeHoliday:
    """A day the office added itself: a regional holiday, an election day."""

    day: date
    name: str


@dataclass(frozen=True)
class Holiday:
    """A national holiday or a day of collective leave; `estimated` until a decree names it."""

    day: date
    name: str
    kind: HolidayKind
    estimated: bool


@cache
def national_holidays(year: int) -> tuple[Holiday, ...]:
    """Return the national holidays and the collective leave of `year`, by date.

    A day that is both is a national holiday. Collective leave is missing for a year whose decree
    the package does not know yet.
    """
    import holidays  # noqa: PLC0415 half a second and 20 MB that most commands never need

    found: dict[date, Holiday] = {}
    for kind, category in _CATEGORIES.items():
        listed = holidays.country_holidays("ID", years=year, categories=(category,), language="id")
        for day, name in listed.items():
            plain = name.replace(_ESTIMATE, "")
            found.setdefault(day, Holiday(day, plain, kind, plain != name))
    return tuple(found[day] for day in sorted(found))


@cache
def national_days(year: int) -> frozenset[date]:
    """Return the dates of `national_holidays`."""
    return frozenset(one.day for one in national_holidays(year))


def days(listed: Iterable[OfficeHoliday]) -> frozenset[date]:
    """Return the dates of the office's list, as the deadlines take them (`extra`)."""
    return frozenset(one.day for one in listed)


def as_typed(listed: Iterable[OfficeHoliday]) -> str:
    """Return the list as a clerk types it: "17 Agustus 2026 Hari Jadi", one day a line."""
    return "\n".join(f"{long_date(one.day)} {one.name}" for one in sorted(listed))


def parse_holidays(text: str) -> tuple[OfficeHoliday, ...]:
    """Return the days of a typed list, by date: a date and a name on each line.

    The date is "17 Agustus 2026", "17-08-2026" or "2026-08-17", with or without the weekday;
    empty lines are skipped. Raises Invalid("holiday_wrong") with a problem for each wrong line,
    its place "Baris 3".
    """
    found: dict[date, OfficeHoliday] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        written = " ".join(line.split())
        if not written:
            continue
        place = f"Baris {number}"
        read = _read(place, written)
        if isinstance(read, Problem):
            problems.append(read)
        elif read.day in found:
            named = long_date(read.day)
            problems.append(problem("holiday_twice", place, day=named, name=found[read.day].name))
        else:
            found[read.day] = read
    if len(found) > MOST:
        problems.append(problem("holiday_many", "Daftar", count=len(found), most=MOST))
    if problems:
        raise Invalid("holiday_wrong", problems, count=len(problems))
    return tuple(sorted(found.values()))


def _read(place: str, line: str) -> OfficeHoliday | Problem:
    parts = _LINE.fullmatch(line)
    day = _date(parts["day"]) if parts else None
    if parts is None or day is None:
        return problem("holiday_no_date", place, found=line[:LONGEST_NAME])
    if day.year not in YEARS:
        return problem("holiday_year", place, found=long_date(day))
    name = parts["name"].strip(" :;,=–—-")
    if not name:
        return problem("holiday_no_name", place, found=long_date(day))
    if len(name) > LONGEST_NAME or not name.isprintable():
        return problem("holiday_name", place, found=long_date(day), most=LONGEST_NAME)
    return OfficeHoliday(day, name)


def _date(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
