"""Compile and fill templates nobody approved, in a child process that may be lost.

Inside one process neither memory nor time of an evaluation can be bounded for the others. So a
hostile template meets a ceiling of memory, fuel and a clock; hitting one is an error with a name,
the child is killed with all it started, and the next job gets a new one.
"""

import atexit
import contextlib
import json
import logging
import os
import pickle
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from service.errors import Invalid, Problem, ToolFailed
from service.word.child import OK, READY, message

log = logging.getLogger(__name__)

SECONDS = 6.0  # for the job; the start of a child is our affair and has its own
START_SECONDS = 60.0
MAX_ANSWER = 64 * 1024 * 1024
_CHILDREN = 2
_MOST_AT_ONCE = 10  # jobs at work or waiting; a server has threads for other requests beside them
_JOBS_EACH = 200  # then a fresh child, before its memory is in pieces


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


class _Lost(Exception):
    """The child died, hung or said too much."""


class _Child:
    """One child process, which answers one job at a time."""

    def __init__(self) -> None:
        root = Path(__file__).parents[2]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "service.word.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=root,
            env={"PATH": os.defpath, "PYTHONPATH": str(root), "OPENBLAS_NUM_THREADS": "1"},
            start_new_session=True,
        )
        self._jobs = 0

    @property
    def gone(self) -> bool:
        """Tell whether the process has ended, as when the system ran out of memory."""
        return self._process.poll() is not None

    @property
    def worn(self) -> bool:
        """Tell whether the child has done its share."""
        return self._jobs >= _JOBS_EACH

    def ask(self, job: bytes, seconds: float) -> bytes:
        """Return the answer to a job. Raises _Lost."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise _Lost
        if not self._jobs:
            _read(stdout, len(message(READY)), time.monotonic() + START_SECONDS)
        self._jobs += 1
        deadline = time.monotonic() + seconds
        try:
            stdin.write(message(job))
            stdin.flush()
        except OSError as fault:
            raise _Lost from fault
        size = int.from_bytes(_read(stdout, 8, deadline), "big")
        if size > MAX_ANSWER:
            raise _Lost
        return _read(stdout, size, deadline)

    def end(self) -> None:
        """Kill the child and all it started, and forget it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._process.wait()


def _read(stream: BinaryIO | Any, size: int, deadline: float) -> bytes:
    pieces: list[bytes] = []
    while size:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([stream], [], [], left)[0]:
            raise _Lost
        piece = os.read(stream.fileno(), min(size, 1 << 20))
        if not piece:
            raise _Lost
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


_idle: list[_Child] = []


@atexit.register
def _end_all() -> None:
    while _idle:
        _idle.pop().end()


_room = threading.BoundedSemaphore(_CHILDREN)
_queue = threading.BoundedSemaphore(_MOST_AT_ONCE)


def _ask(job: str, docx: bytes, values: Mapping[str, Any] | list[Any] | None) -> bytes:
    try:
        written = pickle.dumps((job, docx, values))
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError) as fault:
        raise Invalid("values_invalid") from fault
    if not _queue.acquire(blocking=False):
        raise ToolFailed("template_queue_full")
    try:
        with _room:
            answer = _answered(written)
    finally:
        _queue.release()
    if answer[:1] == OK:
        return answer[1:]
    told = json.loads(answer[1:])
    if "trace" in told:
        log.error("a template brought out a fault:\n%s", told["trace"])
    raise Invalid(told["code"], [Problem(**found) for found in told["problems"]], **told["details"])


def _ready() -> _Child:
    """Return a child that waits for a job, or a new one: a job is not to blame for the dead."""
    while True:
        try:
            child = _idle.pop()
        except IndexError:
            return _Child()
        if not child.gone:
            return child
        child.end()


def _answered(job: bytes) -> bytes:
    child = _ready()
    try:
        answer = child.ask(job, SECONDS)
    except _Lost as fault:
        child.end()
        raise Invalid("template_too_costly") from fault
    except BaseException:
        child.end()
        raise
    if child.worn:
        child.end()
    else:
        _idle.append(child)
    return answer
