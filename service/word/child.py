"""The child process in which templates nobody approved are compiled and filled.

It reads one job after another from standard input and answers each on standard output, with a
ceiling on its memory and no right to write files. What it may cost in time is the parent's affair.
Run as `python -m service.word.child`.
"""

import json
import pickle
import resource
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from service import gate, package
from service.errors import Invalid, Problem, ServiceError, problem
from service.word import external
from service.word.commented import commented
from service.word.template import Template

MEMORY = 320 * 1024 * 1024  # beyond what the process occupies once everything is imported
READY = b"ready"
OK, FAULT = b"+", b"-"


def read_message(stream: BinaryIO) -> bytes:
    """Return the next message, or nothing when the other side has gone."""
    size = int.from_bytes(stream.read(8), "big")
    return stream.read(size)


def message(content: bytes) -> bytes:
    """Return a message as it is sent: its length, then its bytes."""
    return len(content).to_bytes(8, "big") + content


def main() -> None:
    """Answer jobs until standard input ends."""
    _limit()
    sys.stdout.buffer.write(message(READY))
    sys.stdout.buffer.flush()
    while job := read_message(sys.stdin.buffer):
        sys.stdout.buffer.write(message(_answer(job)))
        sys.stdout.buffer.flush()


def _limit() -> None:
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    ceiling = used + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(job: bytes) -> bytes:
    name, docx, values = pickle.loads(job)  # noqa: S301 - written by the parent, never by a person
    try:
        return OK + _JOBS[name](docx, values)
    except ServiceError as fault:
        told = {"code": fault.code, "details": fault.details, "problems": _plain(fault.problems)}
        return FAULT + json.dumps(told, default=str).encode()
    except (MemoryError, RecursionError):
        return FAULT + b'{"code": "template_too_costly", "details": {}, "problems": []}'
    except Exception:  # a fault of ours that this template brought out: told, logged by the parent
        told = {"code": "template_unexpected", "details": {}, "problems": []}
        return FAULT + json.dumps({**told, "trace": traceback.format_exc()}).encode()


def _plain(problems: tuple[Problem, ...] | list[Problem]) -> list[dict[str, Any]]:
    return [asdict(found) for found in problems]


def _template(docx: bytes) -> Template:
    gate.admit(docx, ("docx",))
    external.refuse(package.read(docx, "docx"))
    return Template(docx)


def _fill(docx: bytes, values: Mapping[str, Any]) -> bytes:
    return _template(docx).fill(values)


def _check(docx: bytes, values: Mapping[str, Any] | None) -> bytes:
    try:
        template = _template(docx)
    except Invalid as fault:
        found = list(fault.problems) or [problem(fault.code, "", **fault.details)]
    else:
        found = [] if values is None else template.problems(values)
    return json.dumps(_plain(found)).encode()


def _comment(docx: bytes, problems: list[dict[str, Any]]) -> bytes:
    gate.admit(docx, ("docx",))
    return commented(docx, [Problem(**found) for found in problems])


def _fields(docx: bytes, _: object) -> bytes:
    return json.dumps(_template(docx).fields()).encode()


_JOBS: dict[str, Callable[[bytes, Any], bytes]] = {
    "fill": _fill,
    "check": _check,
    "comment": _comment,
    "fields": _fields,
}

if __name__ == "__main__":
    main()
