"""One try to sign in: what it is known by again when the provider sends the person back."""

import base64
import hashlib
import hmac
import threading
from dataclasses import dataclass, field

LASTS = 600  # seconds from the beginning to the way back
_MOST = 100_000


@dataclass(frozen=True)
class Attempt:
    """What goes to the provider and must come back.

    Made from the `seed` that only this browser keeps and the `secret` that only the service
    knows: so whoever reads the cookie learns none of the three, and nothing is kept meanwhile.
    """

    state: str
    nonce: str
    verifier: str

    @classmethod
    def of(cls, seed: str, secret: str) -> "Attempt":
        """Return the attempt of a browser's seed, each time the same."""
        return cls(*(_derived(seed, secret, use) for use in ("state", "nonce", "verifier")))

    @property
    def challenge(self) -> str:
        """Return what the provider is told of the verifier (PKCE, S256)."""
        return _text(hashlib.sha256(self.verifier.encode()).digest())

    def began(self, state: str) -> bool:
        """Tell whether `state` came back from this very attempt."""
        return hmac.compare_digest(self.state.encode(), state.encode("utf-8", "replace"))


@dataclass
class Spent:
    """The attempts that came back already, as long as they could come back again."""

    _until: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def spend(self, attempt: Attempt, now: float) -> bool:
        """Take note of an attempt; False for one that was noted before."""
        with self._lock:
            self._forget(now)
            known = attempt.state in self._until
            self._until.setdefault(attempt.state, now + 2 * LASTS)
        return not known

    def _forget(self, now: float) -> None:
        """Let the oldest go: noted in order of time, they also end in that order."""
        while self._until:
            oldest = next(iter(self._until))
            if self._until[oldest] > now and len(self._until) < _MOST:
                return
            del self._until[oldest]


def _derived(seed: str, secret: str, use: str) -> str:
    return _text(hmac.digest(secret.encode(), f"openid {use} {seed}".encode(), "sha256"))


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
