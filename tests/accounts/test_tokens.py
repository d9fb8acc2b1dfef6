"""Tokens: for one purpose and role, as long as they are meant to work, and told only once."""

import pytest

from service.errors import Invalid, NotAllowed, NotFound
from service.people import Person
from service.people.secrets import new_id, new_token
from tests.accounts.door import ADMINISTRATOR, CAMAT, HERE, Door

DAY = 86400.0
NIGHTLY = ("aplikasi e-kinerja", ["baca", "render"], "camat", None)


@pytest.fixture
def siti(door: Door) -> Person:
    """Give a person who may act as Camat."""
    person, _ = door.accounts.add_person(ADMINISTRATOR, "siti", "Siti Aminah")
    door.give(person, "camat")
    return person


def test_a_token_tells_whose_it_is_and_what_it_may_and_the_store_holds_no_secret(
    door: Door, siti: Person
) -> None:
    token, secret = door.accounts.issue_token(siti.id, *NIGHTLY, 30, HERE)
    found = door.accounts.by_token(secret)
    assert found
    assert found[0] == siti
    assert (found[1].scopes, found[1].role, found[1].purpose) == (
        ("baca", "render"), "camat", "aplikasi e-kinerja",
    )  # fmt: skip
    assert door.accounts.tokens(siti.id)[0].id == token.id
    assert secret.encode() not in (door.store.folder / "store.sqlite3").read_bytes()
    assert secret not in str(door.trail())
    assert door.kinds()[-1] == "token_issued"


def test_everything_wrong_with_a_token_is_told_at_once(door: Door, siti: Person) -> None:
    for days in (0, 367):
        with pytest.raises(Invalid) as refused:
            door.accounts.issue_token(siti.id, " ", ["semua"], "sekretaris", None, days)
        assert {one.code for one in refused.value.problems} == {
            "token_purpose", "token_scopes", "token_days", "token_role",
        }  # fmt: skip
    with pytest.raises(Invalid):
        door.accounts.issue_token(siti.id, "x", [], "camat", None, 1)
    with pytest.raises(Invalid):
        door.accounts.issue_token(siti.id, "x", ["baca"], "camat", "SEKSI-PEM", 1)
    assert door.accounts.tokens(siti.id) == ()


def test_a_token_works_until_its_day_whatever_the_clock_is_set_to(door: Door, siti: Person) -> None:
    _, secret = door.accounts.issue_token(siti.id, *NIGHTLY, 1)
    door.wall = door.wall.replace(year=2024)
    door.seconds += DAY - 1
    assert door.accounts.by_token(secret)
    door.seconds += 1
    assert door.accounts.by_token(secret) is None


@pytest.mark.parametrize("doing", ["own", "administrator", "take", "close"])
def test_a_token_is_dead_at_once_when_it_or_what_it_rests_on_is_taken(
    door: Door, siti: Person, doing: str
) -> None:
    token, secret = door.accounts.issue_token(siti.id, *NIGHTLY, 30)
    assert door.accounts.by_token(secret)
    match doing:
        case "own":
            door.accounts.withdraw_token(siti.id, token.id)
        case "administrator":
            door.accounts.withdraw_token_of(ADMINISTRATOR, siti.id, token.id)
        case "take":
            grant = door.accounts.account(siti.id).grants[0]
            door.accounts.take(ADMINISTRATOR, siti.id, grant.id)
            door.give(siti, "camat")
        case "close":
            door.accounts.close_person(ADMINISTRATOR, siti.id)
            door.accounts.reopen_person(ADMINISTRATOR, siti.id)
    assert door.accounts.by_token(secret) is None
    assert door.accounts.account(siti.id).tokens == 0


def test_nobody_withdraws_the_token_of_another_without_the_right_to(
    door: Door, siti: Person
) -> None:
    token, secret = door.accounts.issue_token(siti.id, *NIGHTLY, 30)
    budi, _ = door.accounts.add_person(ADMINISTRATOR, "budi", "Budi Raharjo")
    with pytest.raises(NotFound):
        door.accounts.withdraw_token(budi.id, token.id)
    with pytest.raises(NotAllowed):
        door.accounts.withdraw_token_of(CAMAT, siti.id, token.id)
    with pytest.raises(NotFound):
        door.accounts.withdraw_token_of(ADMINISTRATOR, budi.id, token.id)
    assert door.accounts.by_token(secret)


def test_it_is_noted_when_a_token_was_used_but_not_more_than_once_a_minute(
    door: Door, siti: Person
) -> None:
    token, secret = door.accounts.issue_token(siti.id, *NIGHTLY, 30)
    used = []
    for _ in range(4):
        door.accounts.by_token(secret)
        at = door.accounts.tokens(siti.id)[0].used
        used.append((at - token.made).seconds if at else None)
        door.seconds += 30
    assert used == [0, 0, 60, 60]


def test_what_is_no_token_of_ours_opens_nothing(door: Door, siti: Person) -> None:
    token, secret = door.accounts.issue_token(siti.id, *NIGHTLY, 30)
    for text in (
        "",
        token.id,
        secret[:-1],
        secret.upper(),
        new_token(token.id),
        new_token(new_id()),
    ):
        assert door.accounts.by_token(text) is None
