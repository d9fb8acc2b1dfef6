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
    """The moment it is, read once from `clock` and then counted in seconds that pass.

    Whoever sets the clock forward or back makes nothing older or younger by it. Always in UTC.
    """

    def __init__(self, clock: Callable[[], datetime], passed: Callable[[], float]) -> None:
        self._began = clock().astimezone(UTC)
        self._passed, self._zero = passed, passed()

    def __call__(self) -> datetime:
        """Return the moment."""
        return self._began + timedelta(seconds=self._passed() - self._zero)
