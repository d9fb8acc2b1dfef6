"""The five kinds of error, each carrying a code whose words stand in messages.yaml.

ServiceError
├── Invalid      what was sent is wrong: every problem at once
├── NotAllowed   this role may not do this
├── NotFound     there is no such thing
├── Conflict     the state has moved on, or the thing exists already
└── ToolFailed   an outside program did not do its work
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from service import yaml_text


@dataclass(frozen=True)
class Words:
    """What a person reads for one code: what is wrong, and what to do."""

    title: str
    detail: str


@dataclass(frozen=True)
class Problem:
    """One thing wrong in an upload or a template, with its place and what to do.

    `place` is a cell ("Realisasi!F14"), a path ("sasaran[0].indikator[2].target_tw[1]") or a
    paragraph of a template; `message` is the full sentence in Bahasa Indonesia.
    """

    place: str
    code: str
    message: str
    expected: str | None = None
    found: str | None = None


@cache
def _messages() -> dict[str, Words]:
    source = files("service").joinpath("messages.yaml").read_text("utf-8")
    return {code: Words(**entry) for code, entry in yaml_text.read(source).items()}


def codes() -> frozenset[str]:
    """Return every code that has words."""
    return frozenset(_messages())


def words(code: str, **details: Any) -> Words:
    """Return the words of `code` with `details` put in. Raises KeyError for an unknown code."""
    entry = _messages()[code]
    return Words(entry.title.format(**details), entry.detail.format(**details))


def title_of(code: str) -> str:
    """Return the short name of a fault, as its words have it. Raises KeyError."""
    return _messages()[code].title


def problem(
    code: str, place: str, *, expected: str | None = None, found: str | None = None, **details: Any
) -> Problem:
    """Return the problem `code` at `place`; the words may use {expected}, {found} and `details`.

    For a fault in a template's tag, told as `tag`, that is what was found. A place that knows
    the words which stand there is told with them.
    """
    found = details.get("tag") if found is None else found
    there = getattr(place, "words", "")
    shown = f"{place} (“{there}”)" if there and there != found else place
    told = words(code, place=shown, expected=expected, found=found, **details)
    return Problem(str(place), code, told.detail, expected, found)


class ServiceError(Exception):
    """A fault a person can be told about: a code, its details, and every problem found."""

    def __init__(self, code: str, problems: Iterable[Problem] = (), **details: Any) -> None:
        self.code = code
        self.problems = tuple(problems)
        self.details = details
        told = words(code, **details)
        self.title, self.detail = told.title, told.detail
        super().__init__(f"{code}: {told.detail}")


class Invalid(ServiceError):
    """What was sent is wrong."""


class NotAllowed(ServiceError):
    """This role may not do this."""


class NotFound(ServiceError):
    """There is no such thing."""


class Conflict(ServiceError):
    """The state has moved on, or the thing exists already."""


class ToolFailed(ServiceError):
    """An outside program did not do its work in time or at all."""
