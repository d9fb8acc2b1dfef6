"""Refused tries counted together, so that no flood of guesses makes a flood of entries."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

_MOST_PLACES = 50  # told apart in one minute
_MOST_PEOPLE = 10  # named in one entry
ELSEWHERE = ""


@dataclass(frozen=True)
class Refusals:
    """The tries from one place that were refused within one minute, and the people they meant.

    `place` is empty for all places beyond the first fifty of that minute.
    """

    place: str
    count: int
    people: tuple[str, ...]


class Refused:
    """Counts refused tries by place for one minute at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute: datetime | None = None
        self._counts: dict[str, int] = {}
        self._people: dict[str, set[str]] = {}

    def count(self, place: str, person: str, now: datetime) -> None:
        """Count a try from a place; `person` is the id of whom it meant, "" for nobody known."""
        with self._lock:
            self._minute = self._minute or _minute(now)
            known = place in self._counts or len(self._counts) < _MOST_PLACES
            key = place if known else ELSEWHERE
            self._counts[key] = self._counts.get(key, 0) + 1
            meant = self._people.setdefault(key, set())
            if person and len(meant) < _MOST_PEOPLE:
                meant.add(person)

    def due(self, now: datetime | None) -> Iterator[Refusals]:
        """Give and forget what was counted in a minute that is over; all of it without `now`."""
        with self._lock:
            if self._minute is None or (now is not None and _minute(now) == self._minute):
                return iter(())
            told = [
                Refusals(place, count, tuple(sorted(self._people[place])))
                for place, count in self._counts.items()
            ]
            self._minute, self._counts, self._people = None, {}, {}
            return iter(told)


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)
