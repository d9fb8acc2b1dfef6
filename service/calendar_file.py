"""Due dates as a calendar file (iCalendar, RFC 5545), to be opened in any calendar. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Pengukuran Kinerja//Tenggat//ID"


@dataclass(frozen=True)
class Entry:
    """One all-day event.

    `uid` is the same whenever the event is written again, so that a calendar replaces it; `stamp`
    (aware) is when it was first known, `address` where one acts.
    """

    uid: str
    day: date
    summary: str
    description: str
    address: str
    stamp: datetime


def calendar_file(name: str, entries: Iterable[Entry]) -> bytes:
    """Return a calendar called `name`: the same entries always give the same bytes."""
    from icalendar import Calendar  # noqa: PLC0415 most commands never need it

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> "Event":
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("url", entry.address)
    event.add("transp", "TRANSPARENT")
    return event
