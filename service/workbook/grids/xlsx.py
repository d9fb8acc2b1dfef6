"""What calamine does not tell of an .xlsx."""

from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath
from typing import Any

from lxml import etree

from service import package
from service.errors import Invalid
from service.package import Member
from service.workbook.grids.grid import Marks
from service.workbook.grids.number_formats import BUILT_IN_PERCENTS, is_percent
from service.workbook.grids.sheet_xml import scan

Members = Mapping[str, Member]


def marks(content: bytes) -> dict[str, Marks]:
    """Return the marks of every sheet by name. Raises Invalid for a damaged file."""
    members = package.read(content, "xlsx")
    try:
        percents = _percent_styles(members)
        return {name: scan(part.content(), percents) for name, part in _sheet_parts(members)}
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Invalid("workbook_unreadable") from fault


def _tree(members: Members, name: str) -> Any:
    if name not in members:
        raise Invalid("workbook_unreadable")
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
