"""Working days and due dates, with the dates of the joint decrees for 2025 to 2027."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.deadlines import (
    add_working_days,
    date_in_the_sop,
    due_dates,
    is_working_day,
    next_working_day,
    previous_working_day,
    working_days_between,
)
from service.procedure import DayRule, Procedure, load_all

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
SOP = load_all()["pengukuran-kinerja"]


@pytest.fixture(scope="module")
def sop() -> Procedure:
    return SOP


def with_rule(sop: Procedure, rule: DayRule) -> Procedure:
    steps = [replace(step, due=replace(step.due, day_rule=rule)) for step in sop.steps]
    return replace(sop, steps=tuple(steps))


@pytest.mark.parametrize(
    ("quarter", "following", "previous", "fifth"),
    [
        ((2025, 1), date(2025, 4, 8), date(2025, 3, 27), date(2025, 4, 14)),
        ((2026, 1), date(2026, 4, 6), date(2026, 4, 2), date(2026, 4, 8)),
        ((2026, 2), date(2026, 7, 6), date(2026, 7, 3), date(2026, 7, 7)),
        ((2026, 3), date(2026, 10, 5), date(2026, 10, 5), date(2026, 10, 7)),
        ((2026, 4), date(2027, 1, 6), date(2027, 1, 4), date(2027, 1, 11)),
        ((2027, 1), date(2027, 4, 5), date(2027, 4, 5), date(2027, 4, 7)),
        ((2027, 2), date(2027, 7, 5), date(2027, 7, 5), date(2027, 7, 7)),
        ((2027, 3), date(2027, 10, 5), date(2027, 10, 5), date(2027, 10, 7)),
        ((2027, 4), date(2028, 1, 5), date(2028, 1, 5), date(2028, 1, 7)),
    ],
)
def test_day_five_of_the_next_quarter_is_read_by_each_of_the_three_rules(
    sop: Procedure, quarter: tuple[int, int], following: date, previous: date, fifth: date
) -> None:
    assert due_dates(sop, *quarter)[2] == following
    assert due_dates(with_rule(sop, "previous_working_day"), *quarter)[2] == previous
    assert due_dates(with_rule(sop, "nth_working_day"), *quarter)[2] == fifth


@pytest.mark.parametrize(
    ("quarter", "literal"),
    [
        ((2025, 1), date(2025, 4, 5)),
        ((2026, 1), date(2026, 4, 5)),
        ((2026, 2), date(2026, 7, 5)),
        ((2026, 3), date(2026, 10, 5)),
        ((2026, 4), date(2027, 1, 5)),
        ((2027, 1), date(2027, 4, 5)),
        ((2027, 2), date(2027, 7, 5)),
        ((2027, 3), date(2027, 10, 5)),
        ((2027, 4), date(2028, 1, 5)),
    ],
)
def test_the_date_of_the_sop_itself_stays_known_beside_the_moved_one(
    sop: Procedure, quarter: tuple[int, int], literal: date
) -> None:
    assert date_in_the_sop(sop.step(2), *quarter) == literal
    assert date_in_the_sop(sop.step(3), *quarter) is None
    assert date_in_the_sop(with_rule(sop, "nth_working_day").step(2), *quarter) is None


@pytest.mark.parametrize(
    ("rule", "moved"),
    [
        ("next_working_day", date(2026, 10, 6)),
        ("previous_working_day", date(2026, 10, 2)),
        ("nth_working_day", date(2026, 10, 8)),
    ],
)
def test_a_day_of_the_office_counts_in_each_of_the_three_rules(
    sop: Procedure, rule: DayRule, moved: date
) -> None:
    assert due_dates(with_rule(sop, rule), 2026, 3, {date(2026, 10, 5)})[2] == moved


def test_the_other_steps_follow_by_working_days_over_the_weekend(sop: Procedure) -> None:
    assert due_dates(sop, 2026, 3) == {
        1: date(2026, 10, 5),
        2: date(2026, 10, 5),
        3: date(2026, 10, 6),
        4: date(2026, 10, 7),
        5: date(2026, 10, 8),
        6: date(2026, 10, 12),
        7: date(2026, 10, 13),
        8: date(2026, 10, 14),
    }


def test_a_day_the_office_added_moves_its_due_date_and_all_after_it(sop: Procedure) -> None:
    due = due_dates(sop, 2026, 3, extra={date(2026, 10, 6), date(2026, 10, 8)})
    assert [due[step] for step in (2, 3, 4, 5)] == [
        date(2026, 10, 5), date(2026, 10, 7), date(2026, 10, 9), date(2026, 10, 12),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 10, 9), True),
        (date(2026, 10, 10), False),  # Saturday
        (date(2026, 8, 17), False),  # Independence Day, a Monday
        (date(2026, 3, 20), False),  # collective leave before Idul Fitri, a Friday
        (date(2026, 12, 24), False),  # collective leave before Christmas
        (date(2027, 1, 5), False),  # Isra Mikraj by estimate
    ],
)
def test_weekends_holidays_and_collective_leave_are_no_working_days(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_working_days_are_counted_from_the_day_after_up_to_the_last() -> None:
    assert working_days_between(date(2026, 10, 7), date(2026, 10, 9)) == 2
    assert working_days_between(date(2026, 10, 9), date(2026, 10, 12)) == 1
    assert working_days_between(date(2026, 10, 9), date(2026, 10, 11)) == 0
    assert working_days_between(date(2026, 10, 9), date(2026, 10, 9)) == 0
    assert working_days_between(date(2026, 10, 9), date(2026, 10, 1)) == 0
    assert working_days_between(date(2026, 10, 7), date(2026, 10, 9), {date(2026, 10, 8)}) == 1


@given(DAYS, st.integers(1, 15))
def test_what_is_added_in_working_days_is_counted_again(day: date, count: int) -> None:
    then = add_working_days(day, count)
    assert is_working_day(then)
    assert working_days_between(day, then) == count


@given(DAYS)
def test_the_nearest_working_days_enclose_a_day(day: date) -> None:
    before, after = previous_working_day(day), next_working_day(day)
    assert before <= day <= after
    assert is_working_day(before)
    assert is_working_day(after)
    assert working_days_between(before, after) == (before != after)


@given(st.integers(2024, 2030), st.integers(1, 4))
def test_due_dates_are_working_days_after_the_quarter_in_the_order_of_the_steps(
    year: int, quarter: int
) -> None:
    due: Sequence[date] = list(due_dates(SOP, year, quarter).values())
    assert all(is_working_day(day) for day in due)
    assert all(one <= other for one, other in pairwise(due))
    assert due[0] > date(year, 3 * quarter, 28)


def test_the_holidays_are_loaded_only_when_a_date_is_asked_for() -> None:
    script = "import sys, service.deadlines; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
