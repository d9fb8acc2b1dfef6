"""Working days, holidays and the due dates of a procedure's steps. Pure.

A working day is Monday to Friday (Perpres 21/2023) that is neither a national holiday nor
collective leave (cuti bersama, set yearly by a joint decree of three ministers), nor a day the
office added itself: regional holidays and election days, given as `extra`.
"""

from collections.abc import Collection
from datetime import date, timedelta

from service.holiday import national_days
from service.procedure import Due, Procedure, Step

_DAY = timedelta(days=1)


def is_working_day(day: date, extra: Collection[date] = ()) -> bool:
    """Tell whether civil servants work on `day`."""
    return day.weekday() < 5 and day not in extra and day not in national_days(day.year)


def next_working_day(day: date, extra: Collection[date] = ()) -> date:
    """Return `day`, or the first working day after it."""
    while not is_working_day(day, extra):
        day += _DAY
    return day


def previous_working_day(day: date, extra: Collection[date] = ()) -> date:
    """Return `day`, or the last working day before it."""
    while not is_working_day(day, extra):
        day -= _DAY
    return day


def add_working_days(day: date, count: int, extra: Collection[date] = ()) -> date:
    """Return the `count`th working day after `day`; `day` itself, or the next one, for 0.

    A negative count goes back: -1 is the last working day before `day`.
    """
    for _ in range(-count):
        day = previous_working_day(day - _DAY, extra)
    for _ in range(count):
        day = next_working_day(day + _DAY, extra)
    return next_working_day(day, extra)


def working_days_between(start: date, end: date, extra: Collection[date] = ()) -> int:
    """Return how many working days lie after `start` up to and including `end`; 0 when none."""
    days = (start + n * _DAY for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, extra) for day in days)


def day_of_next_quarter(year: int, quarter: int, day: int) -> date:
    """Return day number `day` of the month after the quarter, January of the next year for IV."""
    return date(year + quarter // 4, quarter % 4 * 3 + 1, day)


def date_in_the_sop(step: Step, year: int, quarter: int) -> date | None:
    """Return the day the SOP names for `step`, holiday or not; None when it counts days only.

    The office reads it beside the due date, which the rule may have moved to a working day.
    """
    due = step.due
    if due.day_of_next_quarter is None or due.day_rule == "nth_working_day":
        return None
    return day_of_next_quarter(year, quarter, due.day_of_next_quarter)


def due_dates(
    procedure: Procedure, year: int, quarter: int, extra: Collection[date] = ()
) -> dict[int, date]:
    """Return the due date of every step of the procedure, by step number."""
    rules = {step.number: step.due for step in procedure.steps}

    def when(number: int) -> date:
        due = rules[number]
        if due.after_step is not None:
            other = when(due.after_step)
            if due.calendar:
                return other + due.working_days * _DAY
            return add_working_days(other, due.working_days, extra)
        return _fixed(due, year, quarter, extra)

    return {number: when(number) for number in rules}


def _fixed(due: Due, year: int, quarter: int, extra: Collection[date]) -> date:
    day = due.day_of_next_quarter or 1
    if due.day_rule == "nth_working_day":
        before = day_of_next_quarter(year, quarter, 1) - _DAY
        return add_working_days(before, day, extra)
    literal = day_of_next_quarter(year, quarter, day)
    if due.day_rule == "calendar_day":
        return literal
    if due.day_rule == "previous_working_day":
        return previous_working_day(literal, extra)
    return next_working_day(literal, extra)
