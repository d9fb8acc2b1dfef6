"""What is acknowledged is kept; what is kept cannot change unnoticed."""

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from service.errors import Conflict, Invalid, NotFound
from service.store import Conversion, Store, fsck
from tests.store.history import CASE, ROW, event, kept, three_events


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


def test_keeping_the_true_bytes_again_puts_an_altered_file_right(store: Store) -> None:
    sha = store.keep(b"content")
    store.files.path(sha).write_bytes(b"forged")
    store.keep(b"content")
    assert store.file(sha) == b"content"


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


@pytest.mark.parametrize("url", ["kantor", "mysql://u:rahasia@localhost/x", "tidakada://x"])
def test_a_database_nobody_can_open_is_told_by_its_setting(tmp_path: Path, url: str) -> None:
    with pytest.raises(Invalid, match="settings_invalid") as caught:
        Store(tmp_path, "kantor", url)
    (told,) = caught.value.problems
    assert told.place == "DATABASE_URL"
    assert "rahasia" not in told.message
