"""Match opening and closing tags, and see that what lies between them is whole XML.

What a tag removes or repeats must begin and end at the same depth of the document: a loop opened
in one row and closed in another table would tear the XML. So a filled part is well-formed without
being parsed again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.errors import Problem, problem
from service.word.source import Slot, Source, shown

PAIRS = {
    "for": "endfor", "if": "endif", "set": "endset", "macro": "endmacro", "call": "endcall",
    "filter": "endfilter", "with": "endwith",
}  # fmt: skip
INSIDE = {"else": ("if", "for"), "elif": ("if",), "break": ("for",), "continue": ("for",)}
ENDS = {end: start for start, end in PAIRS.items()}

_ELEMENT = re.compile(r"<(/?)([A-Za-z][^\s/>]*)(?:[^>\"]|\"[^\"]*\")*?(/?)>")
# A tag pair may begin in one paragraph and end in another, but rows would get cells too many or
# too few, and references would lose their note, if it did so with these.
_UNDIVIDED = frozenset(
    f"w:{name}" for name in ("tbl", "tr", "tc", "txbxContent", "footnote", "endnote", "comment")
)
_Path = tuple[str, "_Path"] | None


@dataclass
class _Open:
    slot: Slot
    path: _Path


def word(slot: Slot) -> str:
    """Return the first word of a statement."""
    found = re.match(r"\w+", slot.body)
    return found.group() if found else ""


def sets_inline(slot: Slot) -> bool:
    """Tell whether a set statement has its value on the same line and needs no end."""
    return bool(re.match(r"set\b[^=]*=", slot.body))


def faults(source: Source) -> Iterator[Problem]:
    """Yield what is opened and not closed, closed and not opened, or torn across the document."""
    open_tags: list[_Open] = []
    path: _Path = None
    for slot, literal in zip(source.slots, source.literals, strict=False):
        path = _after(literal, path)
        if slot.opening == "{%" and not sets_inline(slot):
            yield from _step(slot, path, open_tags)
    yield from _left_open(open_tags)


def _step(slot: Slot, path: _Path, open_tags: list[_Open]) -> Iterator[Problem]:
    name = word(slot)
    if name in PAIRS:
        open_tags.append(_Open(slot, path))
    elif name in ENDS:
        yield from _close(slot, path, open_tags)
    elif name in INSIDE:
        holding = [tag for tag in open_tags if word(tag.slot) in INSIDE[name]]
        if not holding:
            needed = INSIDE[name][0]
            yield problem("word_tag_not_open", slot.place, tag=shown(slot), needed=needed)
        elif name in ("else", "elif") and not _same(holding[-1].path, path):
            yield _torn(slot, holding[-1].slot)


def _close(slot: Slot, path: _Path, open_tags: list[_Open]) -> Iterator[Problem]:
    if slot.implied:
        inner = []
        while not open_tags[-1].slot.implied:
            inner.append(open_tags.pop())
        yield from _left_open(inner)
        open_tags.pop()
        return
    if not open_tags or open_tags[-1].slot.implied:
        needed = ENDS[word(slot)]
        yield problem("word_tag_not_open", slot.place, tag=shown(slot), needed=needed)
        return
    last = open_tags.pop()
    if word(last.slot) != ENDS[word(slot)]:
        yield problem(
            "word_tag_crossed", slot.place,
            tag=shown(slot), other=shown(last.slot), where=last.slot.place,
        )  # fmt: skip
    elif not _same(last.path, path):
        yield _torn(slot, last.slot)


def _left_open(open_tags: list[_Open]) -> Iterator[Problem]:
    for tag in open_tags:
        needed = PAIRS[word(tag.slot)]
        yield problem("word_tag_not_closed", tag.slot.place, tag=shown(tag.slot), needed=needed)


def _torn(slot: Slot, opened: Slot) -> Problem:
    return problem(
        "word_tag_torn", slot.place, tag=shown(slot), other=shown(opened), where=opened.place
    )


def _after(literal: str, path: _Path) -> _Path:
    for closing, name, alone in _ELEMENT.findall(literal):
        if closing:
            path = path[1] if path else None
        elif not alone:
            path = (name, path)
    return path


def _same(one: _Path, other: _Path) -> bool:
    """Tell whether two places are as deep, and in the same cell, table, text box and note."""
    while one is not other:
        if one is None or other is None or one[0] != other[0] or one[0] in _UNDIVIDED:
            return False
        one, other = one[1], other[1]
    return True
