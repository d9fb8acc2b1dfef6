"""Match opening and closing tags, and see that what lies between them is whole XML.

What a tag removes or repeats must begin and end at the same depth of the document: a loop opened
in one row and closed in another table would tear the XML. So a filled part is well-formed without
being parsed again. A misspelt tag counts as what it was meant to be: one fault is told once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from service.errors import Problem, problem
from service.word.checks.statements import END, ENDS, INSIDE, PAIRS, is_known, meant, sets_inline
from service.word.scanning.source import Slot, Source, shown

MAX_DEPTH = 100  # the evaluator's own limit lies at 150
MAX_BRANCHES = 500  # of one condition: the evaluator holds them all at once

_ELEMENT = re.compile(r"<(/?)([A-Za-z][^\s/>]*)(?:[^>\"]|\"[^\"]*\")*?(/?)>")
_HOLDERS = {
    f"w:{name}" for name in ("tbl", "tr", "tc", "txbxContent", "footnote", "endnote", "comment")
}
_Path = tuple[str, "_Path"] | None


@dataclass
class _Open:
    at: int
    slot: Slot
    name: str
    path: _Path
    branches: int = 0
    skipped_by: Slot | None = None  # what closed the tag around it while it was still open


@dataclass
class _Stray:
    """A closing tag for which nothing was open; `inner` is what was open in its place."""

    at: int
    slot: Slot
    name: str
    inner: _Open | None


@dataclass
class _Matching:
    open: list[_Open] = field(default_factory=list)
    left: list[_Open] = field(default_factory=list)
    strays: list[_Stray] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def step(self, at: int, slot: Slot, path: _Path) -> None:
        """Take in the next statement, the tag number `at`."""
        name = meant(slot)
        if name in PAIRS:
            self._begin(_Open(at, slot, name, path))
        elif name in ENDS or name == END:
            self._close(at, slot, name, path)
        elif name in INSIDE:
            self._inside(slot, name, path)

    def _begin(self, opened: _Open) -> None:
        self.open.append(opened)
        if len(self.open) == MAX_DEPTH + 1:
            place = opened.slot.place
            self._tell("word_tag_too_deep", place, tag=shown(opened.slot), limit=str(MAX_DEPTH))

    def _inside(self, slot: Slot, name: str, path: _Path) -> None:
        near = reversed(self.open[-MAX_DEPTH:])
        holding = next((one for one in near if one.name in INSIDE[name]), None)
        if holding is None:
            needed = _tag(slot, f"{INSIDE[name][0]} …")
            self._tell("word_tag_not_open", slot.place, tag=shown(slot), needed=needed)
            return
        holding.branches += name == "elif"
        if name == "elif" and holding.branches == MAX_BRANCHES + 1:
            limit = str(MAX_BRANCHES)
            self._tell("word_tag_too_deep", slot.place, tag=shown(slot), limit=limit)
        if name in ("else", "elif"):
            self._same_depth(slot, path, holding)

    def _close(self, number: int, slot: Slot, name: str, path: _Path) -> None:
        if slot.implied:
            while not (last := self.open.pop()).slot.implied:
                self.left.append(last)
            return
        at = self._match(name)
        if at is None:
            inner = self.open[-1] if self.open and not self.open[-1].slot.implied else None
            self.strays.append(_Stray(number, slot, name, inner))
            return
        for skipped in self.open[at + 1 :]:
            skipped.skipped_by = slot
            self.left.append(skipped)
        self._same_depth(slot, path, self.open[at])
        del self.open[at:]

    def _match(self, name: str) -> int | None:
        """Return which of the open tags this one closes, within the cell it stands in."""
        for at in range(len(self.open) - 1, max(-1, len(self.open) - 1 - MAX_DEPTH), -1):
            if self.open[at].slot.implied:
                return None
            if name in (END, PAIRS[self.open[at].name]):
                return at
        return None

    def _same_depth(self, slot: Slot, path: _Path, opened: _Open) -> None:
        if not (_is_loose(slot) or _is_loose(opened.slot) or _fits(opened.path, path)):
            self._tell_pair("word_tag_torn", slot, opened.slot)

    def _tell_pair(self, code: str, slot: Slot, opened: Slot) -> None:
        there = opened.place
        self._tell(code, slot.place, tag=shown(slot), other=shown(opened), where=there)

    def _tell(self, code: str, place: str, **details: str) -> None:
        self.problems.append(problem(code, place, **details))

    def end(self) -> list[Problem]:
        """Tell what stayed open or closed nothing: each pair that belongs together once."""
        left = {one.at: one for one in sorted([*self.left, *self.open], key=lambda one: one.at)}
        waiting = list(reversed(left.values()))
        before: dict[str, list[_Open]] = {}
        for stray in self.strays:
            while waiting and waiting[-1].at < stray.at:
                one = waiting.pop()
                before.setdefault(PAIRS[one.name], []).append(one)
            self._explain(stray, left, before.get(stray.name, []))
        for one in left.values():
            needed = _tag(one.slot, PAIRS[one.name])
            self._tell("word_tag_not_closed", one.slot.place, tag=shown(one.slot), needed=needed)
        return self.problems

    def _explain(self, stray: _Stray, left: dict[int, _Open], before: list[_Open]) -> None:
        while before and before[-1].at not in left:
            before.pop()
        if before:
            partner = left.pop(before.pop().at)
            if partner.skipped_by is not None:
                self._tell_pair("word_tag_crossed", partner.skipped_by, partner.slot)
            elif not (_is_loose(stray.slot) or _is_loose(partner.slot)):
                self._tell_pair("word_tag_torn", stray.slot, partner.slot)
        elif stray.inner is not None and stray.inner.at in left:
            del left[stray.inner.at]
            self._tell_pair("word_tag_crossed", stray.slot, stray.inner.slot)
        else:
            needed = _tag(stray.slot, f"{ENDS.get(stray.name, 'for / if')} …")
            place = stray.slot.place
            self._tell("word_tag_not_open", place, tag=shown(stray.slot), needed=needed)


def _tag(slot: Slot, body: str) -> str:
    """Return the tag that belongs to a slot's, as its author has to write it."""
    return f"{{%{slot.scope} {body} %}}"


def faults(source: Source) -> Iterator[Problem]:
    """Yield what is opened and not closed, closed and not opened, or torn across the document."""
    matching = _Matching()
    path: _Path = None
    for at, (slot, literal) in enumerate(zip(source.slots, source.literals, strict=False)):
        path = _after(literal, path)
        if slot.opening == "{%" and not sets_inline(slot):
            matching.step(at, slot, path)
    yield from matching.end()


def _after(literal: str, path: _Path) -> _Path:
    for closing, name, alone in _ELEMENT.findall(literal):
        if closing:
            path = path[1] if path else None
        elif not alone:
            path = (name, path)
    return path


def _is_loose(slot: Slot) -> bool:
    """Tell whether nobody knows where a tag would stand once it is mended."""
    return slot.broken or not is_known(slot)


def _fits(opened: _Path, closed: _Path) -> bool:
    """Tell whether two tags stand at one depth, and in one and the same table, row and cell."""
    return _holder(opened) is _holder(closed) and _same(opened, closed)


def _holder(path: _Path) -> _Path:
    while path is not None and path[0] not in _HOLDERS:
        path = path[1]
    return path


def _same(one: _Path, other: _Path) -> bool:
    """Tell whether two places are as deep, in elements of the same names."""
    while one is not other:
        if one is None or other is None or one[0] != other[0]:
            return False
        one, other = one[1], other[1]
    return True
