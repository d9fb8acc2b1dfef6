"""The sheets of an .ods: what repeats is counted as often as it says."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from service import package
from service.errors import Invalid
from service.gate import pictures
from service.gate.shape import MAX_CELLS, MAX_XML, Extent, Shape, crowded
from service.package import Member

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_MAX_ELEMENTS = 8 * MAX_CELLS  # start and end tags: a cell, the paragraph in it
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_VALUES = frozenset({"value-type", "value", "formula", "string-value", "date-value"})
Attributes = dict[str, str]


def judge(content: bytes) -> None:
    """Judge an .ods whole. Raises Invalid."""
    members = package.read(content, "ods")
    size, sheets = 0, b""
    for member in members.values():
        pieces = member.pieces()
        first = next(pieces, b"")
        if not package.is_xml(member.name, first):
            for _ in pieces:
                pass
            pictures.require_bounded(member, first)
            continue
        size += member.size
        if size > MAX_XML:
            raise Invalid("workbook_too_large", limit=MAX_XML // 2**20)
        part = b"".join((first, *pieces))
        package.prologue(member.name, part)
        _refuse_encrypted(member)
        sheets = part if member.name == _CONTENT else sheets
    _Sheets().count(sheets)


def _refuse_encrypted(member: Member) -> None:
    locked = "{*}encryption-data"
    if member.name == _MANIFEST and package.xml(member).find(f".//{locked}") is not None:
        raise Invalid("package_encrypted", expected=member.name)


@dataclass
class _Row:
    repeated: int = 1
    width: int = 0
    reach: int = 0  # the last filled column
    cells: int = 0
    text: int = 0


@dataclass
class _Cell:
    repeated: int
    filled: bool
    start: int
    spaces: int = 0


class _Sheets:
    """Counts content.xml; names are taken without their prefixes, as some readers do."""

    def __init__(self) -> None:
        self._shape = Shape()
        self._sheet: Extent | None = None
        self._below = 0  # rows of the sheet at hand so far
        self._row, self._cell = _Row(), _Cell(0, filled=False, start=0)
        self._parser = expat.ParserCreate()
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "table": self._table,
            "table-row": self._start_row,
            "table-cell": self._start_cell,
            "covered-table-cell": self._start_cell,
            "p": self._paragraph,
            "s": self._spaces,
            "named-range": self._named,
            "content-validation": self._rule,
            "condition": self._rule,
            "style": self._style,
            "a": self._link,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "table": self._end_table,
            "table-row": self._end_row,
            "table-cell": self._end_cell,
            "covered-table-cell": self._end_cell,
        }
        self._known: dict[str, str] = {}  # names with their prefixes, and without

    def count(self, content: bytes) -> None:
        """Hold what the part says against the limits. Raises Invalid."""
        if content.count(b"<") > _MAX_ELEMENTS:
            crowded("berkas ini")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse
        try:
            self._parser.Parse(content, True)
        except (expat.ExpatError, ValueError, LookupError) as fault:
            raise Invalid("package_bad_xml", member=_CONTENT) from fault
        self._shape.require()

    def _refuse(self, *_: object) -> NoReturn:
        raise Invalid("package_doctype", member=_CONTENT)

    def _start(self, tag: str, attributes: Attributes) -> None:
        handler = self._starts.get(self._local(tag))
        if handler is not None:
            handler({self._local(name): value for name, value in attributes.items()})

    def _end(self, tag: str) -> None:
        handler = self._ends.get(self._local(tag))
        if handler is not None:
            handler()

    def _local(self, tag: str) -> str:
        local = self._known.get(tag)
        if local is None:
            local = self._known[tag] = tag.rpartition(":")[2]
        return local

    def _table(self, attributes: Attributes) -> None:
        if self._sheet is not None:
            raise Invalid("gate_ods_nested", sheet=self._sheet.name)
        self._sheet = Extent(attributes.get("name") or "berkas ini")
        self._below = 0
        self._shape.sheets += 1
        self._shape.extents.append(self._sheet)

    def _end_table(self) -> None:
        self._sheet = None

    def _start_row(self, attributes: Attributes) -> None:
        self._row = _Row(_number(attributes, "number-rows-repeated"))

    def _end_row(self) -> None:
        row, sheet = self._row, self._sheet
        self._below += row.repeated
        if sheet is None or not row.cells:
            return
        if row.reach:
            sheet.rows, sheet.columns = self._below, max(sheet.columns, row.reach)
            self._shape.text += row.repeated * row.text
        sheet.cells += row.cells * row.repeated if row.reach else row.cells

    def _start_cell(self, attributes: Attributes) -> None:
        repeated = _number(attributes, "number-columns-repeated")
        filled = not _VALUES.isdisjoint(attributes)
        self._cell = _Cell(repeated, filled, self._parser.CurrentByteIndex)
        wide = _number(attributes, "number-columns-spanned")
        high = _number(attributes, "number-rows-spanned")
        if wide * high > 1:
            self._shape.merges += 1
            self._shape.merged_area += wide * high

    def _end_cell(self) -> None:
        row, cell = self._row, self._cell
        row.width += cell.repeated
        row.cells += cell.repeated if cell.filled else 1
        if cell.filled:
            row.reach = row.width
            length = self._parser.CurrentByteIndex - cell.start + cell.spaces
            row.text += cell.repeated * length

    def _paragraph(self, _: Attributes) -> None:
        self._cell.filled = True

    def _spaces(self, attributes: Attributes) -> None:
        self._cell.spaces += _number(attributes, "c")

    def _named(self, _: Attributes) -> None:
        self._shape.names += 1

    def _rule(self, _: Attributes) -> None:
        self._shape.rules += 1

    def _style(self, _: Attributes) -> None:
        self._shape.styles += 1

    def _link(self, _: Attributes) -> None:
        self._shape.links += 1


def _number(attributes: Attributes, name: str) -> int:
    told = attributes.get(name)
    if told is None:
        return 1
    if not _NUMBER.fullmatch(told.strip()):
        raise Invalid("workbook_unreadable")
    return int(told)
