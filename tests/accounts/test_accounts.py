"""Accounts: people and what each may act as, changed only by who may, and noted every time."""

import threading
from collections.abc import Callable
from datetime import date

import pytest

from service.dataset import parse
from service.errors import Conflict, Invalid, NotAllowed, NotFound, ServiceError
from service.people import Person
from service.progress import Actor
from tests.accounts.door import ADMINISTRATOR, CAMAT, HERE, Door
from tests.casework.office import sample

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


def add(door: Door, login: str = "siti", name: str = "Siti Aminah") -> Person:
    """Add a person who has not signed in yet."""
    return door.accounts.add_person(ADMINISTRATOR, login, name)[0]


def wrong(doing: Callable[[], object]) -> list[str]:
    with pytest.raises(Invalid) as refused:
        doing()
    return [one.code for one in refused.value.problems]


@pytest.mark.parametrize(
    "doing",
    [
        lambda accounts, by, who: accounts.add_person(by, "budi", who),
        lambda accounts, by, who: accounts.change_person(by, who, login="x", name="x", nip=""),
        lambda accounts, by, who: accounts.close_person(by, who),
        lambda accounts, by, who: accounts.reopen_person(by, who),
        lambda accounts, by, who: accounts.give(by, who, "administrator", None),
        lambda accounts, by, who: accounts.take(by, who, accounts.account(who).grants[0].id),
        lambda accounts, by, who: accounts.reset(by, who),
        lambda accounts, by, who: accounts.link_identity(by, who, "https://x", "1"),
        lambda accounts, by, who: accounts.unlink_identity(by, who, "https://x", "1"),
    ],
)
@pytest.mark.parametrize("role", ["camat", "viewer", "kasubbag_program", "tidak-ada"])
def test_only_who_has_the_right_changes_others(
    door: Door, role: str, doing: Callable[..., object]
) -> None:
    siti = add(door)
    door.give(siti, "viewer")
    before, entries = door.accounts.people(), door.kinds()
    with pytest.raises(NotAllowed):
        doing(door.accounts, Actor(role, None, "", ""), siti.id)
    assert (door.accounts.people(), door.kinds()) == (before, entries)


def test_a_person_is_added_with_one_spelling_and_listed_by_name(door: Door) -> None:
    person, code = door.accounts.add_person(
        ADMINISTRATOR, " Siti.A ", " Siti  Aminah", "19800101 200501 2 001", HERE
    )
    assert (person.login, person.name, person.nip) == (
        "siti.a",
        "Siti Aminah",
        "198001012005012001",
    )
    add(door, "budi", "Budi Raharjo")
    listed = door.accounts.people()
    assert [one.person.name for one in listed] == ["Budi Raharjo", "Siti Aminah"]
    assert (listed[1].sessions, listed[1].tokens, listed[1].last_signed_in) == (0, 0, None)
    entry = door.trail()[0]
    assert (entry["kind"], entry["about"], entry["person"], entry["address"]) == (
        "person_added", "Siti Aminah", ADMINISTRATOR.person, HERE.address,
    )  # fmt: skip
    assert code not in str(door.trail())


def test_two_people_never_sign_in_with_one_name(door: Door) -> None:
    add(door)
    with pytest.raises(Conflict) as refused:
        add(door, "SITI", "Siti Kedua")
    assert refused.value.code == "login_taken"
    budi = add(door, "budi", "Budi Raharjo")
    with pytest.raises(Conflict):
        door.accounts.change_person(ADMINISTRATOR, budi.id, login="Siti", name="Budi", nip="")
    assert len(door.accounts.people()) == 2


def test_everything_wrong_with_a_person_is_told_at_once(door: Door) -> None:
    found = wrong(lambda: door.accounts.add_person(ADMINISTRATOR, "s i", "1", "12"))
    assert found == ["login_wrong", "name_wrong", "nip_wrong"]
    with pytest.raises(NotFound):
        door.accounts.account("nobody")


def test_a_change_of_name_is_noted_by_what_changed_and_no_change_is_not(door: Door) -> None:
    siti = add(door)
    for _ in range(2):
        door.accounts.change_person(
            ADMINISTRATOR, siti.id, login="siti.a", name="Siti Aminah", nip=""
        )
    assert door.kinds().count("person_changed") == 1
    assert door.trail()[-1]["facts"]["changed"] == ["login"]
    assert door.accounts.named("SITI.A").person.id == siti.id


def test_a_role_is_given_with_its_days_and_holds_on_those_only(door: Door) -> None:
    siti = add(door)
    grant = door.accounts.give(
        ADMINISTRATOR, siti.id, "camat", None, acting="Plh.", start=FIRST, end=LAST,
        order="800/12/2026",
    )  # fmt: skip
    held = [day for day in (date(2026, 9, 30), FIRST, LAST, date(2026, 11, 1))
            if door.accounts.roles_of(siti.id, day)]  # fmt: skip
    assert held == [FIRST, LAST]
    assert door.accounts.account(siti.id).grants == (grant,)
    facts = door.trail()[-1]["facts"]
    assert (facts["role"], facts["acting"], facts["start"], facts["order"]) == (
        "camat", "Plh.", "2026-10-01", "800/12/2026",
    )  # fmt: skip


def test_a_role_is_not_given_twice_for_the_same_days(door: Door) -> None:
    siti = add(door)
    door.accounts.give(ADMINISTRATOR, siti.id, "camat", None, start=FIRST, end=LAST)
    with pytest.raises(Conflict) as refused:
        door.accounts.give(ADMINISTRATOR, siti.id, "camat", None, start=LAST)
    assert refused.value.code == "grant_there"
    door.accounts.give(ADMINISTRATOR, siti.id, "camat", None, start=date(2026, 11, 1))
    door.accounts.give(ADMINISTRATOR, siti.id, "camat", None, acting="Plt.", start=FIRST)


def test_everything_wrong_with_a_role_is_told_at_once(door: Door) -> None:
    siti = add(door)
    accounts = door.accounts
    assert wrong(
        lambda: accounts.give(
            ADMINISTRATOR,
            siti.id,
            "raja",
            None,
            acting="YM",
            start=LAST,
            end=FIRST,
            order="x" * 201,
        )
    ) == ["grant_role", "grant_acting", "grant_days", "grant_order"]
    assert wrong(lambda: accounts.give(ADMINISTRATOR, siti.id, "camat", "SEKSI-PEM")) == [
        "grant_no_unit"
    ]
    assert wrong(lambda: accounts.give(ADMINISTRATOR, siti.id, "operator", " ")) == ["grant_unit"]


def test_a_role_per_unit_needs_a_unit_the_office_has_once_it_has_any(door: Door) -> None:
    siti = add(door)
    door.give(siti, "operator@BELUM-ADA-DATA")
    door.dataset = parse(sample())
    assert "SEKSI-PEM" in door.accounts.units()
    door.give(siti, "operator@SEKSI-PEM")
    assert wrong(lambda: door.give(siti, "operator@SEKSI-X")) == ["grant_unit"]


@pytest.mark.parametrize("unit", ["Seksi Pemerintahan", "seksi-pem", "SEKSI PEM"])
def test_before_there_are_data_a_unit_is_given_by_a_code_and_never_by_a_name(
    door: Door, unit: str
) -> None:
    siti = add(door)
    assert wrong(lambda: door.give(siti, f"operator@{unit}")) == ["grant_unit_code"]


def test_a_role_is_taken_once(door: Door) -> None:
    siti, budi = add(door), add(door, "budi", "Budi Raharjo")
    grant = door.give(siti, "camat")
    with pytest.raises(NotFound):
        door.accounts.take(ADMINISTRATOR, budi.id, grant.id)
    door.accounts.take(ADMINISTRATOR, siti.id, grant.id)
    with pytest.raises(NotFound):
        door.accounts.take(ADMINISTRATOR, siti.id, grant.id)
    assert door.kinds().count("role_taken") == 1


def test_a_closed_account_keeps_its_roles_until_it_is_opened_again(door: Door) -> None:
    siti = add(door)
    door.give(siti, "camat")
    for _ in range(2):
        door.accounts.close_person(ADMINISTRATOR, siti.id)
    with pytest.raises(Conflict):
        door.accounts.reset(ADMINISTRATOR, siti.id)
    door.accounts.reopen_person(ADMINISTRATOR, siti.id)
    assert [one.role for one in door.accounts.account(siti.id).grants] == ["camat"]
    assert door.kinds()[-2:] == ["person_closed", "person_reopened"]


def refusal(doing: Callable[[], object]) -> str:
    with pytest.raises(ServiceError) as refused:
        doing()
    return refused.value.code


def test_the_last_administrator_stays(door: Door) -> None:
    siti, accounts = door.add("siti", "administrator", "viewer"), door.accounts
    admin, viewer = accounts.account(siti.id).grants
    assert refusal(lambda: accounts.take(ADMINISTRATOR, siti.id, admin.id)) == "last_administrator"
    assert refusal(lambda: accounts.close_person(ADMINISTRATOR, siti.id)) == "last_administrator"
    accounts.take(ADMINISTRATOR, siti.id, viewer.id)
    budi = add(door, "budi", "Budi Raharjo")
    door.give(budi, "administrator")
    # Nobody knows whether Budi will ever come: until then Siti stays.
    assert refusal(lambda: accounts.close_person(ADMINISTRATOR, siti.id)) == "last_administrator"
    accounts.close_person(ADMINISTRATOR, budi.id)
    door.add("tono", "administrator")
    accounts.close_person(ADMINISTRATOR, siti.id)
    assert [one.person.active for one in accounts.people()] == [False, False, True]


def test_an_administrator_whose_days_are_over_is_none(door: Door) -> None:
    siti, budi = door.add("siti", "administrator"), door.add("budi")
    door.accounts.give(ADMINISTRATOR, budi.id, "administrator", None, end=date(2026, 10, 8))
    assert refusal(lambda: door.accounts.close_person(ADMINISTRATOR, siti.id)) == (
        "last_administrator"
    )


@pytest.mark.parametrize("closing", [True, False])
def test_two_administrators_who_remove_each_other_at_once_leave_one(
    door: Door, closing: bool
) -> None:
    people = [door.add(one, "administrator") for one in ("siti", "budi")]
    heard: list[str] = []

    def remove(person: Person) -> None:
        try:
            if closing:
                door.accounts.close_person(ADMINISTRATOR, person.id)
            else:
                grant = door.accounts.account(person.id).grants[0]
                door.accounts.take(ADMINISTRATOR, person.id, grant.id)
            heard.append("gone")
        except Conflict as refused:
            heard.append(refused.code)

    both = [threading.Thread(target=remove, args=(one,)) for one in people]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(heard) == ["gone", "last_administrator"]
    assert door.accounts.governed()


def test_an_account_tells_its_sessions_tokens_and_last_sign_in(door: Door) -> None:
    siti = door.add("siti", "camat")
    door.enter("siti")
    door.accounts.issue_token(siti.id, "x", ["baca"], "camat", None, 1)
    told = door.accounts.account(siti.id)
    assert (told.sessions, told.tokens, told.last_signed_in) == (1, 1, door.wall)
    assert door.accounts.people() == (told,)


def test_who_has_no_right_is_told_who_does(door: Door) -> None:
    with pytest.raises(NotAllowed) as refused:
        door.accounts.add_person(CAMAT, "budi", "Budi")
    assert "Administrator" in refused.value.detail
