"""The office's own list of days without work, kept for all its quarters."""

import json
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from service.holiday import OfficeHoliday
from service.store import Store

HOLIDAYS = "hari_libur"


def kept(store: Store) -> tuple[OfficeHoliday, ...]:
    """Return the office's list by date; empty until it was set."""
    return _read(store.property(HOLIDAYS) or "[]")


def keep(store: Store, listed: Iterable[OfficeHoliday]) -> None:
    """Keep the list in place of the one before."""
    rows = [[one.day.isoformat(), one.name] for one in sorted(listed)]
    store.set_property(HOLIDAYS, json.dumps(rows, ensure_ascii=False))


@lru_cache(maxsize=8)
def _read(text: str) -> tuple[OfficeHoliday, ...]:
    return tuple(OfficeHoliday(date.fromisoformat(day), name) for day, name in json.loads(text))
