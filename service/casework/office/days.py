"""The office's own list of days without work, told for all its quarters."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from service.holiday import OfficeHoliday
from service.progress import Event

SET = "holidays_set"


def kept(events: Sequence[Event]) -> tuple[OfficeHoliday, ...]:
    """Return the list as the office told it last, by date; empty until it did."""
    for event in reversed(events):
        if event.action == SET:
            rows = event.facts["holidays"]
            return tuple(OfficeHoliday(date.fromisoformat(r["date"]), r["name"]) for r in rows)
    return ()


def facts(listed: Iterable[OfficeHoliday]) -> dict[str, Any]:
    """Return what the office's event says of a list, which takes the place of the one before."""
    return {"holidays": [{"date": d.day.isoformat(), "name": d.name} for d in sorted(listed)]}
