"""Compile and fill templates nobody approved, in a child process that may be lost."""

import json
import pickle
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from service.confined import Pool
from service.errors import Invalid, Problem

POOL = Pool(
    "service.word.child",
    costly="template_too_costly",
    full="template_queue_full",
    unexpected="template_unexpected",
    memory=320 * 1024 * 1024,
    seconds=6.0,
)


def fill_untrusted(docx: bytes, values: Mapping[str, Any]) -> bytes:
    """Fill a template nobody approved. Raises Invalid, "template_too_costly" at a limit."""
    return _ask("fill", docx, values)


def check_untrusted(docx: bytes, values: Mapping[str, Any] | None = None) -> list[Problem]:
    """Return everything wrong with a template nobody approved. Raises Invalid at a limit."""
    return [Problem(**found) for found in json.loads(_ask("check", docx, values))]


def commented_untrusted(docx: bytes, problems: Iterable[Problem]) -> bytes:
    """Return a template nobody approved with a comment at each problem. Raises Invalid."""
    return _ask("comment", docx, [asdict(found) for found in problems])


def fields_untrusted(docx: bytes) -> dict[str, Any]:
    """Return the JSON Schema of what a template nobody approved asks for. Raises Invalid."""
    schema: dict[str, Any] = json.loads(_ask("fields", docx, None))
    return schema


def _ask(job: str, docx: bytes, values: Mapping[str, Any] | list[Any] | None) -> bytes:
    try:
        written = pickle.dumps(values)
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError) as fault:
        raise Invalid("values_invalid") from fault
    return POOL.ask(job, docx, written)
