"""Turns: a few at once, and nobody behind a crowd of another's."""

import threading
from collections.abc import Callable

import pytest

from service.people.turns import Turns


class Crowd:
    """Threads at the turns; each that was let in waits until it is let go."""

    def __init__(self, turns: Turns) -> None:
        self.turns, self.order, self.most, self._inside = turns, [], 0, 0  # type: ignore[var-annotated]
        self._lock, self.go = threading.Lock(), threading.Semaphore(0)
        self.threads: list[threading.Thread] = []

    def send(self, key: str, first: bool = False) -> None:
        """Send one, and return when it is inside, waits or was turned away."""
        before = self._seen()
        thread = threading.Thread(target=self._stand, args=(key, first), daemon=True)
        thread.start()
        self.threads.append(thread)
        until(lambda: self._seen() > before or not thread.is_alive())

    def finish(self) -> None:
        """Let everybody go, one after the other."""
        for _ in self.threads:
            self.go.release()
        for thread in self.threads:
            thread.join(20)

    def _seen(self) -> int:
        return self.turns._number

    def _stand(self, key: str, first: bool) -> None:
        with self.turns.turn(key, first) as mine:
            with self._lock:
                self.order.append((key, mine))
                self._inside += mine
                self.most = max(self.most, self._inside)
            if mine:
                self.go.acquire()
                with self._lock:
                    self._inside -= 1


def until(holds: Callable[[], bool]) -> None:
    """Wait for what another thread is about to do."""
    for _ in range(20_000):
        if holds():
            return
        threading.Event().wait(0.001)
    raise AssertionError("never came")


def test_two_work_at_once_and_who_comes_alone_goes_before_a_crowd() -> None:
    crowd = Crowd(Turns(at_once=2, each=4, waiting=8))
    for key in ("a", "a", "a", "a", "b"):
        crowd.send(key)
    crowd.finish()
    assert crowd.most == 2
    assert [key for key, _ in crowd.order] == ["a", "a", "b", "a", "a"]


def test_of_one_key_only_so_many_are_there_and_the_others_hear_so_at_once() -> None:
    crowd = Crowd(Turns(at_once=1, each=2, waiting=8))
    for _ in range(5):
        crowd.send("a")
    assert crowd.order.count(("a", False)) == 3
    crowd.finish()
    assert crowd.order.count(("a", True)) == 2


def test_where_too_many_wait_only_the_known_are_let_in_and_go_first() -> None:
    crowd = Crowd(Turns(at_once=1, each=4, waiting=3))
    for key in ("a", "b", "c", "d", "e"):
        crowd.send(key)
    assert crowd.order == [("a", True), ("e", False)]
    crowd.send("pemilik", first=True)
    crowd.finish()
    assert [key for key, mine in crowd.order if mine] == ["a", "pemilik", "b", "c", "d"]


def test_a_turn_is_over_also_after_a_fault_and_nothing_is_left_behind() -> None:
    turns = Turns(at_once=1, each=1)

    def fail() -> None:
        with turns.turn("a") as mine:
            assert mine
            raise KeyError

    for _ in range(3):
        with pytest.raises(KeyError):
            fail()
    assert turns._there == {}
