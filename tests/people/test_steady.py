"""Time that passes evenly: a clock set to another time makes nothing older or younger."""

from datetime import UTC, datetime, timedelta

from service.people.steady import Steady, elapsed

NOON = datetime(2026, 10, 9, 12, tzinfo=UTC)


def test_a_clock_that_jumps_changes_nothing_and_seconds_that_pass_do() -> None:
    wall, passed = [NOON], [50.0]
    steady = Steady(lambda: wall[0], lambda: passed[0])
    for jump in (timedelta(days=900), timedelta(days=-900), timedelta(hours=-9)):
        wall[0] = NOON + jump
        assert steady() == NOON
    passed[0] += 90
    assert steady() == NOON + timedelta(seconds=90)


def test_the_seconds_of_the_machine_only_grow() -> None:
    told = [elapsed() for _ in range(1000)]
    assert told == sorted(told)
