"""Find docxtpl's tags in a paragraph's text, in one pass from left to right."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_MARK = re.compile(r"\{[{%#]|\{_[{%]|[}%]_\}|[}%]\}")
_OPENING = re.compile(r"\{[{%]")
TYPED = "_"  # the `opening` of brackets an author wants to see: {_{ is printed as {{
_SCOPE = re.compile(r"(tr|tc|p|r)\s+(?=\S)")
_STOP = {end: re.compile(rf"""["'\n]|{re.escape(end)}""") for end in ("}}", "%}")}
# Word's autocorrection turns straight quotes into these, and spaces into no-break spaces.
TYPEWRITER = str.maketrans("“”„«»‘’‚\u00a0\u202f\u2007\n\t\r", '"""""\'\'\'      ')
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True)
class Tag:
    """One tag: `text[start:end]`; `scope` is "", "p", "tr", "tc" or "r"; `body` its inside.

    A `broken` one never ends, or another begins inside it; then `text[start:end]` is what surely
    belongs to it. Or it is a closing bracket alone, and `opening` is that bracket.
    """

    start: int
    end: int
    opening: str
    scope: str
    body: str
    joins_before: bool
    joins_after: bool
    broken: bool = False


def find(text: str) -> Iterator[Tag]:
    """Yield the tags of `text` in order, broken ones too."""
    typed = text if text.isascii() else text.translate(TYPEWRITER)
    absent: set[str] = set()  # closing brackets that do not come any more
    at, shows_brackets = 0, False
    while found := _MARK.search(text, at):
        mark, start, at = found.group(), found.start(), found.end()
        if "_" in mark:
            shows_brackets = mark[0] == "{"
            yield Tag(start, at, TYPED, "", mark.replace("_", ""), False, False)
        elif mark in CLOSING:
            end = -1 if mark in absent else _end(typed, mark, at)
            yield (tag := _tag(text, start, end, mark) if end > 0 else _broken(text, start, mark))
            at = tag.end
            if end == _NEVER:
                absent.add(mark)
        elif not shows_brackets:
            yield Tag(start, at, mark, "", "", False, False, broken=True)


_NEVER = -2


def _end(text: str, opening: str, at: int) -> int:
    """Return the position after the closing brackets; brackets in quotes don't close.

    It is negative when another tag begins before them, and _NEVER when they never come.
    """
    closing = CLOSING[opening]
    if opening == "{#":
        return _after(text.find("#}", at))
    other = _OPENING.search(text, at)
    limit = other.start() if other else len(text)
    plain = text.find(closing, at, limit)
    if plain < 0:
        return -1 if other else _NEVER
    quoted = _end_outside_quotes(text, closing, at, limit)
    return (plain if quoted < 0 else quoted) + 2


def _after(position: int) -> int:
    return _NEVER if position < 0 else position + 2


def _end_outside_quotes(text: str, closing: str, at: int, limit: int) -> int:
    while found := _STOP[closing].search(text, at, limit):
        if found.group() == closing:
            return found.start()
        at = text.find(found.group(), found.end(), limit) + 1
        if at == 0:
            return -1
    return -1


def _tag(text: str, start: int, end: int, opening: str) -> Tag:
    body = _INVISIBLE.sub("", text[start + 2 : end - 2].translate(TYPEWRITER))
    joins_before, joins_after = body.startswith("-"), body.endswith("-")
    body = body[joins_before : len(body) - joins_after]
    scope = _SCOPE.match(body)
    name = scope.group(1) if scope else ""
    if scope:
        body = body[scope.end() :]
    return Tag(start, end, opening, name, body.strip(), joins_before, joins_after)


def _broken(text: str, start: int, opening: str) -> Tag:
    """Return a tag that does not end: up to a single bracket, or to the next tag."""
    following = _MARK.search(text, start + 2)
    end = following.start() if following else len(text)
    inside = text[start + 2 : end]
    bracket = re.search(r"[}%]\}?", inside) if opening != "{#" else None
    if bracket:
        end = start + 2 + bracket.end()
        inside = inside[: bracket.start()]
    elif following and following.group() in ("}}", "%}"):  # {{ nama %}
        end = following.end()
    read = _tag(f"{opening}{inside}  ", 0, len(inside) + 4, opening)
    return Tag(start, end, opening, read.scope, read.body, False, False, broken=True)
