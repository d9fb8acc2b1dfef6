"""Suggest what an author may have meant."""

import difflib
import re
from collections.abc import Collection

from service.errors import words

_ENDLESS = 400  # letters of a tag that nobody can read any more
_LONGEST = 40  # letters; what is longer was no slip of the finger
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
