"""CSV and JSON: text, bounded by how many values it can hold."""

import codecs

from service.errors import Invalid

MAX_LINES, LONGEST_LINE, MAX_FIELDS = 200_000, 2**20, 1_000_000
MAX_VALUES = 2_000_000  # of a JSON file: Python takes some sixty bytes for the smallest

_SEPARATORS = (b";", b",", b"\t", b"|")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_TEXT = bytes(code for code in range(256) if code >= 32 or code in b"\t\n\r\f")
_LOOKED_AT = 64 * 1024


def is_table(content: bytes) -> bool:
    """Return whether the content is text with something between its fields."""
    start = _narrow(content[:_LOOKED_AT])
    return not start.translate(None, _TEXT) and any(one in start for one in _SEPARATORS)


def judge_table(content: bytes) -> None:
    """Judge a CSV, in UTF-8, in UTF-16 as Excel writes it, or one byte a letter. Raises Invalid."""
    plain = _narrow(content)
    if plain.translate(None, _TEXT):
        raise Invalid("gate_csv_not_text")
    lines = plain.count(b"\n") + plain.count(b"\r")
    if lines > MAX_LINES or lines + sum(map(plain.count, _SEPARATORS)) > MAX_FIELDS:
        raise Invalid("gate_csv_crowded", limit=MAX_LINES)
    for number, line in enumerate(plain.splitlines(), 1):
        if len(line) > LONGEST_LINE:
            raise Invalid("gate_csv_long_line", line=number)


def judge_json(content: bytes) -> None:
    """Judge a JSON file by how many values it can hold at most. Raises Invalid."""
    if sum(map(content.count, (b",", b"[", b"{"))) > MAX_VALUES:
        raise Invalid("gate_json_crowded", limit=MAX_VALUES)


def _narrow(content: bytes) -> bytes:
    """Return text in UTF-16 as UTF-8, any other as it is."""
    if not content.startswith(_WIDE):
        return content
    return content.decode("utf-16", "replace").encode("utf-8", "replace")
