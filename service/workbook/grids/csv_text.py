"""The rows of a .csv as Excel, LibreOffice and web systems in Indonesia write it."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO

from service.errors import Invalid

NAME = "CSV"  # the one sheet of a file that has no sheets
_SEPARATORS = ";,\t|"
_BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_WITHOUT_MARK = ("utf-8", "cp1252")
_EXPECTED = "berkas Excel, LibreOffice, atau CSV"
_END = "\x1f"  # a line of our own behind the last: whoever does not find it is inside a quotation
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_LOOKED_AT = 64 * 1024  # characters from which the separator is told


def rows(content: bytes) -> list[list[str]]:
    """Return the cells of every row as they are written: each is text, and none ends a row empty.

    UTF-8, UTF-16 with its mark, or cp1252; parted by semicolon, comma, tab or bar; a first line
    "sep=;" is no row. Raises Invalid for what is no table.
    """
    text = _text(content)
    told = _SEPARATOR_LINE.match(text)
    text = text[told.end() :] if told else text
    separator = told[1] if told else _separator(text[:_LOOKED_AT])
    found: list[list[str]] = []
    for row in _read(text, separator):
        while row and not row[-1]:
            row.pop()
        found.append(row)
    if max(map(len, found), default=0) < 2:
        raise Invalid("package_not_zip", expected=_EXPECTED)
    while not found[-1]:
        found.pop()
    return found


def _text(content: bytes) -> str:
    mark = next((mark for mark in _BOMS if content.startswith(mark)), b"")
    for encoding in (_BOMS[mark], *_WITHOUT_MARK) if mark else _WITHOUT_MARK:
        with suppress(UnicodeDecodeError):
            return content[len(mark) :].decode(encoding)
    raise Invalid("package_not_zip", expected=_EXPECTED)


def _separator(text: str) -> str:
    """Return the separator with which most rows are equally wide, and more than one cell."""
    best, found = (0, 0), _SEPARATORS[0]
    for separator in _SEPARATORS:
        widths = Counter(len(row) for row in csv.reader(StringIO(text, ""), delimiter=separator))
        wide = [(count, width) for width, count in widths.items() if width > 1]
        if wide and max(wide) > best:
            best, found = max(wide), separator
    return found


def _read(text: str, separator: str) -> Iterator[list[str]]:
    """Yield the rows. Raises Invalid for a quotation that is never closed: it swallows the rest."""
    end = [_END]
    reader = csv.reader(StringIO(f"{text}\n{_END}", ""), delimiter=separator)
    row: list[str] = []
    try:
        for row in reader:
            if row != end:
                yield row
    except csv.Error as fault:
        raise Invalid("workbook_csv_quote", line=reader.line_num) from fault
    if row != end:
        line = reader.line_num - row[-1].count("\n")
        raise Invalid("workbook_csv_quote", line=line)
