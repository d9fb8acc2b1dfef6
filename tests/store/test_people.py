"""People in the store: what belongs together happens together, and a backup brings no key back."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from service.errors import Conflict, NotFound
from service.people import Grant, Origin, Person, Session, Token
from service.store import Store, backup, fsck, restore
from service.store.people import Governing
from service.store.proofs import MOST_DEVICES, Entering

AT = datetime(2026, 10, 9, 8, 40, tzinfo=UTC)
LATER = AT + timedelta(days=1)
SITI = Person("orang-1", "siti", "Siti Aminah", "", True, False, AT)
BUDI = Person("orang-2", "budi", "Budi Raharjo", "198001012005012001", True, False, AT)
ADMIN = Grant("hak-1", SITI.id, "administrator", None, "Plt.", date(2026, 1, 1), None, "800/1")
KEPT = "$argon2id$..."
ASKED = Governing(("administrator",), AT.date())


def session(id: str = "sesi-1", person: Person = SITI) -> Session:
    return Session(id, person.id, AT, AT, Origin("10.0.0.1", "Firefox"))


def token(id: str = "token-1") -> Token:
    return Token(id, SITI.id, "uji", ("baca", "kerja"), "camat", None, AT, LATER, None, None)


@pytest.fixture
def peopled(store: Store) -> Store:
    """Give a store with Siti and Budi, who have a code each."""
    store.people.add(SITI, "kode-siti", LATER)
    store.people.add(BUDI, "kode-budi", LATER)
    return store


def test_a_person_comes_back_as_added_and_with_a_password_once_set(peopled: Store) -> None:
    people = peopled.people
    assert people.everybody() == (BUDI, SITI)
    assert people.enter(Entering(session(), "kunci", password=KEPT, code="kode-siti"))
    assert people.named("siti") == (replace(SITI, has_password=True), KEPT)
    assert people.named("tono") is None
    with pytest.raises(NotFound):
        people.person("orang-9")


def test_a_login_that_is_taken_leaves_neither_person_nor_code(peopled: Store) -> None:
    with pytest.raises(Conflict) as refused:
        peopled.people.add(replace(BUDI, id="orang-3", login="siti"), "kode-3", LATER)
    assert (refused.value.code, "siti" in refused.value.detail) == ("login_taken", True)
    assert len(peopled.people.everybody()) == 2
    assert not peopled.people.code("kode-3", "orang-3", AT)


@pytest.mark.parametrize(
    "entering",
    [
        Entering(session(), "kunci", password=KEPT, code="kode-budi"),
        Entering(session(), "kunci", password=KEPT, code="kode-siti-lama"),
        Entering(session(), "kunci", password=KEPT, proved="sandi yang sudah diganti"),
        Entering(session(person=replace(SITI, id="orang-9")), "kunci"),
    ],
)
def test_when_what_must_hold_does_not_nothing_happens_at_all(
    peopled: Store, entering: Entering
) -> None:
    assert not peopled.people.enter(entering)
    assert peopled.people.sessions() == ()
    assert peopled.people.named("siti") == (SITI, None)
    assert peopled.people.code("kode-siti", SITI.id, AT)


def test_a_closed_account_opens_no_session_though_its_password_was_right(peopled: Store) -> None:
    assert peopled.people.enter(Entering(session(), "kunci", password=KEPT))
    peopled.people.close(SITI.id, AT, ASKED)
    assert peopled.people.session("kunci") is None
    assert not peopled.people.enter(Entering(session("sesi-2"), "kunci-2", proved=KEPT))


def test_a_session_alone_ends_the_others_of_its_person_only(peopled: Store) -> None:
    people = peopled.people
    people.enter(Entering(session("sesi-1"), "kunci-1"))
    people.enter(Entering(session("sesi-2", BUDI), "kunci-2"))
    people.enter(Entering(session("sesi-3"), "kunci-3", alone=True))
    assert {one.id for one in people.sessions()} == {"sesi-2", "sesi-3"}


def test_a_code_cannot_be_used_from_its_moment_on_or_by_another(peopled: Store) -> None:
    people = peopled.people
    assert people.code("kode-siti", SITI.id, LATER - timedelta(microseconds=1))
    assert not people.code("kode-siti", SITI.id, LATER)
    assert not people.code("kode-siti", BUDI.id, AT)
    people.put_code(SITI.id, "kode-baru", LATER)
    assert not people.code("kode-siti", SITI.id, AT)


def test_only_the_last_browsers_of_a_person_are_remembered(peopled: Store) -> None:
    people = peopled.people
    for number in range(MOST_DEVICES + 2):
        at = AT + timedelta(minutes=number)
        opened = replace(session(f"sesi-{number}"), started=at)
        people.enter(Entering(opened, f"kunci-{number}", device=f"peramban-{number}"))
    known = [n for n in range(MOST_DEVICES + 2) if people.known_device([f"peramban-{n}"], SITI.id)]
    assert known == list(range(2, MOST_DEVICES + 2))
    assert people.known_device(["peramban-5"], BUDI.id) == ""
    people.enter(Entering(session("lagi"), "kunci", device="baru", known="peramban-5"))
    assert people.known_device(["peramban-5"], SITI.id) == ""


def test_grants_and_tokens_come_back_as_they_were_given(peopled: Store) -> None:
    people = peopled.people
    people.give(ADMIN)
    people.add_token(token(), "rahasia")
    assert people.grants(SITI.id) == people.grants() == (ADMIN,)
    assert people.token("rahasia") == (SITI, token())
    people.note_used("token-1", LATER)
    assert people.withdraw_token("token-1", LATER)
    assert not people.withdraw_token("token-1", AT)
    assert people.tokens(SITI.id) == (replace(token(), used=LATER, withdrawn=LATER),)


def test_fsck_names_what_belongs_to_nobody(peopled: Store) -> None:
    peopled.people.give(ADMIN)
    peopled.people.enter(Entering(session(), "kunci"))
    peopled.people.put_code("", "kode-pertama", LATER)
    assert fsck(peopled) == []
    with closing(sqlite3.connect(peopled.folder / "store.sqlite3")) as raw:
        raw.execute("DELETE FROM people WHERE id = ?", (SITI.id,))
        raw.commit()
    told = fsck(peopled)
    assert [line.split()[:4] for line in told] == [
        ["1", "baris", "dalam", "tabel"] for _ in ("grants", "sessions", "codes")
    ]
    assert [line.split()[4] for line in told] == ["grants", "sessions", "codes"]


def test_a_restored_store_knows_its_people_and_none_of_their_keys(
    peopled: Store, tmp_path: Path
) -> None:
    people = peopled.people
    people.give(ADMIN)
    people.enter(Entering(session(), "kunci", password=KEPT, device="peramban"))
    people.add_token(token(), "rahasia")
    backup(peopled, tmp_path / "cadangan.tar.gz")
    restore(tmp_path / "cadangan.tar.gz", tmp_path / "pulih")
    with closing(Store(tmp_path / "pulih", "kantor")) as restored:
        assert restored.people.everybody() == people.everybody()
        assert restored.people.grants() == (ADMIN,)
        assert restored.people.named("siti") == people.named("siti")
        assert restored.people.known_device(["peramban"], SITI.id) == "peramban"
        assert restored.people.session("kunci") is None
        assert not restored.people.code("kode-budi", BUDI.id, AT)
        found = restored.people.token("rahasia")
        assert found
        assert found[1].withdrawn
        assert fsck(restored) == []
    assert people.session("kunci")
