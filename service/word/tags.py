"""Find docxtpl's tags in a paragraph's text, in one pass from left to right."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_OPENING = re.compile(r"\{[{%#]|\{_[{%]|[}%]_\}")
TYPED = "_"  # the `opening` of brackets an author wants to see: {_{ is printed as {{
_SCOPE = re.compile(r"(tr|tc|p|r)\s+(?=\S)")
_STOP = {end: re.compile(rf"""["'\n]|{re.escape(end)}""") for end in ("}}", "%}")}
# Word's autocorrection turns straight quotes into these, and spaces into no-break spaces.
TYPEWRITER = str.maketrans("“”„«»‘’‚\u00a0\n\t\r", '"""""\'\'\'    ')


@dataclass(frozen=True)
class Tag:
    """One tag: `text[start:end]`; `scope` is "", "p", "tr", "tc" or "r"; `body` its inside."""

    start: int
    end: int
    opening: str
    scope: str
    body: str
    joins_before: bool
    joins_after: bool


class Unclosed(Exception):
    """A tag that begins at `at` and never ends, or another begins inside it."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


def find(text: str) -> Iterator[Tag]:
    """Yield the tags of `text` in order. Raises Unclosed at the first one that does not end."""
    at = 0
    while found := _OPENING.search(text, at):
        opening, start = found.group(), found.start()
        if "_" in opening:
            at = found.end()
            yield Tag(start, at, TYPED, "", opening.replace("_", ""), False, False)
            continue
        at = _end(text, opening, start + 2)
        inside = text[start + 2 : at - 2]
        if at < 0 or (opening != "{#" and _nests(inside)):
            raise Unclosed(start)
        yield _tag(start, at, opening, inside)


def _end(text: str, opening: str, at: int) -> int:
    """Return the position after the closing brackets, or -1; brackets in quotes don't close."""
    closing = _CLOSING[opening]
    plain = text.find(closing, at)
    if plain < 0:
        return -1
    if opening == "{#":
        return plain + 2
    typed = text.translate(TYPEWRITER) if not text.isascii() else text
    quoted = _end_outside_quotes(typed, closing, at)
    return (plain if quoted < 0 else quoted) + 2


def _end_outside_quotes(text: str, closing: str, at: int) -> int:
    while found := _STOP[closing].search(text, at):
        if found.group() == closing:
            return found.start()
        at = text.find(found.group(), found.end()) + 1
        if at == 0:
            return -1
    return -1


def _nests(inside: str) -> bool:
    return "{{" in inside or "{%" in inside


def _tag(start: int, end: int, opening: str, inside: str) -> Tag:
    body = inside.translate(TYPEWRITER)
    joins_before, joins_after = body.startswith("-"), body.endswith("-")
    body = body[joins_before : len(body) - joins_after]
    scope = _SCOPE.match(body)
    name = scope.group(1) if scope else ""
    if scope:
        body = body[scope.end() :]
    return Tag(start, end, opening, name, body.strip(), joins_before, joins_after)
