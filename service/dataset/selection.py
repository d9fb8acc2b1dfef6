"""Which units report, and which official acts or signs."""

from collections.abc import Iterator
from datetime import date

from service.dataset.model import DataSet, Indicator, Official, SubActivity, Unit


def indicators(ds: DataSet, unit: str | None = None) -> tuple[Indicator, ...]:
    """Return the indicators of a unit, or of the whole office, in the office's order."""
    return tuple(
        indicator
        for objective in ds.objectives
        for indicator in objective.indicators
        if unit in (None, indicator.unit)
    )


def units_with_indicators(ds: DataSet) -> tuple[Unit, ...]:
    """Return the units that own at least one indicator, in the office's order."""
    owners = {indicator.unit for indicator in indicators(ds)}
    return tuple(unit for unit in ds.units if unit.code in owners)


def sub_activities(ds: DataSet) -> Iterator[SubActivity]:
    """Yield the budget's lowest lines, the only ones with figures of their own, in order."""
    for programme in ds.programmes:
        for activity in programme.activities:
            yield from activity.subs


def budget_names(ds: DataSet) -> Iterator[tuple[str, str]]:
    """Yield code and name of every budget line of all three levels, in order."""
    for programme in ds.programmes:
        yield programme.code, programme.name
        for activity in programme.activities:
            yield activity.code, activity.name
            yield from ((sub.code, sub.name) for sub in activity.subs)


def official(
    ds: DataSet, role: str, unit: str | None = None, on: date | None = None
) -> Official | None:
    """Return who holds `role` (of `unit`, when given) on the day `on`, None when nobody does.

    An acting official (Plt., Plh., a.n.) within his dates goes before the holder. Without a
    day nobody's dates are known to include it, so the holder goes before a dated one.
    """
    candidates = [
        person
        for person in ds.officials
        if person.role == role and (unit is None or person.unit == unit)
    ]
    serving = [person for person in candidates if _serves(person, on)]
    acting = [person for person in serving if person.acting]
    fallback = candidates if on is None else []
    return next(iter([*acting, *serving, *fallback]), None)


def _serves(person: Official, on: date | None) -> bool:
    if on is None:
        return person.start is None and person.end is None
    return (person.start is None or person.start <= on) and (person.end is None or on <= person.end)
