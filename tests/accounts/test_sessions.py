"""Sessions: alive while used, dead the moment a right is taken, whatever the clock says."""

from datetime import timedelta

import pytest

from service.errors import NotFound
from tests.accounts.door import ADMINISTRATOR, HERE, THERE, Door

HOUR = 3600.0


def test_a_session_ends_after_eight_hours_without_use(door: Door) -> None:
    door.add("siti")
    entered = door.enter("siti")
    door.seconds += 8 * HOUR - 1
    assert door.inside(entered.key)
    door.seconds += 8 * HOUR
    assert not door.inside(entered.key)
    assert door.trail()[-1]["kind"] == "session_ended"
    assert door.accounts.sessions(entered.person.id) == ()


def test_a_session_ends_after_twelve_hours_however_much_it_is_used(door: Door) -> None:
    door.add("siti")
    entered = door.enter("siti")
    lived = 0
    for _ in range(20):
        door.seconds += HOUR
        lived += door.inside(entered.key)
    assert lived == 11


def test_it_is_noted_when_a_session_was_seen_but_not_more_than_once_a_minute(door: Door) -> None:
    siti = door.add("siti")
    entered = door.enter("siti")
    seen = []
    for _ in range(6):
        door.seconds += 20
        assert door.inside(entered.key)
        seen.append((door.accounts.sessions(siti.id)[0].seen - entered.session.seen).seconds)
    assert seen == [0, 0, 60, 60, 60, 120]


def test_a_clock_set_to_another_time_ends_no_session_and_lengthens_none(door: Door) -> None:
    door.add("siti")
    entered = door.enter("siti")
    for jump in (timedelta(days=400), timedelta(days=-800), timedelta(hours=13)):
        door.wall += jump
        assert door.inside(entered.key)
    door.wall -= timedelta(days=30)
    door.seconds += 8 * HOUR
    assert not door.inside(entered.key)


def test_a_restart_keeps_sessions_unless_another_clock_began_them(door: Door) -> None:
    door.add("siti")
    entered, ahead = door.enter("siti"), door.enter("siti")
    door.restarted()
    assert door.inside(entered.key)
    door.wall -= timedelta(hours=1)
    door.restarted()
    assert not door.inside(ahead.key)


@pytest.mark.parametrize("doing", ["take", "close", "reset"])
def test_what_an_administrator_takes_ends_every_session_at_once(door: Door, doing: str) -> None:
    siti = door.add("siti", "camat", "viewer")
    entered = door.enter("siti"), door.enter("siti", THERE)
    assert all(door.inside(one.key) for one in entered)
    match doing:
        case "take":
            grant = door.accounts.account(siti.id).grants[0]
            door.accounts.take(ADMINISTRATOR, siti.id, grant.id)
        case "close":
            door.accounts.close_person(ADMINISTRATOR, siti.id)
        case "reset":
            door.accounts.reset(ADMINISTRATOR, siti.id)
    assert not any(door.inside(one.key) for one in entered)
    if doing == "close":
        door.accounts.reopen_person(ADMINISTRATOR, siti.id)
        assert not any(door.inside(one.key) for one in entered)


def test_signing_out_ends_this_session_and_a_second_time_is_no_fault(door: Door) -> None:
    door.add("siti")
    here, there = door.enter("siti"), door.enter("siti", THERE)
    for _ in range(2):
        door.accounts.sign_out(here.key, HERE)
    assert [door.inside(one.key) for one in (here, there)] == [False, True]
    assert door.kinds().count("signed_out") == 1
    door.accounts.sign_out("nobody's key", HERE)


def test_a_person_ends_other_sessions_but_only_of_ones_own(door: Door) -> None:
    siti, budi = door.add("siti"), door.add("budi")
    here, there, his = door.enter("siti"), door.enter("siti", THERE), door.enter("budi")
    with pytest.raises(NotFound):
        door.accounts.end_session(siti.id, his.session.id)
    door.accounts.end_session(siti.id, there.session.id, HERE)
    assert [door.inside(one.key) for one in (here, there, his)] == [True, False, True]
    more = [door.enter("siti", THERE) for _ in range(2)]
    assert door.accounts.end_other_sessions(siti.id, here.key) == 2
    assert [door.inside(one.key) for one in (here, *more)] == [True, False, False]
    assert [one.origin for one in door.accounts.sessions(budi.id)] == [HERE]


def test_nothing_that_is_no_key_opens(door: Door) -> None:
    entered = door.add("siti") and door.enter("siti")
    for key in ("", "x", entered.session.id, entered.device, entered.key[:-1], "\udc80", "\x00"):
        assert door.accounts.session(key, HERE) is None


def test_what_was_too_old_is_swept_out_when_the_person_signs_in(door: Door) -> None:
    siti = door.add("siti")
    door.enter("siti")
    door.seconds += 20 * HOUR
    door.enter("siti")
    assert len(door.store.people.sessions(siti.id)) == 1
    assert door.kinds()[-2:] == ["session_ended", "signed_in"]
