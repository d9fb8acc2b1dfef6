"""One archive of a store, made while others work in it; and a store from one archive."""

import io
import json
import os
import re
import shutil
import tarfile
import tempfile
import zlib
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from service.errors import Conflict, Invalid, NotFound, Problem, ToolFailed
from service.store.audit import fsck
from service.store.base import DATABASE, FILES, Kind, Store
from service.store.database import snapshot
from service.store.files import sha256, sync_folder, write_whole
from service.store.heads import HEADS

_UNFINISHED = ".pemulihan"
_CONTENTS = "cadangan.json"
_FORMAT = 1
_MEMBER = re.compile(
    rf"{re.escape(DATABASE)}|{HEADS}/[0-9a-z-]+|{FILES}/[0-9a-f]{{2}}/[0-9a-f]{{64}}"
)


def backup(store: Store, path: Path) -> None:
    """Write the whole store into the archive `path` (.tar.gz), as of one moment.

    The database is copied before the files: files are never changed or removed, so every file it
    names is still there afterwards. Raises Conflict("store_backup_exists") rather than overwrite,
    ToolFailed("store_unsound") with everything fsck found, so that a backup is one that can be
    restored, and ToolFailed when the disk refuses.
    """
    if path.exists():
        raise Conflict("store_backup_exists", path=path)
    _require_sound(store, path)
    notes = store.notes()
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".cadangan-") as scratch:
            copy = Path(scratch) / DATABASE
            archive = Path(scratch) / path.name
            snapshot(store.database.engine, copy)
            with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
                _fill(tar, store, notes, copy.read_bytes())
            _sync(archive)
            archive.rename(path)
            sync_folder(path.parent)
    except OSError as fault:
        raise ToolFailed("store_backup_unwritable", path=path) from fault


def restore(path: Path, folder: Path) -> None:
    """Make the data folder `folder` from the archive `path`, every byte of it verified.

    Raises Conflict("store_not_empty") when a store is there, Invalid("store_backup_invalid")
    when the archive is no backup, is cut off or holds an altered file; `folder` then stays as
    it was. Every session and one-time code ends and every token is withdrawn: what ended after
    the archive was made would live again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _require_empty(folder)
    scratch = folder / _UNFINISHED
    scratch.mkdir()
    try:
        _unpack(path, scratch)
        (scratch / FILES).rename(folder / FILES)
        (scratch / HEADS).rename(folder / HEADS)
        (scratch / DATABASE).rename(folder / DATABASE)
        sync_folder(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _fill(tar: tarfile.TarFile, store: Store, notes: dict[str, bytes], database: bytes) -> None:
    contents = {"format": _FORMAT, "kind": store.kind, "database": sha256(database)}
    _add(tar, _CONTENTS, json.dumps(contents).encode())
    _add(tar, DATABASE, database)
    for case, note in notes.items():
        _add(tar, f"{HEADS}/{case}", note)
    for sha in store.files.names():
        _add(tar, f"{FILES}/{sha[:2]}/{sha}", store.file(sha))


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    tar.addfile(member, io.BytesIO(content))


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _require_empty(folder: Path) -> None:
    if (folder / _UNFINISHED).exists() and not (folder / DATABASE).exists():
        # A restore was killed half way: nobody has seen what it left.
        for name in (_UNFINISHED, FILES, HEADS):
            shutil.rmtree(folder / name, ignore_errors=True)
    if (folder / DATABASE).exists() or (folder / FILES).exists():
        raise Conflict("store_not_empty", folder=folder)


def _unpack(path: Path, scratch: Path) -> None:
    try:
        with tarfile.open(path, "r:gz") as tar:
            kind = _unpack_members(tar, scratch)
    except FileNotFoundError as fault:
        raise NotFound("not_found", what=path) from fault
    except (tarfile.TarError, EOFError, zlib.error, OSError, ValueError, KeyError) as fault:
        raise Invalid("store_backup_invalid", path=path) from fault
    with closing(Store(scratch, kind)) as store:
        problems = _problems(store, path, "store_backup_invalid")
        if not problems:
            store.people.end_everything(datetime.now(UTC))
    if problems:
        raise Invalid("store_backup_invalid", problems, path=path)


def _require_sound(store: Store, path: Path) -> None:
    problems = _problems(store, path, "store_unsound")
    if problems:
        raise ToolFailed("store_unsound", problems, count=len(problems))


def _problems(store: Store, path: Path, code: str) -> list[Problem]:
    return [Problem(str(path), code, sentence) for sentence in fsck(store)]


def _unpack_members(tar: tarfile.TarFile, scratch: Path) -> Kind:
    contents: dict[str, str] = {}
    for name in (FILES, HEADS):
        (scratch / name).mkdir()
    for member in tar:
        content = _content(tar, member)
        if member.name == _CONTENTS:
            contents = json.loads(content)
        elif _MEMBER.fullmatch(member.name):
            target = scratch / member.name
            target.parent.mkdir(exist_ok=True)
            write_whole(target, content)
    if sha256((scratch / DATABASE).read_bytes()) != contents["database"]:
        raise ValueError(DATABASE)
    return "demo" if contents["kind"] == "demo" else "kantor"


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    source = tar.extractfile(member)
    if source is None:
        raise ValueError(member.name)
    return source.read()
