"""How many refusals of one caller are noted one by one, so that a flood cannot fill the disk."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

EACH, ALL = 20, 100  # noted one by one in a minute, of one caller and of all
_MINUTE = timedelta(minutes=1)
_CALLERS = 1000  # told apart when they are counted; the others are counted together
OTHERS = ("", "")

Caller = tuple[str, str]  # the id of a person, an address


@dataclass
class _Counted:
    count: int
    until: datetime


class Flood:
    """Counts the refusals of a minute by caller; safe to be used by many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._began: datetime | None = None
        self._noted: dict[Caller, int] = {}
        self._more: dict[Caller, _Counted] = {}
        self._over: list[tuple[Caller, int, datetime]] = []

    def admit(self, caller: Caller, at: datetime) -> bool:
        """Tell whether a refusal of `caller` is to be noted; otherwise it is counted."""
        with self._lock:
            if self._is_over(at):
                self._over += self._counted()
                self._began, self._noted, self._more = at, {}, {}
            noted = self._noted.get(caller, 0)
            if noted < EACH and sum(self._noted.values()) < ALL:
                self._noted[caller] = noted + 1
                return True
            known = caller in self._more or len(self._more) < _CALLERS
            more = self._more.setdefault(caller if known else OTHERS, _Counted(0, at))
            more.count, more.until = more.count + 1, at
            return False

    def told(self, at: datetime) -> list[tuple[Caller, int, datetime]]:
        """Return the callers with how many refusals were only counted, once their minute is over.

        Each with the moment of the last one; what was returned is not counted any more.
        """
        with self._lock:
            told, self._over = self._over, []
            if self._is_over(at):
                told += self._counted()
                self._more = {}
            return told

    def _is_over(self, at: datetime) -> bool:
        return self._began is None or not self._began <= at < self._began + _MINUTE

    def _counted(self) -> list[tuple[Caller, int, datetime]]:
        return [(caller, one.count, one.until) for caller, one in self._more.items()]
