"""Killed, full, locked, damaged: nothing acknowledged is lost and nothing is half there."""

import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from service.errors import ToolFailed
from service.store import Store, fsck, orphans
from tests.store.history import CASE, ROW, event, three_events

KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from service.progress import Actor, Event, FileRef
from service.store import Store
from service.store import files

when = sys.argv[2]
store = Store(Path(sys.argv[1]), "kantor")

def die(*_args, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

if when == "before rename":
    files.os.fsync = die
content = b"never acknowledged"
store.files.path(files.sha256(content)).parent.mkdir(parents=True)
sha = store.keep(content)
if when == "before commit":
    die()
ref = FileRef("output", "D1", "kosong", sha, "01.docx", "x", len(content))
clerk = Actor("staf_program", None, "NAMA", "Staf")
event = Event("2026-tw3", 0, datetime.now(UTC), clerk, "done", 1, None, None, (ref,), {})
if when == "before note":
    store._note_head = die
store.append(event, 3)
"""


@pytest.mark.parametrize(
    ("when", "events_left"), [("before rename", 3), ("before commit", 3), ("before note", 4)]
)
def test_a_kill_leaves_a_store_that_fsck_calls_sound(
    store: Store, when: str, events_left: int
) -> None:
    three_events(store)
    store.close()
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(store.folder), when],
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert run.returncode == -signal.SIGKILL
    again = Store(store.folder, "kantor")
    assert fsck(again) == []
    assert len(again.events(CASE)) == events_left
    assert len(orphans(again)) == (1 if when == "before commit" else 0)
    assert not list(again.folder.rglob(".sementara-*"))
    again.append(event(), again.head(CASE)[0])
    assert fsck(again) == []
    again.close()


FULL = """
mount -t tmpfs -o size=400k none "$1" && exec "$2" -c '
import sys
from datetime import UTC, datetime
from pathlib import Path
from service.errors import ToolFailed
from service.progress import Actor, Event
from service.store import CaseRow, Store, fsck
folder = Path(sys.argv[1])
store = Store(folder / "data", "kantor")
at = datetime.now(UTC)
row = CaseRow("2026-tw3", "x", 2026, 3, "Kecamatan", at)
event = Event("2026-tw3", 0, at, Actor("r", None, "n", "p"), "done", 1, None, "x" * 9000, (), {})
store.create_case(row, event)
filler = (folder / "filler").open("wb")
try:
    while filler.write(bytes(4096)):
        filler.flush()
except OSError:
    pass
for act in (lambda: store.keep(bytes(20000)), lambda: store.append(event, 1)):
    try:
        act()
        print("kept")
    except ToolFailed as fault:
        print(fault.code)
(folder / "filler").unlink()
try:
    filler.close()
except OSError:
    pass
store.file(store.keep(bytes(20000)))
print(store.append(event, 1).number, fsck(store), list(folder.rglob(".sementara-*")))
store.close()
' "$1"
"""


def test_a_full_disk_is_told_and_nothing_is_skipped_once_there_is_room(tmp_path: Path) -> None:
    run = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", FULL, "sh", str(tmp_path), sys.executable],
        check=False,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    if "unshare" in run.stderr or "mount" in run.stderr:
        pytest.skip("needs a user namespace with its own tmpfs")
    assert run.stdout.splitlines() == ["store_disk_full", "store_disk_full", "2 [] []"], run.stderr


def test_a_writer_waits_for_a_program_that_holds_the_database(store: Store) -> None:
    store.create_case(ROW, event("opened"))
    other = sqlite3.connect(
        store.folder / "store.sqlite3", isolation_level=None, check_same_thread=False
    )
    other.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(1, lambda: other.execute("ROLLBACK"))
    release.start()
    assert store.append(event(), 1).number == 2
    release.join()
    other.close()


def test_a_migration_that_fails_half_way_leaves_nothing_of_itself(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "store.sqlite3")
    connection.execute("CREATE TABLE conversions (source TEXT)")
    with pytest.raises(ToolFailed, match="store_database_failed"):
        Store(tmp_path, "kantor")
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert tables == [("conversions",)]
    connection.execute("DROP TABLE conversions")
    connection.close()
    store = Store(tmp_path, "kantor")
    assert fsck(store) == []
    store.close()


def test_a_damaged_database_is_told_and_does_not_raise_a_trace(store: Store) -> None:
    three_events(store)
    store.close()
    path = store.folder / "store.sqlite3"
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(ToolFailed, match="store_database_failed"):
        Store(store.folder, "kantor")


def test_an_event_is_kept_though_its_note_beside_the_database_cannot_be(store: Store) -> None:
    (store.folder / "heads").write_text("in the way")
    store.create_case(ROW, event("opened"))
    assert [one.number for one in store.events(CASE)] == [1]


def test_what_a_killed_process_left_half_noted_is_cleared_at_the_next_opening(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path, "kantor")
    store.close()
    (tmp_path / "heads").mkdir(exist_ok=True)
    (tmp_path / "heads" / ".sementara-0123456789abcdef").write_bytes(b"12 ab")
    again = Store(tmp_path, "kantor")
    assert not list(again.folder.rglob(".sementara-*"))
    assert again.notes() == {}
    again.close()
