"""What is looked for in the trail, read out of an address: the same for page, files and API."""

from datetime import date
from typing import Any

from flask import request

from service import indonesian
from service.casework.trail.lines import kind_names
from service.casework.trail.search import Search
from service.errors import Invalid, Problem, problem
from service.web.forms import FORM_WRONG

LABELS = {
    "orang": "nama", "dokumen": "dokumen", "indikator": "indikator", "jenis": "jenis",
    "triwulan": "triwulan", "dari": "dari", "sampai": "sampai", "kata": "kata",
}  # fmt: skip
_LONGEST = 200
_FIRST, _LAST = date(1900, 1, 1), date(2200, 12, 31)  # what a zone can be reckoned with


def asked() -> Search:
    """Return what the address asks for. Raises Invalid with every day that cannot be meant."""
    problems: list[Problem] = []
    search = read(problems)
    if problems:
        raise Invalid(FORM_WRONG, problems, count=len(problems))
    return search


def read(problems: list[Problem]) -> Search:
    """Return what the address asks for; a day that cannot be meant is added to `problems`."""
    since, until = _day("dari", "Dari tanggal", problems), _day("sampai", "Sampai", problems)
    if since and until and until < since:
        days = {"found": _text("sampai"), "since": _text("dari")}
        problems.append(problem("trail_days_turned", "sampai", **days))
    return Search(
        person=_text("orang"),
        document=_text("dokumen"),
        indicator=_text("indikator"),
        kind=_text("jenis"),
        case=_text("triwulan"),
        since=_reckoned(since),
        until=_reckoned(until),
        words=_text("kata"),
    )


def address() -> dict[str, Any]:
    """Return the fields of the address that ask for something, to be carried into another."""
    return {name: text for name in LABELS if (text := _text(name))}


def told() -> str:
    """Return what the address asks for in words, such as "nama “Siti”, dari 1 Oktober 2026"."""
    kinds = kind_names()
    parts = []
    for name, text in address().items():
        shown = kinds.get(text, text) if name == "jenis" else text
        parts.append(f"{LABELS[name]} “{shown}”")
    return ", ".join(parts)


def _text(name: str) -> str:
    return request.args.get(name, "").replace("\x00", "").strip()[:_LONGEST]


def _day(name: str, label: str, problems: list[Problem]) -> date | None:
    text = _text(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return indonesian.parse_date(text)
    except ValueError:
        problems.append(problem("web_field_date", name, label=label, found=text))
        return None


def _reckoned(day: date | None) -> date | None:
    """Return the day, or the farthest one for "9999-12-31", by which all of it is meant."""
    return None if day is None else min(max(day, _FIRST), _LAST)
