"""The trail: each entry in its place in one chain; found quickly, forgotten honestly."""

import json
import shutil
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.store import Store, TrailQuery, backup, fsck, restore
from tests.store.history import tampered

NOON = datetime(2026, 10, 9, 5, 0, tzinfo=UTC)
SITI = {"person": "p-siti", "name": "Siti Aminah", "role": "operator", "unit": "SEKSI-PEM"}
BUDI = {"person": "p-budi", "name": "Budi", "role": "camat"}


def five(store: Store) -> None:
    """Note five things, a minute apart."""
    for minute in range(5):
        at = NOON + timedelta(minutes=minute)
        store.trail.add("downloaded", at=at, **SITI, case="2026-tw3", about="D1")


def test_an_entry_says_who_did_what_when_and_from_where(store: Store) -> None:
    store.trail.add("downloaded", at=NOON, **SITI, address="10.0.0.7", about="D1", facts={"a": 1})
    (entry,) = store.trail.find(TrailQuery())
    assert (entry.number, entry.at, entry.kind, entry.name) == (
        1,
        NOON,
        "downloaded",
        "Siti Aminah",
    )
    assert (entry.unit, entry.address, entry.about) == ("SEKSI-PEM", "10.0.0.7", "D1")
    assert entry.facts == {"a": 1}


def test_a_sound_trail_has_no_faults_also_while_others_write(store: Store) -> None:
    def note() -> None:
        for _ in range(20):
            store.trail.add("downloaded", at=NOON, **SITI)

    threads = [threading.Thread(target=note) for _ in range(4)]
    for one in threads:
        one.start()
    while any(one.is_alive() for one in threads):
        assert fsck(store) == []
    assert [one.number for one in store.trail.find(TrailQuery(limit=99))] == list(range(80, 0, -1))
    assert fsck(store) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("UPDATE trail SET body = replace(body, 'Siti', 'Budi') WHERE number = 2", "ke-2"),
        ("UPDATE trail SET kind = 'opened' WHERE number = 3", "ke-3"),
        ("UPDATE trail SET person = '' WHERE number = 3", "ke-3"),
        ("UPDATE trail SET about = 'D2' WHERE number = 3", "ke-3"),
        ("UPDATE trail SET at = '2020' WHERE number = 4", "ke-4"),
        ("UPDATE trail SET hash = '0' WHERE number = 4", "ke-4"),
        ("DELETE FROM trail WHERE number = 2", "ke-2"),
        ("DELETE FROM trail WHERE number <= 2", "ke-1"),
        ("DELETE FROM trail WHERE number = 5", "ke-5"),
        ("DELETE FROM trail", "ke-5"),
    ],
)
def test_what_was_altered_or_removed_is_named_by_its_number(
    store: Store, change: str, expected: str
) -> None:
    five(store)
    (told,) = tampered(store, change)
    assert expected in told


def test_two_entries_that_changed_places_are_noticed(store: Store) -> None:
    five(store)
    (told,) = tampered(
        store,
        "UPDATE trail SET number = 9 WHERE number = 2",
        "UPDATE trail SET number = 2 WHERE number = 3",
        "UPDATE trail SET number = 3 WHERE number = 9",
    )
    assert "ke-2" in told


def test_a_tail_cut_together_with_its_head_is_noticed_beside_the_database(store: Store) -> None:
    five(store)
    (told,) = tampered(
        store,
        "DELETE FROM trail WHERE number > 3",
        "UPDATE properties SET value = (SELECT number || ' ' || hash FROM trail WHERE number = 3) "
        "WHERE name = 'trail_head'",
    )
    assert "ke-5" in told
    assert "ke-3" in told


def test_a_database_put_back_to_an_older_state_is_noticed(store: Store) -> None:
    five(store)
    old = store.folder / "old"
    shutil.copy(store.folder / "store.sqlite3", old)
    store.trail.add("downloaded", at=NOON, **BUDI)
    store.close()
    shutil.copy(old, store.folder / "store.sqlite3")
    again = Store(store.folder, "kantor")
    (told,) = fsck(again)
    assert "ke-6" in told
    again.close()


def test_the_oldest_entries_are_forgotten_and_the_chain_holds_from_the_anchor(store: Store) -> None:
    five(store)
    assert store.trail.trim(NOON + timedelta(minutes=3), NOON + timedelta(days=1)) == 3
    left = store.trail.find(TrailQuery())
    assert [(one.number, one.kind) for one in left] == [
        (6, "trail_trimmed"), (5, "downloaded"), (4, "downloaded"),
    ]  # fmt: skip
    assert left[0].facts["count"] == 3
    assert fsck(store) == []
    store.trail.add("downloaded", at=NOON + timedelta(days=2), **SITI)
    assert fsck(store) == []
    assert store.trail.trim(NOON, NOON + timedelta(days=3)) == 0


def test_everything_may_be_old_and_is_forgotten_but_the_entry_that_says_so(store: Store) -> None:
    five(store)
    assert store.trail.trim(NOON + timedelta(days=1), NOON + timedelta(days=2)) == 5
    assert [one.kind for one in store.trail.find(TrailQuery())] == ["trail_trimmed"]
    assert fsck(store) == []


def test_what_is_forgotten_is_no_longer_in_the_database_file(store: Store) -> None:
    store.trail.add("downloaded", at=NOON, **(SITI | {"name": "Nama Yang Dilupakan"}))
    assert b"Nama Yang Dilupakan" in (store.folder / "store.sqlite3").read_bytes()
    store.trail.trim(NOON + timedelta(days=1), NOON + timedelta(days=2))
    assert b"Nama Yang Dilupakan" not in (store.folder / "store.sqlite3").read_bytes()


def test_a_clock_that_was_wrong_for_a_while_lets_nothing_be_forgotten_too_early(
    store: Store,
) -> None:
    five(store)
    store.trail.add("downloaded", at=datetime(1970, 1, 1, tzinfo=UTC), **SITI)
    assert store.trail.trim(NOON, NOON + timedelta(days=1)) == 0


def test_a_start_cut_off_by_hand_is_not_taken_for_forgetting(store: Store) -> None:
    five(store)
    (told,) = tampered(
        store,
        "INSERT INTO properties SELECT 'trail_anchor', number || ' ' || hash FROM trail "
        "WHERE number = 2",
        "DELETE FROM trail WHERE number <= 2",
    )
    assert "ke-3" in told


def test_more_cut_off_than_was_forgotten_is_noticed(store: Store) -> None:
    five(store)
    store.trail.trim(NOON + timedelta(minutes=1), NOON + timedelta(days=1))
    (told,) = tampered(
        store,
        "UPDATE properties SET value = (SELECT number || ' ' || hash FROM trail WHERE number = 3) "
        "WHERE name = 'trail_anchor'",
        "DELETE FROM trail WHERE number <= 3",
    )
    assert "ke-4" in told


def test_a_note_that_lags_behind_is_no_fault_even_before_the_anchor(store: Store) -> None:
    five(store)
    note = store.folder / "heads" / "jejak"
    old = note.read_bytes()
    store.trail.add("downloaded", at=NOON + timedelta(days=1), **SITI)
    note.write_bytes(old)
    assert fsck(store) == []
    store.trail.trim(NOON + timedelta(hours=1), NOON + timedelta(days=2))
    note.write_bytes(old)
    assert fsck(store) == []
    note.write_bytes(b"rusak")
    assert len(fsck(store)) == 1


def test_a_backup_brings_the_trail_back_and_the_chain_goes_on(store: Store, tmp_path: Path) -> None:
    five(store)
    store.trail.trim(NOON + timedelta(minutes=2), NOON + timedelta(days=1))
    backup(store, tmp_path / "b.tar.gz")
    restore(tmp_path / "b.tar.gz", tmp_path / "again")
    again = Store(tmp_path / "again", "kantor")
    assert again.trail.find(TrailQuery()) == store.trail.find(TrailQuery())
    again.trail.add("downloaded", at=NOON, **BUDI)
    assert fsck(again) == []
    again.close()


def mixed(store: Store) -> None:
    """Note what differs in each of the things that are searched."""
    add = store.trail.add
    add("downloaded", at=NOON, **SITI, case="2026-tw3", about="D1", facts={"name": "01-Budi.docx"})
    add("downloaded", at=NOON + timedelta(hours=1), **BUDI, case="2026-tw2", about="D1")
    add("signed_in", at=NOON + timedelta(hours=2), **BUDI, address="10.0.0.7")
    add("refused", at=NOON + timedelta(hours=3), role="camat", facts={"name": "100%_x"})


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (TrailQuery(), [4, 3, 2, 1]),
        (TrailQuery(name="budi"), [3, 2]),  # the first is no one's called so: its file is
        (TrailQuery(name='i","person":"'), []),
        (TrailQuery(role="camat"), [4, 3, 2]),
        (TrailQuery(unit="SEKSI-PEM"), [1]),
        (TrailQuery(kinds=("signed_in", "refused")), [4, 3]),
        (TrailQuery(case="2026-tw2"), [2]),
        (TrailQuery(text="BUDI"), [3, 2, 1]),
        (TrailQuery(text="100%_"), [4]),
        (TrailQuery(text="0%x"), []),
        (TrailQuery(own=("p-budi", "", None)), [3, 2]),
        (TrailQuery(own=("", "camat", None)), [4]),
        (TrailQuery(own=("", "camat", "SEKSI-PEM")), []),
        (TrailQuery(documents=frozenset({("2026-tw3", "D1")})), [1]),
        (TrailQuery(documents=frozenset({("2026-tw3", "D")})), []),
        (TrailQuery(documents=frozenset(), document_text="01-budi"), [1]),
        (TrailQuery(documents=frozenset(), document_text="d1"), [2, 1]),
        (TrailQuery(documents=frozenset(), document_text="operator"), []),
        (TrailQuery(documents=frozenset()), []),
        (TrailQuery(since=NOON + timedelta(hours=2)), [4, 3]),
        (TrailQuery(until=NOON + timedelta(hours=2)), [2, 1]),
        (TrailQuery(limit=2), [4, 3]),
        (TrailQuery(before=(NOON + timedelta(hours=2), 3)), [2, 1]),
        (TrailQuery(before=(NOON + timedelta(hours=2), None)), [3, 2, 1]),
    ],
)
def test_entries_are_found_by(store: Store, query: TrailQuery, numbers: list[int]) -> None:
    mixed(store)
    assert [one.number for one in store.trail.find(query)] == numbers
    if query.limit == 50 and query.before is None:
        assert store.trail.count(query) == len(numbers)


def test_the_ends_tell_how_many_from_when_to_when_and_the_seal_of_the_last(store: Store) -> None:
    assert store.trail.ends().count == 0
    five(store)
    ends = store.trail.ends()
    assert (ends.count, ends.number) == (5, 5)
    assert (ends.first, ends.last) == (NOON, NOON + timedelta(minutes=4))
    assert ends.hash == store.trail.find(TrailQuery(limit=1))[0].hash


def test_an_entry_is_written_with_the_names_in_the_order_the_search_relies_on(store: Store) -> None:
    mixed(store)
    with store.database.reading() as connection:
        body = connection.exec_driver_sql("SELECT body FROM trail WHERE number = 1").scalar_one()
    told = json.loads(body)
    assert list(told) == ["about", "at", "case", "facts", "kind", "number", "who"]
    assert list(told["who"]) == ["address", "name", "person", "role", "unit"]
