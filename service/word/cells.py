"""What tags do to table cells: merge, span and colour them, and what must hold afterwards."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from service.word.names import TBL, TC, TCPR, TXBX, P, T, w
from service.word.source import Slot
from service.word.tree import around

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


def apply(found: list[CellTag], mark: Mark) -> None:
    """Give each cell the property its tag asks for."""
    for tag in found:
        _APPLY[tag.name](tag, mark)


def _span(tag: CellTag, mark: Mark) -> None:
    value = mark(Slot("{{", tag.argument, tag.place, "attribute"))
    _property(tag.cell, "gridSpan").set(w("val"), value)


def _colour(tag: CellTag, mark: Mark) -> None:
    shade = _property(tag.cell, "shd")
    shade.set(w("val"), "clear")
    shade.set(w("color"), "auto")
    shade.set(w("fill"), mark(Slot("{{", tag.argument, tag.place, "attribute")))


def _merge_down(tag: CellTag, mark: Mark) -> None:
    def statement(body: str) -> str:
        return mark(Slot("{%", body, tag.place))

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
    span.set(w("val"), mark(Slot("{{", f"{width} * loop.length", tag.place, "attribute")))
    start = mark(Slot("{%", "if loop.first", tag.place))
    end = mark(Slot("{%", "endif", tag.place))
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


def repair(root: etree._Element, scan_opening: str, mark: Mark, loops: set[etree._Element]) -> None:
    """Let what tags may leave incomplete be completed when filled.

    A cell must end with a paragraph, and text boxes, headers and notes must hold one; `loops` are
    the tables whose tags change how many cells a row has or whether a row is left at all.
    """
    for holder in root.iter(*_HOLDERS):
        if _conditional(holder, scan_opening):
            _complete(holder, mark)
    for cell in root.iter(TC):
        last = next((child for child in reversed(cell) if child.tag in (P, TBL)), None)
        if last is None or last.tag != P or _conditional(cell, scan_opening):
            _complete(cell, mark)
    for table in root.iter(TBL):
        if table in loops:
            start = mark(Slot("{%", "filter _tabel", "", implied=True))
            end = mark(Slot("{%", "endfilter", "", implied=True))
            around(table, start, end)


def _conditional(cell: etree._Element, opening: str) -> bool:
    return any(opening in (text or "") for text in (cell.text, *(child.tail for child in cell)))


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
