"""What tags do to table cells: merge, span and colour them, and what must hold afterwards."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from service.word.names import TBL, TC, TCPR, TXBX, P, T, w
from service.word.scanning.source import Slot, Where
from service.word.scanning.tree import around

_HOLDERS = (TXBX, w("hdr"), w("ftr"), w("footnote"), w("endnote"), w("comment"))
Mark = Callable[[Slot], str]

_ORDER = tuple(
    w(name)
    for name in (
        "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar",
        "textDirection", "tcFitText", "vAlign", "hideMark",
    )
)  # fmt: skip


@dataclass(frozen=True)
class CellTag:
    """One of {% vm %}, {% hm %}, {% colspan n %}, {% cellbg colour %} in its cell."""

    cell: etree._Element
    holder: etree._Element
    name: str
    argument: str
    place: str
    typed: str = ""


def apply(found: Iterable[CellTag], mark: Mark) -> None:
    """Give each cell the property its tag asks for."""
    for tag in found:
        _APPLY[tag.name](tag, mark)


def _slot(tag: CellTag, opening: str, body: str, where: Where = "text") -> Slot:
    return Slot(opening, body, tag.place, where, typed=tag.typed)


def _span(tag: CellTag, mark: Mark) -> None:
    value = mark(_slot(tag, "{{", tag.argument, "attribute"))
    _property(tag.cell, "gridSpan").set(w("val"), value)


def _colour(tag: CellTag, mark: Mark) -> None:
    shade = _property(tag.cell, "shd")
    shade.set(w("val"), "clear")
    shade.set(w("color"), "auto")
    shade.set(w("fill"), mark(_slot(tag, "{{", tag.argument, "attribute")))


def _merge_down(tag: CellTag, mark: Mark) -> None:
    def statement(body: str) -> str:
        return mark(_slot(tag, "{%", body))

    merge = _property(tag.cell, "vMerge")
    first, other, end = statement("if loop.first"), statement("else"), statement("endif")
    merge.set(w("val"), f"{first}restart{other}continue{end}")
    begin = _first_text(tag)
    begin.text = statement("if loop.first") + (begin.text or "")
    tag.holder.text = (tag.holder.text or "") + statement("endif")


def _first_text(tag: CellTag) -> etree._Element:
    """Return where the merged text begins: at the cell's first text, if it stands as deep."""
    first = next(tag.cell.iter(T))
    depth = [step.tag for step in tag.holder.iterancestors()]
    return first if [step.tag for step in first.iterancestors()] == depth else tag.holder


def _merge_across(tag: CellTag, mark: Mark) -> None:
    span = _property(tag.cell, "gridSpan")
    width = span.get(w("val")) or "1"
    span.set(w("val"), mark(_slot(tag, "{{", f"{width} * loop.length", "attribute")))
    start = mark(_slot(tag, "{%", "if loop.first"))
    end = mark(_slot(tag, "{%", "endif"))
    around(tag.cell, start, end)


_APPLY = {"colspan": _span, "cellbg": _colour, "vm": _merge_down, "hm": _merge_across}


def _property(cell: etree._Element, name: str) -> etree._Element:
    """Return the cell's property of that name, made in the place the schema gives it."""
    properties = cell.find(TCPR)
    if properties is None:
        properties = etree.Element(TCPR)
        cell.insert(0, properties)
        properties.tail, cell.text = cell.text, None
    found = properties.find(w(name))
    if found is not None:
        return found
    made = etree.Element(w(name))
    rank = _ORDER.index(made.tag)
    at = sum(1 for child in properties if child.tag in _ORDER and _ORDER.index(child.tag) < rank)
    properties.insert(at, made)
    return made


def repair(
    root: etree._Element,
    slots: Sequence[Slot],
    marker: re.Pattern[str],
    mark: Mark,
    loops: set[etree._Element],
) -> None:
    """Let what tags may leave incomplete be completed when filled.

    A cell must end with a paragraph, and text boxes, headers and notes must hold one; `loops` are
    the tables whose tags change how many cells a row has or whether a row is left at all.
    `marker` finds the numbers of `slots`.
    """
    for holder in root.iter(*_HOLDERS):
        if _is_conditional(holder, marker) and not _ends_with_paragraph(holder, slots, marker):
            _complete(holder, mark)
    for cell in root.iter(TC):
        if not _ends_with_paragraph(cell, slots, marker):
            _complete(cell, mark)
    for table in root.iter(TBL):
        if table in loops:
            start = mark(Slot("{%", "filter _tabel", "", implied=True))
            end = mark(Slot("{%", "endfilter", "", implied=True))
            around(table, start, end)


def _is_conditional(holder: etree._Element, marker: re.Pattern[str]) -> bool:
    texts = (holder.text, *(child.tail for child in holder))
    return any(marker.search(text or "") for text in texts)


@dataclass
class _Branches:
    """What an open {% if %} or {% for %} says of its branches: does each end with a paragraph?"""

    before: bool
    ends: list[bool]
    covers_all: bool = False  # there is an {% else %}: one of the branches is taken


def _ends_with_paragraph(
    cell: etree._Element, slots: Sequence[Slot], marker: re.Pattern[str]
) -> bool:
    """Prove that the cell ends with a paragraph, whichever of its tags' branches are taken."""
    ends, open_tags = False, list[_Branches]()
    for tag, text in ((None, cell.text), *((child.tag, child.tail) for child in cell)):
        ends = tag == P if tag in (P, TBL) else ends
        for number in marker.findall(text or ""):
            ends = _after(slots[int(number)], ends, open_tags)
    return ends


def _after(slot: Slot, ends: bool, open_tags: list[_Branches]) -> bool:
    """Return whether what stands so far ends with a paragraph, once this tag is passed too."""
    word = slot.body.split(" ", 1)[0]
    if slot.opening != "{%":
        return ends and slot.opening == "{#"
    if word in ("if", "for"):
        open_tags.append(_Branches(ends, []))
        return ends
    if word in ("elif", "else", "endif", "endfor") and open_tags:
        branches = open_tags[-1]
        branches.ends.append(ends)
        branches.covers_all |= word == "else"
        if word in ("elif", "else"):
            return branches.before
        open_tags.pop()
        return all(branches.ends) and (branches.before or branches.covers_all)
    return ends and word == "set"


def _complete(cell: etree._Element, mark: Mark) -> None:
    start = mark(Slot("{%", "filter _sel", "", implied=True))
    end = mark(Slot("{%", "endfilter", "", implied=True))
    properties = cell.find(TCPR)
    if properties is not None:
        properties.tail = start + (properties.tail or "")
    else:
        cell.text = start + (cell.text or "")
    if len(cell):
        cell[-1].tail = (cell[-1].tail or "") + end
    else:
        cell.text = (cell.text or "") + end
