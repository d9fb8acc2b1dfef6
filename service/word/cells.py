"""What tags do to table cells: merge, span and colour them, and what must hold afterwards."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml import etree

from service.word.names import TBL, TC, TCPR, P, T, w
from service.word.source import Slot, Where
from service.word.tree import around

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


def repair(root: etree._Element, scan_opening: str, mark: Mark, loops: set[etree._Element]) -> None:
    """Let what tags may leave incomplete be completed when filled.

    A cell must end with a paragraph; `loops` are the tables whose tags change how many cells a
    row has, so that their grid must be counted anew.
    """
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
    return any(opening in (child.tail or "") for child in cell)


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
