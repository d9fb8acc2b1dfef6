"""How often a password may be tried, so that nobody gets in by guessing, or is kept out by it.

Each try takes one from every bucket it counts in; buckets fill again with time. What is known of
a person decides which they are:

- a browser the person signed in with before has a bucket of its own, and no other;
- an address the person signed in from lately has one for person and address, and no other;
- any other address has one for account and address, one for itself over all accounts, and shares
  one with all unknown addresses of the account.

So a stranger's guesses take nothing from where the person is known. All of it is held in memory:
a restart fills every bucket and forgets the addresses, but not the browsers. A name nobody has
counts as an account like any other, so that waiting tells nothing of who exists.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

MINUTE, DAY = 60.0, 86400.0
LATELY = 30 * DAY
_MOST_KEYS = 20_000
_MOST_PLACES = 4_000
_PLACES_EACH = 8  # addresses remembered for one person


@dataclass(frozen=True)
class Trying:
    """Who is tried from where: an account, real or not, a place, and the known browser if any."""

    account: str
    place: str
    device: str = ""
    real: bool = True


def place(address: str) -> str:
    """Return the part of an address that one subscriber has: all of IPv4, the /64 of IPv6."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:60]
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"


class Buckets:
    """For each key `most` tries, one more every `every` seconds; the oldest of `keys` go first."""

    def __init__(self, most: int, every: float, keys: int = _MOST_KEYS) -> None:
        self._most, self._every, self._keys = most, every, keys
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        """Return how many keys are remembered."""
        return len(self._left)

    def wait(self, key: Hashable, now: float) -> float:
        """Return the seconds until a try may be taken, 0 for at once."""
        return max(0.0, 1 - self._now_left(key, now)) * self._every

    def take(self, key: Hashable, now: float) -> None:
        """Take one try."""
        self._left[key] = self._now_left(key, now) - 1, now
        self._left.move_to_end(key)
        if len(self._left) > self._keys:
            self._left.popitem(last=False)

    def give_back(self, key: Hashable, now: float) -> None:
        """Give one try back; a full bucket need not be remembered."""
        left = self._now_left(key, now) + 1
        if left >= self._most:
            self._left.pop(key, None)
        else:
            self._left[key] = left, now

    def _now_left(self, key: Hashable, now: float) -> float:
        left, at = self._left.get(key, (float(self._most), now))
        return min(float(self._most), left + max(0.0, now - at) / self._every)


class Throttle:
    """The buckets of all accounts and places, and where each person signed in lately.

    `passed` returns seconds that only ever grow.
    """

    def __init__(self, passed: Callable[[], float]) -> None:
        self._passed = passed
        self._lock = threading.Lock()
        self._devices = Buckets(10, 5 * MINUTE)
        self._known = Buckets(10, 5 * MINUTE)
        self._from = Buckets(5, 3 * MINUTE)
        self._places = Buckets(30, MINUTE)
        self._accounts = Buckets(20, 15 * MINUTE)
        # Apart, so that names made up in any number push no real account out of memory.
        self._nobody = Buckets(20, 15 * MINUTE)
        self._codes = Buckets(20, MINUTE / 6)
        self._lately: OrderedDict[tuple[str, str], float] = OrderedDict()

    def admit(self, trying: Trying) -> float:
        """Take one try and return 0, or take none and return the seconds to wait."""
        with self._lock:
            now = self._passed()
            counted = self._counted(trying, now)
            wait = max(bucket.wait(key, now) for bucket, key in counted)
            if wait == 0:
                for bucket, key in counted:
                    bucket.take(key, now)
            return wait

    def right(self, trying: Trying) -> None:
        """Give back what a try took that was right, and remember the place as the person's."""
        with self._lock:
            now = self._passed()
            for bucket, key in self._counted(trying, now):
                bucket.give_back(key, now)
            self._remember(trying.account, trying.place, now)

    def knows(self, trying: Trying) -> bool:
        """Tell whether the person is known at this browser or place."""
        with self._lock:
            return bool(trying.device) or self._is_lately(trying, self._passed())

    def wrong_code(self, place: str) -> float:
        """Count a wrong one-time code and return the seconds to wait, 0 while it is one of few.

        A right one need not ask: eighty bits are not guessed, so that nobody can keep out by
        guessing who has it.
        """
        with self._lock:
            now = self._passed()
            wait = self._codes.wait(place, now)
            if wait == 0:
                self._codes.take(place, now)
            return wait

    def _counted(self, trying: Trying, now: float) -> list[tuple[Buckets, Hashable]]:
        if trying.device:
            return [(self._devices, trying.device)]
        if self._is_lately(trying, now):
            return [(self._known, (trying.account, trying.place))]
        return [
            (self._from, (trying.account, trying.place)),
            (self._places, trying.place),
            (self._accounts if trying.real else self._nobody, trying.account),
        ]

    def _is_lately(self, trying: Trying, now: float) -> bool:
        at = self._lately.get((trying.account, trying.place))
        return at is not None and now - at < LATELY

    def _remember(self, account: str, place: str, now: float) -> None:
        self._lately[account, place] = now
        self._lately.move_to_end((account, place))
        own = [key for key in self._lately if key[0] == account]
        for key in own[:-_PLACES_EACH]:
            del self._lately[key]
        if len(self._lately) > _MOST_PLACES:
            self._lately.popitem(last=False)
