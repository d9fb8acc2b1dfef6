"""One worksheet part of an .xlsx: its unusual cells, its merges, what is hidden.

Nearly every program writes rows in the same plain way: those are passed over with one regular
expression, and a row with something unusual in it is looked at cell by cell. A part written in
any other way (prefixes, other encodings, comments) is walked element by element, which is slow.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import Any

from lxml import etree
from openpyxl.utils import coordinate_to_tuple, range_boundaries

from service.workbook.grids.grid import Coordinate, Marks

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_TRUE = ("1", "true")
_MAIN = (
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
)

_START = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:<\?xml version="1.0"(?: encoding="(?:[Uu][Tt][Ff]-8|US-ASCII)")?'
    rb'(?: standalone="\w+")?\s*\?>\s*)?<worksheet ([^<>\']*)>'
)
_ATTRIBUTES = rb'(?: [\w:]+="[^"<&]*+")*+'
# No attribute that hides the row, and no cell with a formula, an error or a style of percentages.
_PLAIN_ROWS = (
    rb'(?:<row r="(\d+)"(?: (?:hidden="(?:0|false)"|(?!hidden)[\w:]+="[^"<&]*+"))*+ ?(?:/>|>'
    rb'(?:<c r="[A-Z]{1,2}\1"(?: s="%s\d+")?(?: t="(?!e)[a-zA-Z]+")? ?'
    rb'(?:/>|>(?:<v>[^<]*+</v>|<v ?/>|<is><t(?: xml:space="preserve")?>[^<]*+</t></is>)?+</c>))*+'
    rb"</row>)\s*+)*+"
)
_ROW = re.compile(rb"<row(" + _ATTRIBUTES + rb") ?(?:(/)>|>)")
_CELL = re.compile(
    rb"<c(" + _ATTRIBUTES + rb") ?(?:/>|>"
    rb"(<f" + _ATTRIBUTES + rb" ?(?:/>|>([^<]*+)</f>))?+"
    rb"(?:<v" + _ATTRIBUTES + rb" ?(?:/>|>([^<]*+)</v>))?+"
    rb"(?:<is>(?:[^<]|<(?!/is>|[!?])[^<>]*+>)*+</is>)?+</c>)\s*"
)
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_COLUMN = re.compile(rb"<col(" + _ATTRIBUTES + rb") ?/>")
_MERGE = re.compile(rb"<mergeCell(" + _ATTRIBUTES + rb") ?/>")
_BLANKS = re.compile(rb"\s*")


class OtherwiseWrittenError(Exception):
    """The part is not written in the plain way."""


def scan(part: bytes, percents: frozenset[str]) -> Marks:
    """Return the marks of a worksheet part; `percents` are the styles of percentages.

    Raises ValueError or XMLSyntaxError for what is no worksheet.
    """
    try:
        return search(part, percents)
    except OtherwiseWrittenError:
        return walk(part, percents)


def search(part: bytes, percents: frozenset[str]) -> Marks:
    """Return the marks of a part. Raises OtherwiseWrittenError unless it is written plainly."""
    begin, end = part.find(b"<sheetData"), part.rfind(b"</sheetData>")
    if end < 0:
        end = len(part) if begin < 0 else part.find(b">", begin) - 1
    head, tail = part[: max(begin, 0)], part[end:]
    _require_plain(head, tail)
    marks = Marks()
    for column in _COLUMN.finditer(head):
        _hide_columns(marks, _attributes(column[1]))
    for merge in _MERGE.finditer(tail):
        marks.merged.append(_merge(_attributes(merge[1]).get("ref")))
    if begin >= 0:
        _Rows(part, end, percents, marks).look(part.find(b">", begin) + 1)
    return marks


def _require_plain(head: bytes, tail: bytes) -> None:
    start = _START.match(head or tail)
    plain = start is not None and any(b'xmlns="' + name + b'"' in start[1] for name in _MAIN)
    around = head + tail
    odd = b"<!" in around or around.count(b"<?") > 1 or around.count(b'xmlns="') != 1
    if not plain or odd or any(around.count(name + b'"') > 1 for name in _MAIN):
        raise OtherwiseWrittenError


class _Rows:
    """The rows of a part, of which the plain ones are passed over."""

    def __init__(self, part: bytes, end: int, percents: frozenset[str], marks: Marks) -> None:
        self._part, self._end, self._percents, self._marks = part, end, percents, marks
        styles = b"|".join(style.encode() for style in sorted(percents))
        unless = b'(?!(?:%s)")' % styles if styles else b""
        self._plain = re.compile(_PLAIN_ROWS.replace(b"%s", unless))

    def look(self, at: int) -> None:
        """Note what is unusual in the rows from `at` on."""
        while at < self._end:
            passed = self._plain.match(self._part, at, self._end)
            at = passed.end() if passed else at
            if at < self._end:
                at = self._row(at)

    def _row(self, at: int) -> int:
        """Look at the cells of the row that begins at `at`; return where the next one begins."""
        head = _ROW.match(self._part, at, self._end)
        attributes = _attributes(head[1]) if head else {}
        if head is None or "r" not in attributes:
            raise OtherwiseWrittenError
        if attributes.get("hidden") in _TRUE:
            self._marks.hidden_rows.add(int(attributes["r"]))
        at = head.end()
        while not head[2] and not self._part.startswith(b"</row>", at):
            cell = _CELL.match(self._part, at, self._end)
            if cell is None:
                raise OtherwiseWrittenError
            self._cell(cell)
            at = cell.end()
        at += 0 if head[2] else len(b"</row>")
        between = _BLANKS.match(self._part, at)
        return between.end() if between else at

    def _cell(self, cell: re.Match[bytes]) -> None:
        attributes = _attributes(cell[1])
        if "r" not in attributes:
            raise OtherwiseWrittenError
        at = coordinate_to_tuple(attributes["r"])
        formula = None if cell[2] is None else unescape((cell[3] or b"").decode())
        value = unescape((cell[4] or b"").decode())
        percent = attributes.get("s") in self._percents
        _note(self._marks, at, _Cell(attributes.get("t"), formula, value, percent))


def _attributes(written: bytes) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in _ATTRIBUTE.findall(written)}


@dataclass(frozen=True)
class _Cell:
    kind: str | None
    formula: str | None
    value: str
    percent: bool


def _note(marks: Marks, at: Coordinate, cell: _Cell) -> None:
    """Note what is unusual about the cell."""
    if cell.formula is not None and not cell.value and cell.kind != "str":
        marks.uncalculated[at] = "=" + cell.formula
    if cell.kind == "e" and cell.value:
        marks.errors[at] = cell.value
    if cell.value and cell.percent:
        marks.percents.add(at)


def _hide_columns(marks: Marks, attributes: Any) -> None:
    if attributes.get("hidden") in _TRUE:
        first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
        marks.hidden_columns.update(range(max(first, 1), min(last, _LAST_COLUMN) + 1))


def _merge(cells: str | None) -> tuple[int, int, int, int]:
    if not cells:
        raise ValueError("a merge of no cells")
    left, top, right, bottom = range_boundaries(cells)
    return (left or 1, top or 1, right or _LAST_COLUMN, bottom or _LAST_ROW)


def walk(part: bytes, percents: frozenset[str]) -> Marks:
    """Return the marks of a worksheet part, however it is written."""
    marks = Marks()
    for at, cell in _elements(part, marks):
        formula, value = cell.find("{*}f"), cell.find("{*}v")
        written = None if formula is None else formula.text or ""
        stored = "" if value is None else value.text or ""
        percent = cell.get("s") in percents
        _note(marks, at, _Cell(cell.get("t"), written, stored, percent))
    return marks


def _elements(part: bytes, marks: Marks) -> Iterator[tuple[Coordinate, Any]]:
    """Yield every cell with its place; note what other elements say."""
    row, column = 0, 0
    tags = tuple(f"{{*}}{tag}" for tag in ("c", "row", "col", "mergeCell"))
    events = etree.iterparse(
        BytesIO(part), events=("start", "end"), tag=tags, resolve_entities=False, no_network=True
    )
    for event, element in events:
        tag = etree.QName(element).localname
        if event == "start":
            if tag == "row":
                row, column = int(element.get("r", row + 1)), 0
                if element.get("hidden") in _TRUE:
                    marks.hidden_rows.add(row)
            continue
        if tag == "c":
            at = element.get("r")
            row, column = coordinate_to_tuple(at) if at else (row, column + 1)
            yield (row, column), element
        elif tag == "col":
            _hide_columns(marks, element.attrib)
        elif tag == "mergeCell":
            marks.merged.append(_merge(element.get("ref")))
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
