"""Suggest what an author may have meant."""

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from service.errors import Problem, words
from service.word.values.indonesian_filters import FILTERS

_ENDLESS = 400  # letters of a tag that nobody can read any more
_LONGEST = 40  # letters; what is longer was no slip of the finger
_MISSING = {"values_missing_name", "word_picture_name_missing"}
_SUGGESTED = 100  # missing names that get a suggestion
_ITEMS = 20  # of a list, whose items are of one kind
_MANY = 3000  # names; among more, looking for a near one takes too long

_RECKONING = re.compile(r"[\w)\]] ?[-+*/%] ?[\w(]")
# What people write who know other languages, or forget a sign; told by words of its own.
_UNREADABLE = (
    (re.compile(r"&&|\|\||!(?!=)"), "word_hint_logic"),
    (re.compile(r"^(el)?if\b[^=!<>]*[^=!<>]=[^=]"), "word_hint_equals"),
    (re.compile(r"[–—−]"), "word_hint_dash"),
    (re.compile(r"^for\b(?!.*\bin\b)"), "word_hint_for"),
    (re.compile(r"^(?!for |if |elif |set |with )\w[\w.]*( +\w[\w.]*)+$"), "word_hint_blank"),
    (re.compile(r"\w\[\]"), "word_hint_brackets"),
    (re.compile(r"^\d"), "word_hint_digit"),
)


def near(name: str, known: Collection[str]) -> str:
    """Return the words that suggest the known name nearest to `name`, "" when none is near."""
    return written(_nearest(name, known))


def _nearest(name: str, known: Collection[str]) -> str:
    if len(name) > _LONGEST or len(known) > _MANY:
        return ""
    others = sorted(one for one in known if one != name)
    found = _another_case(name, known) or difflib.get_close_matches(name, others, 1)
    return found[0] if found else ""


def _another_case(name: str, known: Collection[str]) -> list[str]:
    lower = name.casefold()
    return [one for one in known if one.casefold() == lower and one != name][:1]


def with_near_names(problems: Sequence[Problem], values: Mapping[str, Any]) -> list[Problem]:
    """Return the problems; those of a missing name suggest what may be meant."""
    told: list[Problem] = []
    for number, one in enumerate(problems):
        known = one.code in _MISSING and number < _SUGGESTED and one.found
        hint = suggestion(one.found, values) if known and one.found else ""
        told.append(replace(one, message=one.message + hint))
    return told


def suggestion(missing: str, values: Mapping[str, Any]) -> str:
    """Return the words that suggest another name for a missing one, "" when none is near.

    A name that only the items of a list have is told with the list, for a loop has to go round it.
    Behind a name of a loop any name is suggested: only filling tells which item it was.
    """
    path = missing.split(".")
    known = _names_at(values, path[:-1])
    if found := _list_with(values, path[-1]):
        return " " + words("word_hint_in_list", name=path[-1], list=found).detail
    found = _nearest(path[-1], _every_name(values) if known is None else known)
    return written(".".join([*path[:-1], found]) if found else "")


def _list_with(values: Mapping[str, Any], name: str) -> str:
    """Return the path of the first list whose items have that name, "" when there is none."""
    waiting: list[tuple[str, Any]] = [("", values)]
    for _ in range(_MANY):
        if not waiting:
            break
        path, value = waiting.pop(0)
        if isinstance(value, Mapping):
            waiting.extend(
                (f"{path}.{key}" if path else str(key), one) for key, one in value.items()
            )
        elif isinstance(value, (list, tuple)) and value:
            if isinstance(value[0], Mapping) and name in value[0]:
                return path
            waiting.append((path, value[0]))
    return ""


def _names_at(values: Mapping[str, Any], path: list[str]) -> Collection[str] | None:
    """Return the names at a path, None when it does not lead anywhere."""
    step: Any = values
    for name in path:
        step = step.get(name) if isinstance(step, Mapping) else None
    return set(map(str, step)) if isinstance(step, Mapping) else None


def _every_name(values: Any) -> set[str]:
    found: set[str] = set()
    waiting = [values]
    for _ in range(_MANY):
        if not waiting:
            break
        value = waiting.pop()
        if isinstance(value, Mapping):
            found.update(map(str, value))
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
    if (last := body.rpartition(" ")[2]) in FILTERS and " " in body:
        return (
            " " + words("word_hint_bar", example=f"{body.rpartition(' ')[0].strip()}|{last}").detail
        )
    quotes = body.count('"') % 2 or body.count("'") % 2
    code = "word_hint_quotes" if quotes else ""
    code = code or next((code for sign, code in _UNREADABLE if sign.search(body)), "")
    return " " + words(code).detail if code else ""


def failed(body: str) -> str:
    """Return the words that say why a tag may have failed with the values at hand, "" if unsure."""
    return " " + words("word_hint_reckoning").detail if _RECKONING.search(body) else ""
