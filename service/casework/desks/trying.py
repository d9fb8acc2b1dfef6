"""A Word template nobody approved, tried on the documents it would make."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service import documents, package, word
from service.casework.making import Making
from service.errors import Problem, problem
from service.procedure import Output, OutputState
from service.progress import output_key

COSTLY = "template_too_costly"
SECONDS = 30.0  # for all documents together; one that takes long has a limit of its own
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TWIPS_PER_MM = 1440 / 25.4
SHEETS: Mapping[str, tuple[int, int]] = {"F4": (215, 330), "A4": (210, 297)}  # mm
_SLACK = 4  # mm; offices call folio sheets of 330 and of 333 mm F4


@dataclass(frozen=True)
class Subject:
    """A document that a template makes: of which case (`making.view`), for which unit."""

    making: Making
    output: Output
    unit: str | None

    @property
    def key(self) -> str:
        """Return the document's key, such as "D3.SEKSI-PEM"."""
        return output_key(self.output, self.unit)

    @property
    def label(self) -> str:
        """Return the document's name with the unit's where it is made per unit."""
        names = {one.code: one.name for one in self.making.view.dataset.units}
        of = f", {names.get(self.unit, self.unit)}" if self.unit else ""
        return f"{self.output.name}{of}"

    def values(self, template: bytes, state: str | None = None) -> dict[str, Any]:
        """Return what the template would be filled with in a state, its fullest by default."""
        wanted = OutputState(self.output.code, state) if state else self.making.fullest(self.output)
        return self.making.trial(template, wanted, self.unit)

    def filled(self, template: bytes) -> bytes:
        """Return the document a template nobody approved would make. Raises Invalid."""
        return word.fill_untrusted(template, self.values(template))


@dataclass(frozen=True)
class Changed:
    """How a new version differs in what it asks for.

    `breaking` are the reasons why values that filled the old one may not fill it; `asks` and
    `drops` the names of values only the new one, or only the old one, prints.
    """

    breaking: tuple[Problem, ...]
    asks: tuple[str, ...]
    drops: tuple[str, ...]


def faults(template: bytes, subjects: Sequence[Subject]) -> list[Problem]:
    """Return everything wrong with a template and with filling it for any of these documents.

    It is compiled and filled in a process of its own.
    """
    until, told = time.monotonic() + SECONDS, dict[Problem, None]()
    if _has_tracked_changes(template):
        return [problem("template_tracked_changes", "")]
    for subject, state in _trials(subjects):
        values = subject.values(template, state)
        found = documents.problems(template, values)
        known = {(one.code, one.place) for one in told}  # what each unit has is told once
        renamed = (_renamed(one, values) for one in found)
        told |= {one: None for one in renamed if (one.code, one.place) not in known}
        if time.monotonic() > until:
            told[problem(COSTLY, "")] = None
        if any(one.code == COSTLY for one in told):
            break
    if not told and not word.fields_untrusted(template).get("properties"):
        return [problem("template_without_tags", "")]
    return list(told)


def changed(old: bytes, new: bytes) -> Changed:
    """Return how a template nobody approved differs from one in use in what it asks for."""
    before, after = word.compile(old).fields(), word.fields_untrusted(new)
    then, now = set(_names(before)), set(_names(after))
    return Changed(
        tuple(word.breaking(before, after)), tuple(sorted(now - then)), tuple(sorted(then - now))
    )


def paper_warning(template: bytes, paper: str) -> Problem | None:
    """Return what is wrong with the size of a template's pages, None when they are on `paper`."""
    wanted = SHEETS[paper]
    for width, height in _sheets(template):
        found = min(width, height), max(width, height)  # lying or upright is all one
        if max(abs(a - b) for a, b in zip(found, wanted, strict=True)) > _SLACK:
            size, known = f"{found[0]} × {found[1]} mm", f"{wanted[0]} × {wanted[1]} mm"
            return problem("template_other_paper", "", expected=known, found=size, paper=paper)
    return None


def turned_warning(template: bytes, old: bytes) -> Problem | None:
    """Return that pages were turned, lying or upright, None when they are as in the old version."""
    now, then = ([width > height for width, height in _sheets(one)] for one in (template, old))
    return problem("template_turned", "") if len(now) == len(then) and now != then else None


def _has_tracked_changes(template: bytes) -> bool:
    members = package.read(template, "docx")
    body = package.xml(members[package.main_part(members)])
    marks = (f"{_W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
    return next(body.iter(*marks), None) is not None


def _trials(subjects: Sequence[Subject]) -> Iterator[tuple[Subject, str]]:
    """Yield each document in its fullest state, and the first of an output in every other too."""
    seen: set[str] = set()
    for one in subjects:
        fullest = one.making.fullest(one.output).state
        others = [] if one.output.code in seen else one.output.states
        seen.add(one.output.code)
        for state in (fullest, *(other for other in others if other != fullest)):
            yield one, state


def _renamed(fault: Problem, values: Mapping[str, Any]) -> Problem:
    """Return a missing name told to somebody who writes templates, and has no say in the data."""
    if fault.code != "values_missing_name" or not fault.found:
        return fault
    hint = word.suggestion(fault.found, values)
    return problem("template_name_unknown", fault.place, found=fault.found, hint=hint)


def _names(schema: Mapping[str, Any], path: str = "") -> Iterator[str]:
    if "items" in schema:
        yield from _names(schema["items"], f"{path}[]")
    elif "properties" in schema:
        if "$gambar" in schema["properties"]:
            yield path
            return
        for name, member in schema["properties"].items():
            yield from _names(member, f"{path}.{name}" if path else name)
    elif path:
        yield path


def _sheets(template: bytes) -> Iterator[tuple[int, int]]:
    members = package.read(template, "docx")
    for size in package.xml(members[package.main_part(members)]).iter(f"{_W}pgSz"):
        try:
            yield _mm(size.get(f"{_W}w", "")), _mm(size.get(f"{_W}h", ""))
        except (ValueError, OverflowError):  # no number, or no end to it
            continue


def _mm(twips: str) -> int:
    return round(float(twips) / _TWIPS_PER_MM)
