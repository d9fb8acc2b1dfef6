"""JSON in the shape of a data set, accepted wherever the form is."""

import json
from decimal import Decimal
from typing import Any

from service.errors import Invalid


def is_json(content: bytes) -> bool:
    """Return whether `content` starts as JSON does."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def loaded(content: bytes) -> Any:
    """Return the JSON values, decimals exact. Raises Invalid with the line that is wrong."""
    try:
        return json.loads(content.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no)
    except json.JSONDecodeError as fault:
        raise Invalid("workbook_json_invalid", line=fault.lineno, column=fault.colno) from fault
    except (ValueError, RecursionError) as fault:
        raise Invalid("workbook_json_invalid", line=1, column=1) from fault


def _no(constant: str) -> None:
    raise ValueError(f"{constant} is no number")
