"""What calamine does not tell of an .xls: errors, percentages, what is hidden (MS-XLS records)."""

import struct
from collections.abc import Iterator

from service.errors import Invalid
from service.gate.compound import books
from service.workbook.grids.grid import Marks
from service.workbook.grids.number_formats import BUILT_IN_PERCENTS, is_percent

_EXCEL_8 = 0x0600
_BOF, _EOF, _FILE_PASS = 0x0809, 0x000A, 0x002F
_BOUND_SHEET, _FORMAT, _XF = 0x0085, 0x041E, 0x00E0
_ROW, _COLUMNS = 0x0208, 0x007D
_NUMBER, _RK, _MANY_RK, _FORMULA, _BOOLEAN_OR_ERROR = 0x0203, 0x027E, 0x00BD, 0x0006, 0x0205
_HIDDEN_ROW = 0x20
_NOT_A_NUMBER, _IS_ERROR = 0xFFFF, 2
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!",
    0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip

Record = tuple[int, int, int]  # kind, where its data starts, its length


def marks(content: bytes) -> dict[str, Marks]:
    """Return the marks of every sheet by name. Raises Invalid for what is no readable .xls."""
    try:
        return _marks(books(content)[0])
    except struct.error as fault:
        raise Invalid("gate_xls_damaged") from fault


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """Yield the records of the part that begins at `at`, without parts inside it."""
    depth, end = 0, len(stream) - 4
    head = struct.Struct("<HH").unpack_from
    while at <= end:
        kind, length = head(stream, at)
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, at + 4, length
        at += 4 + length


def _marks(stream: bytes) -> dict[str, Marks]:
    version = struct.unpack_from("<H", stream, 4)[0]
    sheets: list[tuple[str, int]] = []
    formats, styles = set(BUILT_IN_PERCENTS), []
    for kind, at, length in _records(stream, 0):
        if kind == _FILE_PASS:
            raise Invalid("package_encrypted")
        if kind == _BOUND_SHEET:
            name = _text(stream[at + 6 : at + length], version, 1)
            sheets.append((name, struct.unpack_from("<I", stream, at)[0]))
        elif kind == _FORMAT and is_percent(_text(stream[at + 2 : at + length], version, 2)):
            formats.add(struct.unpack_from("<H", stream, at)[0])
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", stream, at + 2)[0])
    percents = {number for number, style in enumerate(styles) if style in formats}
    return {name: _sheet(stream, start, percents) for name, start in sheets}


def _text(content: bytes, version: int, counted: int) -> str:
    """Return a text with its length before it, in one byte or in two."""
    if version < _EXCEL_8:  # always counted in one byte
        return content[1 : 1 + content[0]].decode("cp1252", "replace")
    length = int.from_bytes(content[:counted], "little")
    start, wide = counted + 1, content[counted] & 1
    if wide:
        return content[start : start + 2 * length].decode("utf-16-le", "replace")
    return content[start : start + length].decode("latin-1")


def _sheet(stream: bytes, start: int, percents: set[int]) -> Marks:
    found = Marks()
    cell = struct.Struct("<HHH").unpack_from
    for kind, at, length in _records(stream, start):
        if kind in (_NUMBER, _RK, _FORMULA):
            row, column, style = cell(stream, at)
            error = _error_of(stream, at) if kind == _FORMULA else None
            if error is not None:
                found.errors[row + 1, column + 1] = error
            elif style in percents:
                found.percents.add((row + 1, column + 1))
        elif kind == _MANY_RK:
            row, column = struct.unpack_from("<HH", stream, at)
            for number, place in enumerate(range(at + 4, at + length - 2, 6)):
                if struct.unpack_from("<H", stream, place)[0] in percents:
                    found.percents.add((row + 1, column + 1 + number))
        else:
            _mark(found, stream, kind, at)
    return found


def _error_of(stream: bytes, at: int) -> str | None:
    kind, code, end = struct.unpack_from("<BxB3xH", stream, at + 6)
    return _ERRORS.get(code, "#N/A") if end == _NOT_A_NUMBER and kind == _IS_ERROR else None


def _mark(found: Marks, stream: bytes, kind: int, at: int) -> None:
    if kind == _ROW:
        if stream[at + 12] & _HIDDEN_ROW:
            found.hidden_rows.add(struct.unpack_from("<H", stream, at)[0] + 1)
    elif kind == _COLUMNS:
        first, last, _, _, options = struct.unpack_from("<5H", stream, at)
        if options & 1:
            found.hidden_columns.update(range(first + 1, min(last, 255) + 2))
    elif kind == _BOOLEAN_OR_ERROR:
        row, column, _, code, is_error = struct.unpack_from("<3HBB", stream, at)
        if is_error:
            found.errors[row + 1, column + 1] = _ERRORS.get(code, "#N/A")
