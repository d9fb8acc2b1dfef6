"""How much one person may ask for, and how much is done at once, so that the others are served.

Each allowance is above what a person at a browser, or a program that waits for each answer, can ask
for: only a flood meets it. What is done at once is bounded, for each person and for all, below the
number of threads, so that looking at a page never waits for work.
"""

import math
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from flask import Flask, g, request
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from werkzeug.exceptions import TooManyRequests

from service.web import current
from service.web.access import ROUTES, Who

RENDERING = frozenset({"render.render", "render.render_own", "render.check"})
COLLECTING = frozenset(  # reading that is work: many documents, or a page drawn anew
    {"board.archive", "board.control_sheet", "cases.archive", "step.forms_of_units"}
)
# A program that waits for each answer gets some 50 documents in a second out of one core.
RENDERS = parse_many("100/second; 3000/minute")
CHANGES = parse_many("60/second; 1800/minute")
AT_ONCE = 8  # of app.THREADS
EACH = 4
WAITING = 4
PATIENCE = 10.0  # seconds in the queue


class Busy(TooManyRequests):
    """So much is being done that this would have to wait too long."""


@dataclass
class Room:
    """Where work is done: `size` people's at once, `each` of one, `waiting` before the door."""

    size: int = AT_ONCE
    each: int = EACH
    waiting: int = WAITING
    patience: float = PATIENCE
    _inside: Counter[str] = field(default_factory=Counter)
    _outside: int = 0
    _door: threading.Condition = field(default_factory=threading.Condition)

    def enter(self, caller: str) -> bool:
        """Take a place, waiting for one where few wait; tell whether there was one."""
        with self._door:
            if self._is_free(caller):
                self._inside[caller] += 1
                return True
            if self._outside >= self.waiting:
                return False
            self._outside += 1
            try:
                free = self._door.wait_for(lambda: self._is_free(caller), self.patience)
            finally:
                self._outside -= 1
            self._inside[caller] += free
            return free

    def leave(self, caller: str) -> None:
        """Give the place back."""
        with self._door:
            self._inside[caller] -= 1
            self._inside += Counter()  # forgets who has none
            self._door.notify_all()

    def _is_free(self, caller: str) -> bool:
        return self._inside[caller] < self.each and self._inside.total() < self.size


@dataclass(frozen=True)
class Allowance:
    """What each caller asked for lately, kept in this process."""

    lately: SlidingWindowCounterRateLimiter = field(
        default_factory=lambda: SlidingWindowCounterRateLimiter(MemoryStorage())
    )

    def spend(self, caller: str, kind: str, allowed: list[RateLimitItem]) -> int:
        """Count one request; return 0, or after how many seconds there is room for another."""
        for one in allowed:
            if not self.lately.hit(one, caller, kind):
                again = self.lately.get_window_stats(one, caller, kind).reset_time - time.time()
                return min(max(1, math.ceil(again)), one.get_expiry())
        return 0


def register(app: Flask) -> None:
    """Ask of every request that is work whether its caller may have it done now."""
    allowance, room = Allowance(), Room()

    @app.before_request
    def admit() -> None:
        kind = kind_of(request.endpoint, request.method)
        if kind is None:
            return
        caller = current.caller()
        seconds = allowance.spend(caller, kind, RENDERS if kind == "render" else CHANGES)
        if seconds:
            raise TooManyRequests(retry_after=seconds)
        if not room.enter(caller):
            raise Busy(retry_after=math.ceil(PATIENCE))
        g.working_for = caller

    @app.teardown_request
    def done(_: BaseException | None) -> None:
        if (caller := g.pop("working_for", None)) is not None:
            room.leave(caller)


def kind_of(endpoint: str | None, method: str) -> str | None:
    """Return what a request is counted as: "render", "change", or None for mere looking.

    What everyone may ask for is not counted: signing in has a throttle of its own.
    """
    if endpoint is None or ROUTES.get(endpoint) is Who.EVERYONE:
        return None
    if endpoint in RENDERING:
        return "render"
    return "change" if method not in current.SAFE or endpoint in COLLECTING else None
