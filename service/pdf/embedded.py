"""word2pdf in a child process: always there, and a document that hangs it harms nobody else.

The child (embedded_child.py) stays for the next document, since its start costs more than a page,
and ends with its parent. A document goes in, a JSON head and a PDF come back.
"""

import atexit
import json
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from service.errors import ToolFailed
from service.pdf.frames import receive, send
from service.pdf.process import end, environment

SECONDS = 60

_turn = Lock()
_child: subprocess.Popen[bytes] | None = None


def convert(docx: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Convert by the embedded engine; return the PDF and its warnings in Bahasa Indonesia.

    Raises ToolFailed when the engine fails or takes longer than SECONDS.
    """
    with _turn:
        try:
            head, content = _ask(docx)
        except (OSError, EOFError, TimeoutError) as cause:
            stop()
            raise ToolFailed("pdf_not_made", engine="mesin bawaan", seconds=SECONDS) from cause
    if "error" in head:
        raise ToolFailed("pdf_not_made", engine="mesin bawaan", seconds=SECONDS)
    return content, tuple(_in_indonesian(head))


def _in_indonesian(head: dict[str, Any]) -> list[str]:
    fonts = [f"Huruf {name} tidak terpasang; dipakai huruf pengganti." for name in head["fonts"]]
    return fonts + [f"Bagian dokumen yang belum digambar: {text}." for text in head["warnings"]]


def _ask(docx: bytes) -> tuple[dict[str, Any], bytes]:
    child = _running()
    assert child.stdin is not None  # noqa: S101  for the type checker: both are pipes
    assert child.stdout is not None  # noqa: S101
    deadline = time.monotonic() + SECONDS
    send(child.stdin, docx)
    head = json.loads(receive(child.stdout, deadline))
    return head, receive(child.stdout, deadline)


def _running() -> subprocess.Popen[bytes]:
    global _child  # noqa: PLW0603  one child for the whole process, under the lock
    if _child is not None and _child.poll() is not None:
        stop()
    if _child is None:
        _child = subprocess.Popen(
            [sys.executable, "-m", "service.pdf.embedded_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).parents[2],
            env=environment(Path(tempfile.gettempdir())),
            start_new_session=True,
        )
    return _child


@atexit.register
def stop() -> None:
    """End the child; the next document starts another."""
    global _child  # noqa: PLW0603
    if _child is not None:
        end(_child)
        for stream in (_child.stdin, _child.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        _child = None
