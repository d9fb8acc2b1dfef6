"""What tags do to table cells: merge, span and colour them, and what must hold afterwards."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from service.word.names import P, TBL, TC, TCPR, w
from service.word.source import Slot

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
    properties = tag.cell.find(TCPR)
    properties.tail = statement("if loop.first") + (properties.tail or "")
    last = tag.cell[-1]
    last.tail = (last.tail or "") + statement("else")
    etree.SubElement(tag.cell, P).tail = statement("endif")


def _merge_across(tag: CellTag, mark: Mark) -> None:
    span = _property(tag.cell, "gridSpan")
    width = span.get(w("val")) or "1"
    span.set(w("val"), mark(Slot("{{", f"{width} * loop.length", tag.place, "attribute")))
    start = mark(Slot("{%", "if loop.first", tag.place))
    end = mark(Slot("{%", "endif", tag.place))
    previous, row = tag.cell.getprevious(), tag.cell.getparent()
    if previous is not None:
        previous.tail = (previous.tail or "") + start
    elif row is not None:
        row.text = (row.text or "") + start
    tag.cell.tail = end + (tag.cell.tail or "")


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


def repair(root: etree._Element, opening: str, mark: Mark) -> None:
    """Let cells that tags may leave without a last paragraph be completed when filled."""
    for cell in root.iter(TC):
        last = next((child for child in reversed(cell) if child.tag in (P, TBL)), None)
        if last is not None and last.tag == P and not _conditional(cell, opening):
            continue
        _complete(cell, mark)


def _conditional(cell: etree._Element, opening: str) -> bool:
    return any(opening in (child.tail or "") for child in cell)


def _complete(cell: etree._Element, mark: Mark) -> None:
    start = mark(Slot("{%", "filter _sel", ""))
    end = mark(Slot("{%", "endfilter", ""))
    properties = cell.find(TCPR)
    if properties is not None:
        properties.tail = start + (properties.tail or "")
    else:
        cell.text = start + (cell.text or "")
    if len(cell):
        cell[-1].tail = (cell[-1].tail or "") + end
    else:
        cell.text += end
