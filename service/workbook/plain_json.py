"""JSON in the shape of a data set, accepted wherever the form is."""

import json
from decimal import Decimal
from typing import Any

from service.errors import Invalid

_MAX_EXPONENT = 30  # 1e999999999 is eleven letters and would take a gigabyte to write out


def is_json(content: bytes) -> bool:
    """Return whether `content` starts as JSON does."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def loaded(content: bytes) -> Any:
    """Return the JSON values, decimals exact. Raises Invalid with the line that is wrong."""
    try:
        return json.loads(content.decode("utf-8-sig"), parse_float=_exact, parse_constant=_no)
    except json.JSONDecodeError as fault:
        raise Invalid("workbook_json_invalid", line=fault.lineno, column=fault.colno) from fault
    except (ValueError, RecursionError) as fault:
        raise Invalid("workbook_json_invalid", line=1, column=1) from fault


def _exact(text: str) -> Decimal:
    number = Decimal(text)
    if abs(number.adjusted()) > _MAX_EXPONENT:
        raise ValueError("an exponent no figure of an office needs")
    return number


def _no(constant: str) -> None:
    raise ValueError(f"{constant} is no number")
