"""Files that wait an hour beside the store, for somebody to decide on what he just sent.

No part of any history: nothing is lost when one goes, and a restart keeps those that wait.
"""

import json
import re
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from service.errors import NotFound
from service.store.files import write_whole

FOLDER = "candidates"
SECONDS = 3600
MOST = 500  # files: those of an office that sends all its units' forms in one hour
MOST_BYTES = 1 << 30
_MARK = re.compile(r"[0-9a-f]{32,64}")


class Candidates:
    """The folder of what waits; each file is whole or not there, with what was noted of it.

    `gone` is the code by which a person is told that the hour is over. Each `kind` has a folder
    of its own, so that many of one do not push out those of another.
    """

    def __init__(
        self, folder: Path, kind: str = FOLDER, gone: str = "template_candidate_gone"
    ) -> None:
        self._folder, self._gone = folder / kind, gone

    def keep(self, content: bytes, noted: Mapping[str, Any], mark: str | None = None) -> str:
        """Keep bytes with JSON values noted of them and return the mark to ask for them by.

        A `mark` of one's own is a hexadecimal hash. Raises ToolFailed when the disk refuses.
        """
        mark = mark or secrets.token_hex(16)
        self._folder.mkdir(exist_ok=True)
        self._clear()
        write_whole(self._path(mark), json.dumps(noted).encode() + b"\n" + content)
        return mark

    def get(self, mark: str) -> tuple[bytes, dict[str, Any]]:
        """Return the bytes and what was noted of them. Raises NotFound after the hour."""
        path = self._path(mark)
        try:
            fresh = time.time() - path.stat().st_mtime < SECONDS
            noted, _, content = path.read_bytes().partition(b"\n")
        except OSError as fault:
            raise NotFound(self._gone) from fault
        if not fresh:
            raise NotFound(self._gone)
        return content, json.loads(noted)

    def drop(self, mark: str) -> None:
        """Forget a file."""
        self._path(mark).unlink(missing_ok=True)

    def _path(self, mark: str) -> Path:
        if not _MARK.fullmatch(mark):
            raise NotFound(self._gone)
        return self._folder / mark

    def _clear(self) -> None:
        """Remove what nobody decided on in time, and the oldest of too many."""
        now, total, known = time.time(), 0, []
        for path in self._folder.iterdir():
            with suppress(OSError):
                state = path.stat()
                known.append((state.st_mtime, state.st_size, path))
        known.sort(reverse=True)
        for number, (at, size, path) in enumerate(known):
            total += size
            if number >= MOST or total > MOST_BYTES or now - at >= SECONDS:
                path.unlink(missing_ok=True)
