"""Time that passes evenly, whatever happens to the clock on the wall."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def elapsed() -> float:
    """Return seconds since some fixed moment; they pass too while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class Steady:
    """The moment it is, read from `clock` when first asked and then counted in seconds that pass.

    Whoever sets the clock forward or back makes nothing older or younger by it. Always in UTC.
    """

    def __init__(self, clock: Callable[[], datetime], passed: Callable[[], float]) -> None:
        self._clock, self._passed = clock, passed
        self._began: tuple[datetime, float] | None = None

    def __call__(self) -> datetime:
        """Return the moment."""
        if self._began is None:
            self._began = self._clock().astimezone(UTC), self._passed()
        moment, at = self._began
        return moment + timedelta(seconds=self._passed() - at)
