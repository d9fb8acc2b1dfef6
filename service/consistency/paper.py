"""A Word file as a reader sees it: paragraphs and tables in order, heads and feet of pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from service import package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P, _TBL, _T, _TR, _TC, _VAL = _W + "p", _W + "tbl", _W + "t", _W + "tr", _W + "tc", _W + "val"
_SPACES = {_W + "tab": "\t", _W + "br": " ", _W + "cr": " ", _W + "noBreakHyphen": "-"}
_UNSEEN = (_MC + "Fallback", _W + "del", _W + "moveFrom")
_BOX = _W + "txbxContent"
_MARGIN = re.compile(r"word/(header|footer)\d*\.xml")
_BLANKS = re.compile(r"[ \u00a0\u2007\u2009\u202f\n]+")


@dataclass(frozen=True)
class Cell:
    """One cell: where it begins, how many columns it covers, its paragraphs and nested tables.

    A cell merged with the one above (`continues`) has that one's paragraphs.
    """

    column: int
    span: int
    paragraphs: tuple[str, ...]
    tables: tuple["Table", ...] = ()
    continues: bool = False

    @property
    def text(self) -> str:
        """Return the paragraphs in one line."""
        return " ".join(filter(None, self.paragraphs))


@dataclass(frozen=True)
class Row:
    """One row; `header` is Word's mark for rows repeated on each page."""

    cells: tuple[Cell, ...]
    header: bool


@dataclass(frozen=True)
class Table:
    """A table's rows, with merged cells resolved."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Paper:
    """The body in order, then text boxes; `margins` are the lines of heads and feet, each once."""

    blocks: tuple[str | Table, ...]
    margins: tuple[str, ...] = field(default=())


def paper_of(content: bytes) -> Paper:
    """Read a Word file. Raises Invalid when it is not a sound one.

    Deleted text is not read; an empty paragraph is left out.
    """
    members = package.read(content, "docx")
    body = package.xml(members[package.main_part(members)])
    margins = [
        line
        for name, member in members.items()
        if _MARGIN.fullmatch(name)
        for line in _blocks(package.xml(member))
        if isinstance(line, str)
    ]
    return Paper(tuple(_seen(body)), tuple(dict.fromkeys(margins)))


def _seen(root: etree._Element) -> Iterator[str | Table]:
    """Yield the blocks of a part, those of its text boxes last."""
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    boxes = list(root.iter(_BOX))
    for box in boxes:
        parent = box.getparent()
        if parent is not None:
            parent.remove(box)
    for part in (root, *boxes):
        yield from _blocks(part)


def _blocks(parent: etree._Element) -> Iterator[str | Table]:
    for child in parent:
        if child.tag == _P:
            text = _text(child)
            if text:
                yield text
        elif child.tag == _TBL:
            yield _table(child)
        elif isinstance(child.tag, str):  # body, content controls, insertions
            yield from _blocks(child)


def _text(paragraph: etree._Element) -> str:
    pieces = [
        (node.text or "") if node.tag == _T else _SPACES[node.tag]
        for node in paragraph.iter(_T, *_SPACES)
    ]
    return _BLANKS.sub(" ", "".join(pieces)).strip()


def _table(element: etree._Element) -> Table:
    above: dict[int, Cell] = {}
    rows = []
    for tr in _children(element, _TR):
        cells = []
        column = _number(tr, "trPr", "gridBefore", 0)
        for tc in _children(tr, _TC):
            cell = _cell(tc, column, above)
            above[column] = cell
            column += cell.span
            cells.append(cell)
        header = tr.find(f"{_W}trPr/{_W}tblHeader") is not None
        rows.append(Row(tuple(cells), header))
    return Table(tuple(rows))


def _cell(tc: etree._Element, column: int, above: dict[int, Cell]) -> Cell:
    span = max(1, _number(tc, "tcPr", "gridSpan", 1))
    merge = tc.find(f"{_W}tcPr/{_W}vMerge")
    if merge is not None and merge.get(_VAL) != "restart" and column in above:
        return Cell(column, span, above[column].paragraphs, continues=True)
    blocks = tuple(_blocks(tc))
    texts = tuple(one for one in blocks if isinstance(one, str))
    return Cell(column, span, texts, tuple(one for one in blocks if isinstance(one, Table)))


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the rows or cells of a table, also those inside content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"):
            yield from _children(child, tag)


def _number(element: etree._Element, properties: str, name: str, default: int) -> int:
    found = element.find(f"{_W}{properties}/{_W}{name}")
    value = found.get(_VAL) if found is not None else None
    return int(value) if value is not None and value.isdecimal() else default
