"""Word files nobody recorded, shown as PDF: made one at a time, and kept for an hour."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from service.casework.candidates import Candidates
from service.errors import NotFound, ToolFailed
from service.pdf import Pdf
from service.store.files import sha256

_WAIT = 40.0  # seconds for the preview before one's own; then the person is told to come again
_picturing, _in_line = threading.Lock(), threading.BoundedSemaphore(3)


def pictured(candidates: Candidates, docx: bytes, convert: Callable[[bytes], Pdf]) -> bytes:
    """Return a Word file as PDF, converted unless that was done within the hour.

    Raises ToolFailed when no PDF can be made or too many others are being made.
    """
    mark = sha256(docx)
    content = _known(candidates, mark)
    if content is None:
        with _alone():
            content = _known(candidates, mark) or convert(docx).content
        candidates.keep(content, {"preview": True}, mark)
    return content


def _known(candidates: Candidates, mark: str) -> bytes | None:
    try:
        return candidates.get(mark)[0]
    except NotFound:
        return None


@contextmanager
def _alone() -> Iterator[None]:
    """Let one preview be made at a time and few wait, so that other requests keep their threads.

    Raises ToolFailed.
    """
    if not _in_line.acquire(blocking=False):
        raise ToolFailed("template_preview_busy")
    try:
        if not _picturing.acquire(timeout=_WAIT):
            raise ToolFailed("template_preview_busy")
        try:
            yield
        finally:
            _picturing.release()
    finally:
        _in_line.release()
