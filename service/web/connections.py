"""Connections that send a request byte by byte are let go, so that they don't add up."""

import time

from waitress.channel import HTTPChannel

GRACE = 30.0  # seconds any request may take to arrive
SLOWEST = 1024  # bytes in each second after that: a modem's pace, and an honest upload is faster


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress tells no types
    """A connection whose request has to arrive in reasonable time, headers and body alike."""

    _began = 0.0
    _so_far = 0

    def received(self, data: bytes) -> bool:
        """Take in what was sent, and remember when the request it belongs to began."""
        if self.request is None:
            self._began, self._so_far = time.monotonic(), 0
        self._so_far += len(data)
        return bool(super().received(data))

    def readable(self) -> bool:
        """Tell whether more may be read; asked each second, of every connection."""
        if self.request is not None and not self.requests:
            taken = time.monotonic() - self._began
            if too_slow(taken, self._so_far):
                self.will_close = True
        return bool(super().readable())


def too_slow(seconds: float, size: int) -> bool:
    """Tell whether `size` bytes of an unfinished request are too few after `seconds`."""
    return seconds > GRACE + size / SLOWEST
