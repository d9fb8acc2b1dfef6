"""What holds for the whole office is a chain of events of its own."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from service.errors import Conflict, NotFound
from service.store import Store, backup, fsck, restore
from tests.store.history import CASE, event, three_events
from tests.store.test_fsck import tampered


def test_an_office_that_has_said_nothing_has_no_events_and_is_no_case(store: Store) -> None:
    assert store.office_events() == ()
    assert store.office_head() == (0, "")
    assert store.cases() == ()


def test_the_office_s_events_are_numbered_and_chained_beside_those_of_the_cases(
    store: Store,
) -> None:
    three_events(store)
    first = store.append_office(event("answered"), 0)
    second = store.append_office(event("answered"), 1)
    assert [one.number for one in store.office_events()] == [1, 2]
    assert {one.case for one in store.office_events()} == {"kantor"}
    assert store.office_head() == (2, second.hash)
    assert first.hash != second.hash
    assert [one.id for one in store.cases()] == [CASE]
    assert fsck(store) == []


def test_the_office_can_not_be_opened_as_a_case(store: Store) -> None:
    store.append_office(event("answered"), 0)
    with pytest.raises(NotFound):
        store.case("kantor")


@pytest.mark.parametrize("seen", [0, 2])
def test_of_two_who_answer_at_once_the_second_is_told(store: Store, seen: int) -> None:
    store.append_office(event("answered"), 0)
    with pytest.raises(Conflict) as caught:
        store.append_office(event("answered"), seen)
    assert caught.value.code == "state_moved_on"
    assert len(store.office_events()) == 1


def test_an_answer_changed_behind_the_store_s_back_is_found(store: Store) -> None:
    store.append_office(event("answered", note="rasio"), 0)
    store.append_office(event("answered"), 1)
    change = "UPDATE events SET body = replace(body, 'rasio', 'bohong') WHERE case_id = 'kantor'"
    (told,) = tampered(store, change)
    assert "kantor" in told
    assert "ke-1" in told


def test_an_answer_cut_off_the_end_is_found(store: Store) -> None:
    store.append_office(event("answered"), 0)
    store.append_office(event("answered"), 1)
    told = tampered(store, "DELETE FROM events WHERE case_id = 'kantor' AND number = 2")
    assert any("kantor" in one for one in told)


def test_answers_come_back_from_a_backup(store: Store, tmp_path: Path) -> None:
    three_events(store)
    store.append_office(event("answered", note="rasio"), 0)
    backup(store, tmp_path / "cadangan.tar.gz")
    restore(tmp_path / "cadangan.tar.gz", tmp_path / "baru")
    again = Store(tmp_path / "baru", "kantor")
    assert again.office_events() == store.office_events()
    assert fsck(again) == []
    again.close()


def test_a_store_from_before_there_were_answers_takes_them(store: Store) -> None:
    three_events(store)
    store.close()
    with closing(sqlite3.connect(store.folder / "store.sqlite3")) as connection:
        assert connection.execute("SELECT id FROM cases").fetchall() == [(CASE,)]
    again = Store(store.folder, "kantor")
    again.append_office(event("answered"), 0)
    assert fsck(again) == []
    again.close()
