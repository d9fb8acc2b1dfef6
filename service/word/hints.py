"""Suggest what an author may have meant."""

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from service.errors import Problem, words

_ENDLESS = 400  # letters of a tag that nobody can read any more
_LONGEST = 40  # letters; what is longer was no slip of the finger
_SUGGESTED = 100  # missing names that get a suggestion
_ITEMS = 20  # of a list, whose items are of one kind
_MANY = 3000  # names; among more, looking for a near one takes too long

# What people write who know other languages, or forget a sign; told by words of its own.
_UNREADABLE = (
    (re.compile(r"&&|\|\||!(?!=)"), "word_hint_logic"),
    (re.compile(r"^(el)?if\b[^=!<>]*[^=!<>]=[^=]"), "word_hint_equals"),
    (re.compile(r"[–—−]"), "word_hint_dash"),
    (re.compile(r"^for\b(?!.*\bin\b)"), "word_hint_for"),
    (re.compile(r"^(?!for |if |elif |set |with )\w[\w.]*( +\w[\w.]*)+$"), "word_hint_blank"),
    (re.compile(r"^\d"), "word_hint_digit"),
)


def near(name: str, known: Collection[str]) -> str:
    """Return the words that suggest the known name nearest to `name`, "" when none is near."""
    if len(name) > _LONGEST or len(known) > _MANY:
        return ""
    found = _another_case(name, known) or difflib.get_close_matches(name, sorted(known), 1)
    return written(found[0]) if found else ""


def _another_case(name: str, known: Collection[str]) -> list[str]:
    lower = name.casefold()
    return [one for one in known if one.casefold() == lower and one != name][:1]


def with_near_names(problems: list[Problem], values: Mapping[str, Any]) -> list[Problem]:
    """Return the problems; those of a missing name suggest a name there is where it was looked for.

    Behind a name of a loop that is any name, for only filling tells which item it was.
    """
    every: set[str] = set()
    told: list[Problem] = []
    for number, one in enumerate(problems):
        path = (one.found or "").split(".")
        hint = ""
        if one.code == "values_missing_name" and number < _SUGGESTED:
            known = _names_at(values, path[:-1])
            if known is None:
                every = every or _every_name(values)
                known = every
            hint = near(path[-1], known)
        told.append(replace(one, message=one.message + hint))
    return told


def _names_at(values: Mapping[str, Any], path: list[str]) -> Collection[str] | None:
    """Return the names at a path, None when it does not lead anywhere."""
    step: Any = values
    for name in path:
        step = step.get(name) if isinstance(step, Mapping) else None
    return step if isinstance(step, Mapping) else None


def _every_name(values: Any) -> set[str]:
    found: set[str] = set()
    waiting = [values]
    while waiting and len(found) <= _MANY:
        value = waiting.pop()
        if isinstance(value, Mapping):
            found.update(value)
            waiting.extend(value.values())
        elif isinstance(value, (list, tuple)):
            waiting.extend(value[:_ITEMS])
    return found


def written(suggested: str) -> str:
    """Return the words that suggest this spelling, "" without one."""
    return " " + words("word_hint_near", near=suggested).detail if suggested else ""


def unreadable(body: str) -> str:
    """Return the words that say what is wrong with a tag that can't be read, "" if unsure."""
    if len(body) > _ENDLESS:
        return " " + words("word_hint_long").detail
    quotes = body.count('"') % 2 or body.count("'") % 2
    code = "word_hint_quotes" if quotes else ""
    code = code or next((code for sign, code in _UNREADABLE if sign.search(body)), "")
    return " " + words(code).detail if code else ""
