"""The bytes of a JSON file become plain values, exactly as they were written."""

import json
from decimal import Decimal

from service import gate
from service.errors import Invalid, problem

MAX_EXPONENT = 60
_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_LOOKED_AT = 4096


def is_json(content: bytes) -> bool:
    """Return whether `content` starts as JSON does, whatever mark or blanks stand before it.

    UTF-16 counts too, though it is refused when it is read: it is told as what it is.
    """
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            text = content[len(mark) : _LOOKED_AT].decode(encoding, "replace")
            break
    else:
        text = content[:_LOOKED_AT].decode("latin-1")
    start = text.lstrip()
    return start.startswith(("{", "[")) and not start.startswith("{\\rtf")


def read_json(content: bytes, name: str = "JSON") -> object:
    """Return the values of a JSON file, its decimals as Decimal.

    Raises Invalid("json_invalid"), at `name`, for what is not UTF-8 or not JSON, for NaN and
    Infinity, and for a key that stands twice in one object: the first value would be lost.
    A file of another kind and one beyond all measure are refused by the gate.
    """
    gate.admit(content, ("json",))
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            parse_float=_decimal,
            parse_constant=_no_number,
            object_pairs_hook=_without_doubles,
        )
    except UnicodeDecodeError as fault:
        wrong = problem("json_not_utf8", name, found=f"bita ke-{fault.start + 1}")
    except json.JSONDecodeError as fault:
        found = f"baris {fault.lineno}, kolom {fault.colno}"
        wrong = problem("json_broken", name, found=found)
    except _Doubled as fault:
        wrong = problem("json_doubled_key", name, found=str(fault))
    except (ValueError, RecursionError):
        # NaN, a number of an absurd size, or brackets nested thousands deep.
        wrong = problem("json_no_data", name)
    raise Invalid("json_invalid", [wrong], name=name)


class _Doubled(Exception):
    """A key stands twice in one object."""


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _Doubled(key)
        found[key] = value
    return found


def _decimal(text: str) -> Decimal:
    """Return an exact number; 1e999999999 would take minutes wherever it is written out."""
    found = Decimal(text)
    if found and abs(found.adjusted()) > MAX_EXPONENT:
        raise ValueError(text)
    return found


def _no_number(text: str) -> object:
    raise ValueError(text)
