"""What openpyxl drops when it saves somebody else's workbook, put back from the original file.

It keeps formulas without their results, reads only charts and pictures of a drawing, and knows no
extensions. The copy gets what stood in each cell, every drawing whole, and the extensions that
lean on nothing outside their sheet. `lost` tells the rest.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Any
from zipfile import ZipFile

from lxml import etree

Parts = dict[str, bytes]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_TYPE = re.compile(rb'\s+t="[^"]*"')
_AFTER_DRAWING = re.compile(rb"<(?:legacyDrawing|legacyDrawingHF|tableParts|extLst)\b|</worksheet>")
_DATA_BAR = b"dataBar"  # its twin among the plain rules has lost the number that joins the two
_LOST = {
    "control": "tombol atau kotak pilihan", "ctrlProp": "tombol atau kotak pilihan",
    "oleObject": "objek sisipan", "slicer": "pemotong data (slicer)",
    "timeline": "garis waktu", "image": "gambar latar lembar",
    "vbaProject": "makro", "threadedComment": "utas komentar (isinya tetap sebagai komentar biasa)",
}  # fmt: skip


@dataclass
class _Kept:
    """What one sheet of the original holds: its cells by name, and what stands below them."""

    cells: dict[bytes, tuple[bytes, bytes]] = field(default_factory=dict)
    ignored: bytes = b""
    extensions: bytes = b""


def opened(content: bytes) -> Parts:
    """Return the parts of a workbook's file by name."""
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def put_back(original: Parts, written: Parts) -> None:
    """Put into `written`, openpyxl's copy of `original`, what its sheets held before."""
    before, after = sheet_parts(original), sheet_parts(written)
    graft = _Graft(original, written)
    for name, part in before.items():
        if name in after:
            kept = _read(original[part])
            drawing = graft.drawing(part, after[name])
            written[after[name]] = _with(written[after[name]], kept, drawing)
    graft.strings()
    if "docProps/core.xml" in original:
        written["docProps/core.xml"] = original["docProps/core.xml"]


def lost(original: Parts) -> tuple[str, ...]:
    """Return what a copy of this workbook cannot hold, in the clerk's words."""
    found: dict[str, None] = {}
    for name in original:
        if name.endswith(".rels"):
            for one in _relations(original, name):
                kind = one.get("Type", "").rpartition("/")[2]
                in_sheet = name.startswith(("xl/worksheets/", "xl/_rels/"))
                if kind in _LOST and in_sheet:
                    found[_LOST[kind]] = None
    return tuple(found)


def sheet_parts(parts: Parts) -> dict[str, str]:
    """Return the part of each worksheet by the sheet's name."""
    targets = {
        one.get("Id"): _target("xl/workbook.xml", one)
        for one in _relations(parts, "xl/_rels/workbook.xml.rels")
    }
    sheets = _tree(parts["xl/workbook.xml"]).iter(f"{_MAIN}sheet")
    found = {one.get("name", ""): targets.get(one.get(f"{{{_OFFICE}}}id"), "") for one in sheets}
    return {name: part for name, part in found.items() if part in parts and "worksheets/" in part}


def _read(sheet: bytes) -> _Kept:
    kept = _Kept()
    tags = tuple(f"{_MAIN}{tag}" for tag in ("c", "ignoredErrors", "extLst"))
    events = etree.iterparse(
        BytesIO(sheet), tag=tags, resolve_entities=False, no_network=True, huge_tree=True
    )
    for _, element in events:
        tag, parent = element.tag[len(_MAIN) :], element.getparent()
        if tag == "c":
            _keep(kept, element)
            element.clear()
        elif parent is not None and parent.tag == f"{_MAIN}worksheet":
            if tag == "ignoredErrors":
                kept.ignored = _text(element)
            else:
                kept.extensions = _extensions(element)
    return kept


def _keep(kept: _Kept, cell: Any) -> None:
    name = cell.get("r", "").encode()
    if name and len(cell):
        kept.cells[name] = (cell.get("t", "n").encode(), b"".join(map(_text, cell)))


def _text(element: Any) -> bytes:
    return bytes(etree.tostring(element, with_tail=False))


def _extensions(element: Any) -> bytes:
    """Return the extensions that point at no other part."""
    kept = [
        text
        for text in map(_text, element)
        if _OFFICE.encode() not in text and _DATA_BAR not in text
    ]
    return b"<extLst>" + b"".join(kept) + b"</extLst>" if kept else b""


def _with(sheet: bytes, kept: _Kept, drawing: bytes) -> bytes:
    def refilled(match: re.Match[bytes]) -> bytes:
        name, attributes, _ = match.groups()
        if name not in kept.cells:
            return match[0]
        kind, inside = kept.cells[name]
        rest = _TYPE.sub(b"", attributes)
        return b'<c r="%s"%s t="%s">%s</c>' % (name, rest, kind, inside)

    filled = _CELL.sub(refilled, sheet)
    at = _AFTER_DRAWING.search(
        filled, filled.rindex(b"</sheetData>") if b"</sheetData>" in filled else 0
    )
    if at is None:
        return filled
    end = filled.rindex(b"</worksheet>")
    return b"".join(
        (filled[: at.start()], kept.ignored, drawing, filled[at.start() : end],
         kept.extensions, filled[end:])
    )  # fmt: skip


class _Graft:
    """Carries parts of the original, and all they lean on, into the copy under their own names."""

    def __init__(self, original: Parts, written: Parts) -> None:
        self._original, self._written = original, written
        self._types = _tree(original["[Content_Types].xml"])

    def drawing(self, before: str, after: str) -> bytes:
        """Carry the drawing of a sheet over; return the element that leads to it."""
        for one in _relations(self._original, _rels_of(before)):
            if one.get("Type", "") == f"{_OFFICE}/drawing":
                part = _target(before, one)
                if part in self._original:
                    self._carry(part)
                    id = self._relate(after, f"{_OFFICE}/drawing", part)
                    return b'<drawing xmlns:r="%s" r:id="%s"/>' % (_OFFICE.encode(), id.encode())
        return b""

    def strings(self) -> None:
        """Carry over the texts that cells share; the copy's own are written into its cells."""
        for one in _relations(self._original, "xl/_rels/workbook.xml.rels"):
            if one.get("Type", "") == f"{_OFFICE}/sharedStrings":
                part = _target("xl/workbook.xml", one)
                if part in self._original:
                    self._carry(part)
                    self._relate("xl/workbook.xml", f"{_OFFICE}/sharedStrings", part)

    def _carry(self, part: str) -> None:
        if part in self._written:
            return
        self._written[part] = self._original[part]
        self._declare(part)
        rels = _rels_of(part)
        if rels in self._original:
            self._written[rels] = self._original[rels]
            for one in _relations(self._original, rels):
                target = _target(part, one)
                if one.get("TargetMode") != "External" and target in self._original:
                    self._carry(target)

    def _declare(self, part: str) -> None:
        ending = part.rpartition(".")[2]
        types = _tree(self._written["[Content_Types].xml"])
        known = {one.get("Extension", "").lower() for one in types}
        for one in self._types:
            own = one.get("PartName") == f"/{part}"
            if own or (one.get("Extension", "").lower() == ending.lower() not in known):
                types.append(one.__copy__())
        self._written["[Content_Types].xml"] = _whole(types)

    def _relate(self, part: str, kind: str, target: str) -> str:
        rels = _rels_of(part)
        empty = f'<Relationships xmlns="{_PACKAGE}"/>'.encode()
        root = _tree(self._written.get(rels, empty))
        taken = {one.get("Id") for one in root}
        id = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        entry = etree.SubElement(root, f"{{{_PACKAGE}}}Relationship")
        for name, value in {"Id": id, "Type": kind, "Target": f"/{target}"}.items():
            entry.set(name, value)
        self._written[rels] = _whole(root)
        return id


def _relations(parts: Mapping[str, bytes], rels: str) -> Iterator[Any]:
    if rels in parts:
        yield from _tree(parts[rels]).iter(f"{{{_PACKAGE}}}Relationship")


def _rels_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _target(part: str, relation: Any) -> str:
    target = relation.get("Target", "")
    return normpath(join(dirname(part), target)).lstrip("/")


def _tree(content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(content, parser)


def _whole(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
