"""Turns at costly work: few at once, and nobody waits behind a crowd of another's."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Lets `at_once` work at a time; of one key `each` may work or wait, of all `waiting` wait."""

    def __init__(self, at_once: int = 2, each: int = 4, waiting: int = 8) -> None:
        self._at_once, self._each, self._most = at_once, each, waiting
        self._changed = threading.Condition()
        self._waiting: list[tuple[int, int, int]] = []
        self._there: dict[str, int] = {}
        self._running = self._number = 0

    @contextmanager
    def turn(self, key: str, first: bool = False) -> Iterator[bool]:
        """Wait for a turn and give True; False at once where too many wait already.

        Those who come `first` go before all others. Of the others whose key has fewer there goes
        first, so that who comes alone waits for no crowd.
        """
        if not self._begin(key, first):
            yield False
            return
        try:
            yield True
        finally:
            with self._changed:
                self._running -= 1
                self._leave(key)

    def _begin(self, key: str, first: bool) -> bool:
        with self._changed:
            mine = self._there.get(key, 0)
            if mine >= self._each or (len(self._waiting) >= self._most and not first):
                return False
            self._there[key] = mine + 1
            self._number += 1
            ticket = (0 if first else 1, mine, self._number)
            self._waiting.append(ticket)
            self._changed.wait_for(
                lambda: self._running < self._at_once and min(self._waiting) == ticket
            )
            self._waiting.remove(ticket)
            self._running += 1
            self._changed.notify_all()
            return True

    def _leave(self, key: str) -> None:
        self._there[key] -= 1
        if not self._there[key]:
            del self._there[key]
        self._changed.notify_all()
