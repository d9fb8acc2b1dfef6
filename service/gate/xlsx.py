"""The shape of an .xlsx, bounded before a reader allocates for it.

Twenty thousand rows are searched as bytes in the time one needs to inflate them: a single pattern
finds the first cell that is not written plainly within the rectangle the sheet seems to fill. What
is written in another way, or reaches further, goes through a parser that counts exactly. Which
parts are sheets is not asked: readers disagree about that, so every part is counted.
"""

import re
from collections.abc import Mapping
from posixpath import dirname, join, normpath

from service import package
from service.errors import Invalid
from service.gate import pictures
from service.gate.elements import Elements, area, column_number
from service.gate.shape import MAX_AREA, MAX_TEXT, MAX_XML, Extent, Shape, far
from service.package import Member

# Any element that is counted here and has a prefix: only a parser knows whose it is.
_PREFIXED = re.compile(
    rb":(?:c|row|mergeCell|hyperlink|cfRule|dataValidation|definedName|xf|si|sheet)[\s/>]"
)
_LAST_CELL = b'<c r="'
_PLACE = re.compile(rb"([A-Z]{1,3})(\d{1,7})\"")
_DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{1,3})(\d{1,7})"')
_RANGE = re.compile(
    rb'<(?:mergeCell|hyperlink)\s+ref="([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?"'
)
_STYLES = (b"cellXfs", b"cellStyleXfs")
_SHEET = re.compile(rb"<sheet[\s/>]")
_CELLS = (b"sheetData", b"<row", b":row")
_SPARSE = 2  # cells of the rectangle to a written one, from which on it is one cell's fault
_HEAD = 4_096  # bytes in which a sheet tells its dimension
_NARROW, _WIDE = 26, 702  # columns whose names have one letter, one or two
Parts = list[tuple[Member, package.Prologue]]
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def judge(content: bytes) -> None:
    """Judge an .xlsx or .xlsm whole. Raises Invalid."""
    members = package.read(content, "xlsx")
    shape, longest = Shape(), 0
    parts: Parts = []
    for member in members.values():
        part = _xml_part(member)
        if part is None:
            continue
        content, told = part
        parts.append((member, told))
        if sum(one.size for one, _ in parts) > MAX_XML:
            raise Invalid("workbook_too_large", limit=MAX_XML // 2**20)
        _count(member, content, told, shape)
        longest = max(longest, _longest_text(content))
    _judge_sheets(members, parts, shape)
    if longest * sum(one.cells for one in shape.extents) > MAX_TEXT:
        shape.text = _shown_text([one for one, _ in parts])
    shape.require()


def _xml_part(member: Member) -> tuple[bytes, package.Prologue] | None:
    """Return an XML part with how it begins; any other is inflated once and judged by itself."""
    pieces = member.pieces()
    first = next(pieces, b"")
    if package.is_xml(member.name, first):
        content = b"".join((first, *pieces))
        return content, package.prologue(member.name, content)
    for _ in pieces:
        pass
    pictures.require_bounded(member, first)
    return None


def _count(member: Member, content: bytes, told: package.Prologue, shape: Shape) -> None:
    """Add what the part holds to the shape."""
    extent = _quick(content, shape) if told.one_byte and not _PREFIXED.search(content) else None
    if extent is None:
        extent = Elements(member.name).read(content, shape)
    extent.part = extent.name = member.name
    if extent.cells:
        shape.extents.append(extent)


def _quick(content: bytes, shape: Shape) -> Extent | None:
    """Count a plainly written part; None, and nothing added, where a parser has to look."""
    ranges, links = _number_of(b"<mergeCell", content), _number_of(b"<hyperlink", content)
    found = _RANGE.findall(content) if ranges or links else []
    if len(found) != ranges + links:
        return None
    extent = _plain_extent(content)
    if extent is None:
        return None
    shape.merges += ranges
    shape.links += links
    shape.merged_area += sum(area(*map(bytes.decode, one)) for one in found)
    shape.rules += content.count(b"<cfRule") + _number_of(b"<dataValidation", content)
    shape.names += _number_of(b"<definedName", content)
    shape.styles += content.count(b"<xf") if any(one in content for one in _STYLES) else 0
    shape.sheets += len(_SHEET.findall(content))
    return extent


def _number_of(tag: bytes, content: bytes) -> int:
    """Return how often an element begins; the one around them has the same name with an s."""
    found = content.count(tag)
    return found - content.count(tag + b"s") if found else 0


def _plain_extent(content: bytes) -> Extent | None:
    """Return how far the cells reach at most; None where one is written in an unusual way."""
    if not any(one in content for one in _CELLS):
        return Extent("")
    bound = _seeming(content)
    if bound.area > MAX_AREA or bound.columns > _WIDE or _outside(bound).search(content):
        return None
    bound.cells = content.count(_LAST_CELL)
    return bound


def _seeming(content: bytes) -> Extent:
    """Return the rectangle the sheet seems to fill, rounded up to what a pattern can say."""
    places = [_PLACE.match(content, at + len(_LAST_CELL)) for at in _likely_last(content)]
    places.append(_DIMENSION.search(content[:_HEAD]))
    row, column = 1, 1
    for found in filter(None, places):
        row = max(row, int(found[2]))
        column = max(column, column_number(found[1].decode()))
    digits = str(row)
    row = int(digits[0] + "9" * (len(digits) - 1))
    if column > _NARROW:
        column = -(-column // _NARROW) * _NARROW
    return Extent("", row, column)


def _likely_last(content: bytes) -> list[int]:
    """Return where the last cell stands, and the last of the first row."""
    first_row = content.find(b"</row>")
    found = [content.rfind(_LAST_CELL), content.rfind(_LAST_CELL, 0, max(0, first_row))]
    return [at for at in found if at >= 0]


def _outside(bound: Extent) -> re.Pattern[bytes]:
    """Return a pattern for a cell that is not plainly one within the bound."""
    last = chr(64 + (bound.columns if bound.columns <= _NARROW else bound.columns // _NARROW - 1))
    column = f"[A-{last}]" if bound.columns <= _NARROW else f"[A-{last}]?[A-Z]"
    first, more = str(bound.rows)[0], len(str(bound.rows)) - 1
    row = rf"[1-{first}]?\d{{1,{more}}}" if more else rf"[1-{first}]"
    return re.compile(rf'<c(?! r="{column}{row}")[\s/>]'.encode())


def _longest_text(content: bytes) -> int:
    """Return the length of the longest shared text, with what stands around it."""
    if b":si>" in content or b"\0" in content[:4]:
        return len(content)
    return max(map(len, content.split(b"</si>"))) if b"</si>" in content else 0


def _shown_text(parts: list[Member]) -> int:
    """Return the bytes of shared texts, each as often as a cell shows it."""
    elements = [Elements(member.name, with_texts=True) for member in parts]
    for one, member in zip(elements, parts, strict=True):
        one.read(member.content(), Shape())
    lengths = [length for one in elements for length in one.lengths]
    return sum(lengths[number] for one in elements for number in one.shown if number < len(lengths))


def _judge_sheets(members: Mapping[str, Member], parts: Parts, shape: Shape) -> None:
    """Give the sheets their names, count anew what seemed too large, and tell of far cells."""
    names = _sheet_names(members, parts)
    for one in shape.extents:
        one.name = names.get(one.name, one.name)
    if sum(one.area for one in shape.extents) <= MAX_AREA:
        return
    exact = [Elements(one.part) for one in shape.extents]
    for one, elements in zip(shape.extents, exact, strict=True):
        found = elements.read(members[one.part].content(), Shape())
        one.rows, one.columns = found.rows, found.columns
    if sum(one.area for one in shape.extents) > MAX_AREA:
        largest, elements = max(
            zip(shape.extents, exact, strict=True), key=lambda pair: pair[0].area
        )
        if largest.area > _SPARSE * largest.cells:
            far([f"{largest.name}!{place}" for place in elements.furthest])


def _sheet_names(members: Mapping[str, Member], parts: Parts) -> dict[str, str]:
    """Return the names of the sheets by their parts. Raises Invalid for a part with two names."""
    found: dict[str, str] = {}
    for member, told in parts:
        relations = join(dirname(member.name), "_rels", f"{member.name.rpartition('/')[2]}.rels")
        if told.root != "workbook" or relations not in members:
            continue
        targets = {
            one.get("Id"): normpath(join(dirname(member.name), one.get("Target", ""))).lstrip("/")
            for one in package.xml(members[relations]).iter("{*}Relationship")
        }
        for sheet in package.xml(member).iter("{*}sheet"):
            part = targets.get(sheet.get(_RELATION), "")
            if part in found:
                raise Invalid("gate_sheet_twice")
            if part:
                found[part] = sheet.get("name", part)
    return found
