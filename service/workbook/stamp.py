"""The bytes of a workbook, the same for the same content."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

_EPOCH = (1980, 1, 1, 0, 0, 0)


def settled(book: Workbook) -> bytes:
    """Return the workbook with every time stamp set to one fixed moment."""
    raw = BytesIO()
    book.save(raw)
    settled = BytesIO()
    with ZipFile(raw) as source, ZipFile(settled, "w") as target:
        for name in sorted(source.namelist(), key=_content_types_first):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"1980-01-01T00:00:00Z", content)
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, content)
    return settled.getvalue()


def _content_types_first(name: str) -> tuple[bool, str]:
    """Order members so that readers that stream find the content types first."""
    return (name != "[Content_Types].xml", name)
