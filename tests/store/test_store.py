"""What is acknowledged is kept; what is kept cannot change unnoticed."""

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from service.errors import Conflict, Invalid, NotFound, ToolFailed
from service.progress import Actor, Event, FileRef
from service.store import CaseRow, Conversion, Store, backup, fsck, orphans, restore

CASE = "2026-tw3"
ROW = CaseRow(CASE, "pengukuran-kinerja", 2026, 3, "Kecamatan Mentebah", datetime.now(UTC))
CLERK = Actor("staf_program", None, "NAMA STAF", "Pengelola Data Kinerja")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "data", "kantor")
    yield made
    made.close()


def event(action: str = "done", *files: FileRef, note: str | None = None) -> Event:
    at = datetime(2026, 10, 9, 8, 40, tzinfo=UTC)
    return Event(CASE, 0, at, CLERK, action, 1, None, note, files, {"checks": {"1.1": "é"}})


def kept(store: Store, content: bytes) -> FileRef:
    return FileRef(
        kind="output",
        key="D1",
        state="kosong",
        sha256=store.keep(content),
        name="01.docx",
        media_type="application/octet-stream",
        size=len(content),
        number="000.8.6.3/1/2026",
        date=date(2026, 10, 5),
    )


def three_events(store: Store) -> None:
    store.create_case(ROW, event("opened"))
    store.append(event("done", kept(store, b"first")), 1)
    store.append(event("done", kept(store, b"second")), 2)


def tampered(store: Store, *statements: str) -> list[str]:
    """Change the database behind the store's back and return what fsck says."""
    store.close()
    with sqlite3.connect(store.folder / "store.sqlite3") as connection:
        for change in ("update", "delete"):
            connection.execute(f"DROP TRIGGER events_no_{change}")
        for statement in statements:
            connection.execute(statement)
    connection.close()
    again = Store(store.folder, "kantor")
    found = fsck(again)
    again.close()
    return found


def test_an_event_comes_back_as_it_was_written_with_number_and_hash(store: Store) -> None:
    store.create_case(ROW, event("opened"))
    written = store.append(event("done", kept(store, b"first"), note="Catatan “&<"), 1)
    assert store.events(CASE)[1] == written
    assert written.number == 2
    assert len(written.hash) == 64
    assert store.head(CASE) == (2, written.hash)


def test_cases_are_listed_newest_quarter_first(store: Store) -> None:
    for year, quarter in ((2025, 4), (2026, 3), (2026, 1)):
        case = f"{year}-tw{quarter}"
        row = replace(ROW, id=case, year=year, quarter=quarter)
        store.create_case(row, replace(event("opened"), case=case))
    assert [row.id for row in store.cases()] == ["2026-tw3", "2026-tw1", "2025-tw4"]
    assert store.case("2026-tw3").opened_at == ROW.opened_at


def test_a_case_cannot_be_opened_twice(store: Store) -> None:
    store.create_case(ROW, event("opened"))
    with pytest.raises(Conflict, match="case_exists"):
        store.create_case(ROW, event("opened"))
    assert len(store.events(CASE)) == 1


def test_an_unknown_case_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound, match="2026-tw9"):
        store.case("2026-tw9")
    with pytest.raises(NotFound):
        store.append(event(), 0)


def test_of_two_who_saw_the_same_state_the_second_is_told(store: Store) -> None:
    store.create_case(ROW, event("opened"))
    store.append(event(note="pertama"), 1)
    with pytest.raises(Conflict, match="state_moved_on"):
        store.append(event(note="kedua"), 1)
    assert [one.note for one in store.events(CASE)] == [None, "pertama"]


def test_fifty_threads_that_saw_the_same_state_leave_one_event(store: Store) -> None:
    store.create_case(ROW, event("opened"))
    outcomes: list[str] = []

    def act() -> None:
        try:
            store.append(event(), 1)
            outcomes.append("kept")
        except Conflict as fault:
            outcomes.append(fault.code)

    threads = [threading.Thread(target=act) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["kept"] + ["state_moved_on"] * 49
    assert fsck(store) == []


def test_two_stores_on_one_folder_queue_instead_of_failing(store: Store) -> None:
    store.create_case(ROW, event("opened"))
    other = Store(store.folder, "kantor")
    kept_by: list[int] = []

    def write(which: Store, mark: int) -> None:
        for _ in range(10):
            while True:
                try:
                    which.append(event(note=str(mark)), which.head(CASE)[0])
                    break
                except Conflict:
                    continue
            kept_by.append(mark)

    threads = [threading.Thread(target=write, args=pair) for pair in ((store, 1), (other, 2))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert len(store.events(CASE)) == 21
    assert fsck(store) == []


def test_the_database_itself_refuses_to_change_or_remove_an_event(store: Store) -> None:
    three_events(store)
    store.close()
    connection = sqlite3.connect(store.folder / "store.sqlite3")
    for statement in ("UPDATE events SET body = '{}'", "DELETE FROM events"):
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            connection.execute(statement)
    connection.close()


def test_the_database_runs_with_rollback_journal_and_full_synchronisation(store: Store) -> None:
    with store.database.reading() as connection:
        read = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert read == {"journal_mode": "delete", "synchronous": 2, "foreign_keys": 1}


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


def test_sample_and_real_data_never_share_a_store(store: Store) -> None:
    with pytest.raises(Conflict, match="store_other_kind"):
        Store(store.folder, "demo")


def test_kept_bytes_come_back_and_are_never_written_twice(store: Store) -> None:
    sha = store.keep(b"content")
    before = store.files.path(sha).stat()
    assert store.keep(b"content") == sha
    assert store.files.path(sha).stat().st_ino == before.st_ino
    assert store.file(sha) == b"content"


@pytest.mark.parametrize("name", ["../store.sqlite3", "", "0" * 63, "Z" * 64, "0" * 64])
def test_a_name_that_is_no_kept_file_is_not_found(store: Store, name: str) -> None:
    with pytest.raises(NotFound):
        store.file(name)


def test_an_altered_file_is_not_handed_out_and_fsck_names_it(store: Store) -> None:
    three_events(store)
    sha = store.events(CASE)[1].files[0].sha256
    store.files.path(sha).write_bytes(b"forged")
    with pytest.raises(ToolFailed, match=sha):
        store.file(sha)
    (told,) = fsck(store)
    assert sha in told
    assert "peristiwa ke-2" in told


def test_keeping_the_true_bytes_again_puts_an_altered_file_right(store: Store) -> None:
    sha = store.keep(b"content")
    store.files.path(sha).write_bytes(b"forged")
    store.keep(b"content")
    assert store.file(sha) == b"content"


def test_a_missing_file_is_named_by_fsck(store: Store) -> None:
    three_events(store)
    sha = store.events(CASE)[2].files[0].sha256
    store.files.path(sha).unlink()
    (told,) = fsck(store)
    assert sha in told
    assert "tidak ada" in told


def test_a_file_no_event_names_is_an_orphan_and_no_fault(store: Store) -> None:
    three_events(store)
    sha = store.keep(b"kept before a crash")
    assert fsck(store) == []
    assert orphans(store) == [sha]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("UPDATE events SET body = replace(body, 'NAMA STAF', 'LAIN') WHERE number = 2", "ke-2"),
        ("UPDATE events SET hash = '0' WHERE number = 3", "ke-3"),
        ("DELETE FROM events WHERE number = 2", "ke-2"),
        ("DELETE FROM events WHERE number = 3", "sampai peristiwa ke-3"),
    ],
    ids=["altered", "resealed", "removed", "tail cut"],
)
def test_a_tampered_event_is_named_by_fsck(store: Store, change: str, expected: str) -> None:
    three_events(store)
    assert expected in " ".join(tampered(store, change))


def test_a_tail_cut_with_its_recorded_head_is_still_found(store: Store) -> None:
    three_events(store)
    cut = "DELETE FROM events WHERE number = 3"
    head = "UPDATE heads SET number = 2, hash = (SELECT hash FROM events WHERE number = 2)"
    (told,) = tampered(store, cut, head)
    assert "tercatat sampai peristiwa ke-3" in told


def test_a_cut_tail_is_found_without_the_note_beside_the_database(store: Store) -> None:
    three_events(store)
    (store.folder / "heads" / CASE).unlink()
    (told,) = tampered(store, "DELETE FROM events WHERE number = 3")
    assert "tercatat sampai peristiwa ke-3" in told


def test_swapped_events_are_found(store: Store) -> None:
    three_events(store)
    moved = (
        "UPDATE events SET number = 9 WHERE number = 2",
        "UPDATE events SET number = 2 WHERE number = 3",
        "UPDATE events SET number = 3 WHERE number = 9",
    )
    assert "ke-2" in tampered(store, *moved)[0]


def test_a_case_removed_whole_is_found(store: Store) -> None:
    three_events(store)
    removed = ("DELETE FROM events", "DELETE FROM heads", "DELETE FROM cases")
    assert CASE in tampered(store, *removed)[0]


def test_a_damaged_database_is_told_and_does_not_raise_a_trace(store: Store) -> None:
    three_events(store)
    store.close()
    path = store.folder / "store.sqlite3"
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(ToolFailed, match="store_database_failed"):
        Store(store.folder, "kantor")


def test_a_conversion_is_found_by_its_source_and_replaced_by_a_later_one(store: Store) -> None:
    first = Conversion("a" * 64, store.keep(b"pdf"), "word2pdf", ("Kotak teks hilang",), 2)
    store.keep_conversion(first)
    assert store.conversions(["a" * 64, "b" * 64]) == {"a" * 64: first}
    second = replace(first, engine="libreoffice", warnings=())
    store.keep_conversion(second)
    assert store.conversions(["a" * 64]) == {"a" * 64: second}


def test_a_property_is_remembered(store: Store) -> None:
    assert store.property("emblem") is None
    store.set_property("emblem", "x")
    store.set_property("emblem", "y")
    assert store.property("emblem") == "y"


def test_a_backup_made_while_others_write_is_restored_whole(store: Store, tmp_path: Path) -> None:
    store.create_case(ROW, event("opened"))
    stop = threading.Event()

    def write() -> None:
        number = 1
        while not stop.is_set():
            store.append(event("done", kept(store, str(number).encode())), number)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    while store.head(CASE)[0] < 5:
        pass
    backup(store, tmp_path / "cadangan.tar.gz")
    stop.set()
    writer.join()
    restore(tmp_path / "cadangan.tar.gz", tmp_path / "baru")
    again = Store(tmp_path / "baru", "kantor")
    assert fsck(again) == []
    restored = again.events(CASE)
    assert len(restored) >= 5
    assert restored == store.events(CASE)[: len(restored)]
    assert again.file(restored[1].files[0].sha256) == b"1"
    again.close()
    assert not list(tmp_path.rglob(".*"))


def test_a_backup_into_a_folder_that_is_not_there_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match="store_backup_unwritable"):
        backup(store, tmp_path / "tidak-ada" / "cadangan.tar.gz")


def test_a_backup_does_not_overwrite_a_file(store: Store, tmp_path: Path) -> None:
    (tmp_path / "ada.tar.gz").write_bytes(b"precious")
    with pytest.raises(Conflict, match="store_backup_exists"):
        backup(store, tmp_path / "ada.tar.gz")
    assert (tmp_path / "ada.tar.gz").read_bytes() == b"precious"


def test_a_store_is_never_restored_over(store: Store, tmp_path: Path) -> None:
    three_events(store)
    backup(store, tmp_path / "cadangan.tar.gz")
    with pytest.raises(Conflict, match="store_not_empty"):
        restore(tmp_path / "cadangan.tar.gz", store.folder)
    assert len(store.events(CASE)) == 3


def test_a_broken_archive_is_refused_and_leaves_nothing(store: Store, tmp_path: Path) -> None:
    three_events(store)
    whole = tmp_path / "cadangan.tar.gz"
    backup(store, whole)
    content = whole.read_bytes()
    flipped = bytearray(content)
    flipped[len(content) // 2] ^= 0xFF
    for name, broken in {
        "cut": content[: len(content) // 2],
        "flipped": bytes(flipped),
        "empty": b"",
        "text": b"bukan arsip",
    }.items():
        (tmp_path / name).write_bytes(broken)
        with pytest.raises(Invalid, match="store_backup_invalid"):
            restore(tmp_path / name, tmp_path / "baru")
        assert list((tmp_path / "baru").iterdir()) == []
    restore(whole, tmp_path / "baru")


def test_an_archive_without_one_of_its_files_is_refused_by_name(
    store: Store, tmp_path: Path
) -> None:
    three_events(store)
    sha = store.events(CASE)[1].files[0].sha256
    store.files.path(sha).unlink()
    backup(store, tmp_path / "cadangan.tar.gz")
    with pytest.raises(Invalid) as caught:
        restore(tmp_path / "cadangan.tar.gz", tmp_path / "baru")
    assert sha in caught.value.problems[0].message


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
