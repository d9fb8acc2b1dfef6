"""The bytes of a workbook, the same for the same content."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

_EPOCH = (1980, 1, 1, 0, 0, 0)


def settled(book: Workbook) -> bytes:
    """Return the workbook with every time stamp set to one fixed moment."""
    return sealed(parts_of(book))


def parts_of(book: Workbook) -> dict[str, bytes]:
    """Return the parts of the workbook's file by name, without the moment of writing."""
    raw = BytesIO()
    _InMemory(book, ZipFile(raw, "w", ZIP_DEFLATED)).save()
    with ZipFile(raw) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    core = "docProps/core.xml"
    parts[core] = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"1980-01-01T00:00:00Z", parts[core])
    return parts


def sealed(parts: Mapping[str, bytes]) -> bytes:
    """Return the parts as one file; readers that stream find the content types first."""
    packed = BytesIO()
    with ZipFile(packed, "w") as target:
        for name in sorted(parts, key=_content_types_first):
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, parts[name])
    return packed.getvalue()


def _content_types_first(name: str) -> tuple[bool, str]:
    return (name != "[Content_Types].xml", name)


class _InMemory(ExcelWriter):
    """Writes sheets without temporary files, which whoever works under ceilings may not make."""

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        out = BytesIO()
        writer = WorksheetWriter(ws, out)
        writer.write()
        ws._rels = writer._rels  # type: ignore[attr-defined]  # not in the stubs
        self._archive.writestr(ws.path[1:], out.getvalue())  # type: ignore[attr-defined]
        self.manifest.append(ws)
