"""Quarters that passed without their measurement; the SOP warns of them (peringatan). Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from service.casework.model import CaseSummary
from service.deadlines import due_dates
from service.procedure import Procedure


@dataclass(frozen=True)
class MissedQuarter:
    """A quarter whose last due date has passed and that is not done; `case` None: never opened."""

    procedure: Procedure
    year: int
    quarter: int
    case: str | None
    due: date


def missed_quarters(
    procedure: Procedure,
    cases: Sequence[CaseSummary],
    today: date,
    extra: Collection[date] = (),
) -> tuple[MissedQuarter, ...]:
    """Return the quarters of `procedure` that passed without being done, newest first.

    Only quarters from the first one the office opened are looked at: what was before this
    service is not known here.
    """
    opened = {
        (one.year, one.quarter): one for one in cases if one.procedure == procedure.code
    }  # one case of a procedure a quarter
    found = []
    for year, quarter in _quarters(min(opened, default=None), today):
        case = opened.get((year, quarter))
        if case is None or not case.done:
            due = max(due_dates(procedure, year, quarter, extra).values())
            if due < today:
                named = case.id if case else None
                found.append(MissedQuarter(procedure, year, quarter, named, due))
    return tuple(reversed(found))


def _quarters(first: tuple[int, int] | None, today: date) -> Iterator[tuple[int, int]]:
    """Yield every quarter from `first` that has ended by `today`."""
    if first is None:
        return
    year, quarter = first
    while (year, quarter) < (today.year, (today.month + 2) // 3):
        yield year, quarter
        year, quarter = (year, quarter + 1) if quarter < 4 else (year + 1, 1)
