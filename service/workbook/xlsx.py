"""What calamine does not tell of an .xlsx, and whether it may be given to calamine at all."""

from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath
from typing import Any

from lxml import etree
from openpyxl.utils import get_column_letter

from service import package
from service.errors import Invalid, Problem, problem
from service.package import Member
from service.workbook.grid import Marks
from service.workbook.number_formats import BUILT_IN_PERCENTS, is_percent
from service.workbook.sheet_xml import Extent, scan
from service.workbook.values import MAX_AREA, MAX_SHEETS

MAX_ROWS, MAX_COLUMNS, MAX_CELLS, MAX_MERGES = 100_000, 400, 500_000, 5_000
_MAX_SHEETS_SIZE = 64 * 2**20  # bytes of all sheets and shared strings, unzipped
_MAX_PART_SIZE = 8 * 2**20  # bytes of any other part that is read here

Members = Mapping[str, Member]


def marks(content: bytes) -> dict[str, Marks]:
    """Return the marks of every sheet by name.

    Raises Invalid for a damaged file, for cells far outside any table and for too many of them.
    """
    members = package.read(content, "xlsx")
    sizes = [m.size for n, m in members.items() if "worksheets/" in n or "sharedStrings" in n]
    if sum(sizes) > _MAX_SHEETS_SIZE:
        raise Invalid("workbook_too_large", limit=_MAX_SHEETS_SIZE // 2**20)
    try:
        percents = _percent_styles(members)
        parts = dict(_sheet_parts(members))
        if len(parts) > MAX_SHEETS:
            raise Invalid("workbook_too_many_sheets", found=len(parts), limit=MAX_SHEETS)
        scanned = {name: scan(part.content(), percents, _fits) for name, part in parts.items()}
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Invalid("workbook_unreadable") from fault
    wrong = [told for name, found in scanned.items() for told in _beyond(name, *found)]
    if wrong:
        raise Invalid("workbook_invalid", wrong, count=len(wrong), name="berkas ini")
    return {name: mark for name, (mark, _) in scanned.items()}


def _beyond(name: str, mark: Marks, extent: Extent) -> Iterator[Problem]:
    if extent.filled > MAX_CELLS or len(mark.merged) > MAX_MERGES:
        yield problem("workbook_sheet_crowded", name)
    far = _far(extent)
    if far is not None:
        place = f"{name}!{get_column_letter(far[1])}{far[0]}"
        yield problem("workbook_cell_far", place, expected="kosong")


def _fits(extent: Extent) -> bool:
    return _far(extent) is None


def _far(extent: Extent) -> tuple[int, int] | None:
    """Return the cell that makes the rectangle around all values too large."""
    rows, columns = extent.lowest[0], extent.widest[1]
    if columns > MAX_COLUMNS:
        return extent.widest
    if rows > MAX_ROWS or rows * columns > MAX_AREA:
        return extent.lowest
    return None


def _tree(members: Members, name: str) -> Any:
    if name not in members:
        raise Invalid("workbook_unreadable")
    if members[name].size > _MAX_PART_SIZE:
        raise Invalid("workbook_too_large", limit=_MAX_PART_SIZE // 2**20)
    return package.xml(members[name])


def _sheet_parts(members: Members) -> Iterator[tuple[str, Member]]:
    book = package.main_part(members)
    targets = dict(_targets(members, book))
    folded = {name.casefold(): member for name, member in members.items()}
    for sheet in _tree(members, book).iter("{*}sheet"):
        ids = [value for key, value in sheet.attrib.items() if key.endswith("}id")]
        kind, target = targets.get(ids[0] if ids else "", ("", ""))
        if kind.endswith("/worksheet"):
            if target.casefold() not in folded:
                raise Invalid("workbook_unreadable")
            yield sheet.get("name", ""), folded[target.casefold()]


def _targets(members: Members, part: str) -> Iterator[tuple[str, tuple[str, str]]]:
    folder = dirname(part)
    name = join(folder, "_rels", f"{part.rpartition('/')[2]}.rels")
    for entry in _tree(members, name).iter("{*}Relationship"):
        target = normpath(join("/", folder, entry.get("Target", ""))).lstrip("/")
        yield entry.get("Id", ""), (entry.get("Type", ""), target)


def _percent_styles(members: Members) -> frozenset[str]:
    if "xl/styles.xml" not in members:
        return frozenset()
    root = _tree(members, "xl/styles.xml")
    formats = set(BUILT_IN_PERCENTS)
    for entry in root.iter("{*}numFmt"):
        if is_percent(entry.get("formatCode", "")):
            formats.add(int(entry.get("numFmtId", "")))
    used = root.find("{*}cellXfs")
    styles = [] if used is None else list(used.iter("{*}xf"))
    return frozenset(
        str(number)
        for number, style in enumerate(styles)
        if int(style.get("numFmtId", 0)) in formats
    )
