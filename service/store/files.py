"""Bytes kept under their SHA-256, in a folder that a crash cannot leave half written."""

import contextlib
import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from service.errors import NotFound, ToolFailed

_TEMPORARY = ".sementara-"


def sha256(content: bytes) -> str:
    """Return the SHA-256 of `content` as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path` so that a crash leaves the old file or the new one, never a part.

    Raises ToolFailed("store_disk_full") or ToolFailed("store_unwritable"); nothing is left behind.
    """
    temporary = path.with_name(f"{_TEMPORARY}{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as fault:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise _refused(fault) from fault


def clear_temporary(folder: Path) -> None:
    """Remove what killed processes left half written; call only when no other one runs."""
    for path in folder.rglob(f"{_TEMPORARY}*"):
        path.unlink(missing_ok=True)


class Files:
    """The content-addressed files below one folder. A file once kept is never changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha: str) -> Path:
        """Return where the bytes with this SHA-256 lie. Raises NotFound for anything else."""
        if len(sha) != 64 or not set(sha) <= set("0123456789abcdef"):
            raise NotFound("store_file_missing", sha256=sha)
        return self._folder / sha[:2] / sha

    def keep(self, content: bytes) -> str:
        """Keep `content` for good and return its SHA-256; it is on disk when this returns.

        Bytes that are there already are not written again; a damaged copy is put right.
        Raises ToolFailed when the disk refuses.
        """
        sha = sha256(content)
        path = self.path(sha)
        if not path.parent.is_dir():
            self._make_folder(path.parent)
        if self.fault(sha) is not None:
            write_whole(path, content)
        return sha

    def read(self, sha: str) -> bytes:
        """Return the bytes with this SHA-256, verified.

        Raises NotFound for an unknown one, ToolFailed("store_file_altered") when the bytes on
        disk are no longer the ones that were kept.
        """
        path = self.path(sha)
        try:
            content = path.read_bytes()
        except FileNotFoundError as fault:
            raise NotFound("store_file_missing", sha256=sha) from fault
        except OSError as fault:
            raise ToolFailed("store_unreadable") from fault
        if sha256(content) != sha:
            raise ToolFailed("store_file_altered", sha256=sha)
        return content

    def fault(self, sha: str) -> str | None:
        """Return "store_file_missing" or "store_file_altered", or None for a sound file."""
        try:
            self.read(sha)
        except (NotFound, ToolFailed) as fault:
            return fault.code
        return None

    def names(self) -> Iterator[str]:
        """Yield the SHA-256 of every file that was kept, sorted."""
        for path in sorted(self._folder.glob("??/*")):
            if not path.name.startswith(_TEMPORARY):
                yield path.name

    def _make_folder(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            sync_folder(folder.parent)
        except OSError as fault:
            raise _refused(fault) from fault


def _refused(fault: OSError) -> ToolFailed:
    full = fault.errno in {errno.ENOSPC, errno.EDQUOT}
    return ToolFailed("store_disk_full" if full else "store_unwritable")
