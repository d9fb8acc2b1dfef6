"""Answer jobs on what strangers sent in child processes that may be lost.

Inside one process neither memory nor time of a reader or a template can be bounded for the others.
So such a job meets a ceiling of memory and a clock in a child; hitting one is an error with a
name, the child is killed with all it started, and the next job gets a new one. A module that has
jobs calls `serve` when it is run; the side that asks keeps one `Pool` of it.
"""

import atexit
import contextlib
import json
import logging
import os
import resource
import select
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from service.errors import Invalid, Problem, ServiceError, ToolFailed

log = logging.getLogger(__name__)

Job = Callable[..., bytes]

START_SECONDS = 60.0  # the start of a child is our affair, not the job's
MAX_ANSWER = 64 * 1024 * 1024
_JOBS_EACH = 200  # then a fresh child, before its memory is in pieces
_READY = b"ready"
_DONE, _INVALID, _COSTLY, _UNEXPECTED = b"+", b"-", b"m", b"!"
_FRESH, _WORN = b"0", b"1"


class Pool:
    """Children that answer the jobs of `module`, each job within `memory` bytes and `seconds`.

    `costly`, `full` and `unexpected` are the codes for a job that hit a ceiling, for more than
    `at_once` jobs at work or waiting, and for a fault of our own that the job brought out.
    """

    def __init__(
        self,
        module: str,
        *,
        costly: str,
        full: str,
        unexpected: str,
        memory: int,
        seconds: float,
        children: int = 2,
        at_once: int = 10,
    ) -> None:
        self.seconds = seconds
        self._module, self._memory = module, memory
        self._costly, self._full, self._unexpected = costly, full, unexpected
        self._idle: list[_Child] = []
        self._room = threading.BoundedSemaphore(children)
        self._queue = threading.BoundedSemaphore(at_once)
        atexit.register(self.close)

    def ask(self, job: str, *parts: bytes) -> bytes:
        """Return the answer of `job` to `parts`.

        Raises what the job raised as Invalid, Invalid at a ceiling, ToolFailed when too many wait.
        """
        if not self._queue.acquire(blocking=False):
            raise ToolFailed(self._full)
        try:
            with self._room:
                kind, answer = self._answered([job.encode(), str(self.seconds).encode(), *parts])
        finally:
            self._queue.release()
        if kind == _DONE:
            return answer
        if kind == _COSTLY:
            raise Invalid(self._costly)
        if kind == _UNEXPECTED:
            log.error("the job %s brought out a fault:\n%s", job, answer.decode())
            raise Invalid(self._unexpected)
        told = json.loads(answer)
        problems = [Problem(**found) for found in told["problems"]]
        raise Invalid(told["code"], problems, **told["details"])

    def close(self) -> None:
        """End the children that wait for a job."""
        while self._idle:
            self._idle.pop().end()

    def _answered(self, parts: list[bytes]) -> tuple[bytes, bytes]:
        child = self._ready()
        try:
            answer = child.ask(joined(parts), self.seconds)
        except _Lost as fault:
            child.end()
            raise Invalid(self._costly) from fault
        except BaseException:
            child.end()
            raise
        if child.worn or answer[1:2] == _WORN:
            child.end()
        else:
            self._idle.append(child)
        return answer[:1], answer[2:]

    def _ready(self) -> "_Child":
        """Return a child that waits, or a new one: a job is not to blame for the dead."""
        while True:
            try:
                child = self._idle.pop()
            except IndexError:
                return _Child(self._module, self._memory)
            if not child.gone:
                return child
            child.end()


def joined(parts: list[bytes]) -> bytes:
    """Return several pieces as one, for `parted`."""
    return b"".join(map(_message, parts))


def parted(content: bytes) -> list[bytes]:
    """Return the pieces that `joined` put together."""
    parts, at = [], 0
    while at < len(content):
        end = at + 8 + int.from_bytes(content[at : at + 8], "big")
        parts.append(content[at + 8 : end])
        at = end
    return parts


def serve(jobs: Mapping[str, Job]) -> None:
    """Answer jobs from standard input until it ends; the first argument bounds the memory."""
    allowed = int(sys.argv[1])
    begun = _size()
    resource.setrlimit(resource.RLIMIT_AS, (begun + allowed, begun + allowed))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _say(_READY)
    while job := _heard():
        answer = _answer(jobs, job)
        del job
        worn = _WORN if _size() - begun > allowed // 4 else _FRESH  # too little for the next one
        _say(answer[:1] + worn + answer[1:])


def _size() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _heard() -> bytes:
    stream = sys.stdin.buffer
    return stream.read(int.from_bytes(stream.read(8), "big"))


def _say(content: bytes) -> None:
    sys.stdout.buffer.write(_message(content))
    sys.stdout.buffer.flush()


def _message(content: bytes) -> bytes:
    return len(content).to_bytes(8, "big") + content


def _answer(jobs: Mapping[str, Job], message: bytes) -> bytes:
    name, seconds, *parts = parted(message)
    signal.alarm(int(float(seconds)) + 3)  # ends the process also when nobody waits any more
    try:
        return _DONE + jobs[name.decode()](*parts)
    except ServiceError as fault:
        problems = [asdict(found) for found in fault.problems]
        told = {"code": fault.code, "details": fault.details, "problems": problems}
        return _INVALID + json.dumps(told, default=str).encode()
    except (MemoryError, RecursionError):
        return _COSTLY
    except Exception:  # a fault of ours that this job brought out: logged by the parent
        return _UNEXPECTED + traceback.format_exc().encode()
    finally:
        signal.alarm(0)


class _Lost(Exception):
    """The child died, hung or said too much."""


class _Child:
    """One child process, which answers one job at a time."""

    def __init__(self, module: str, memory: int) -> None:
        root = Path(__file__).parents[1]
        self._process = subprocess.Popen(  # noqa: S603 - our own module, named by our own code
            [sys.executable, "-m", module, str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=root,
            env={"PATH": os.defpath, "PYTHONPATH": str(root), "OPENBLAS_NUM_THREADS": "1"},
            start_new_session=True,
        )
        self._jobs = 0

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._process.pid

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
            _read(stdout, len(_message(_READY)), time.monotonic() + START_SECONDS)
        self._jobs += 1
        deadline = time.monotonic() + seconds
        try:
            stdin.write(_message(job))
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
