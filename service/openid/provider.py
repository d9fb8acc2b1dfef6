"""A provider: what it says of itself, where it is asked to prove somebody, whom it proved."""

import base64
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from joserfc.jwk import KeySet

from service.errors import NotAllowed, ToolFailed
from service.openid import proof
from service.openid.attempt import Attempt, Spent
from service.openid.fetching import Fetch, Reply, fetch
from service.openid.model import Described, Identity
from service.settings import OpenID, is_loopback

log = logging.getLogger(__name__)

KEPT = 3600.0  # seconds what a provider says of itself holds
RESTS = 10.0  # seconds a provider that failed, or gave its keys, is not asked again
AT_ONCE = 4  # questions; fewer than the server has threads, which a slow provider must not hold
_OK, _REFUSED = 200, range(400, 500)
# Claims a provider lets people write themselves prove nothing until it says that it checked them.
_CHECKED = {"email": "email_verified", "phone_number": "phone_number_verified"}


class Provider:
    """The OpenID provider of the settings, asked when somebody wants to sign in by it."""

    def __init__(
        self,
        options: OpenID,
        ask: Fetch = fetch,
        clock: Callable[[], float] = time.time,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self.options = options
        self._ask, self._clock, self._elapsed = ask, clock, elapsed
        self._spent = Spent()
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._described: tuple[float, Described] | None = None
        self._keys: tuple[float, KeySet] | None = None
        self._failed_at: float | None = None

    @property
    def logs_out(self) -> bool:
        """Tell whether the provider is known to end its own session on request."""
        return self._described is not None and bool(self._described[1].logout)

    def address(self, attempt: Attempt, back: str) -> str:
        """Return where the browser goes, to come back to `back`. Raises ToolFailed."""
        return _with(
            self._describe().authorization,
            response_type="code",
            client_id=self.options.client_id,
            redirect_uri=back,
            scope="openid profile email",
            state=attempt.state,
            nonce=attempt.nonce,
            code_challenge=attempt.challenge,
            code_challenge_method="S256",
        )

    def logout(self, back: str) -> str:
        """Return where the browser goes to end the provider's session, "" where there is none."""
        told = {"client_id": self.options.client_id, "post_logout_redirect_uri": back}
        address = self._describe().logout
        return address and _with(address, **told)

    def identify(self, attempt: Attempt, back: str, answer: Mapping[str, str]) -> Identity:
        """Return who was proved by what the browser brought back; an attempt counts once.

        Raises NotAllowed with openid_stale, openid_denied, openid_refused or openid_clock, and
        ToolFailed("openid_unreachable").
        """
        if not attempt.began(answer.get("state", "")):
            raise NotAllowed("openid_stale")
        if not self._spent.spend(attempt, self._elapsed()):
            raise NotAllowed("openid_stale")
        found = self._describe()
        self._require_answer(answer, found)
        tokens = self._redeem(found, attempt, back, answer["code"])
        token, access = tokens.get("id_token"), tokens.get("access_token", "")
        if not isinstance(token, str) or not isinstance(access, str):
            raise NotAllowed("openid_refused") from proof.Wrong("no id_token")
        return self._identity(self._verified(found, attempt, token, access))

    def _require_answer(self, answer: Mapping[str, str], found: Described) -> None:
        """Return when the answer brings a code, and from this provider where it says so."""
        issuer = answer.get("iss", None if found.names_issuer else self.options.issuer)
        if issuer != self.options.issuer:
            raise NotAllowed("openid_refused") from proof.Wrong(f"iss {issuer!r} of the answer")
        if answer.get("error") == "access_denied":
            raise NotAllowed("openid_denied")
        if not answer.get("code"):
            raise NotAllowed("openid_refused") from proof.Wrong(f"error {answer.get('error')!r}")

    def _redeem(self, found: Described, attempt: Attempt, back: str, code: str) -> dict[str, Any]:
        """Return the tokens for a code."""
        options = self.options
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": attempt.verifier,
        }
        headers = {}
        if found.secret_in_form:
            form |= {"client_id": options.client_id, "client_secret": options.client_secret}
        else:
            pair = f"{quote(options.client_id, '')}:{quote(options.client_secret, '')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        with self._asking():
            reply = self._ask(found.token, form, headers)
        if reply.status in _REFUSED:
            said = proof.Wrong(f"token endpoint: {reply.status} {reply.content[:200]!r}")
            raise NotAllowed("openid_refused") from said
        return _object(reply)

    def _verified(
        self, found: Described, attempt: Attempt, token: str, access: str
    ) -> dict[str, Any]:
        """Return the claims of a token; for an unknown key the provider is asked for newer ones."""
        options = self.options
        expected = proof.Expected(
            options.issuer, options.client_id, attempt.nonce, self._clock(), found.algorithms
        )
        for newer in (False, True):
            try:
                return proof.verify(token, self._key_set(found, newer=newer), expected, access)
            except proof.KeyUnknown as fault:
                unknown = fault
        raise NotAllowed("openid_refused") from unknown

    def _identity(self, claims: Mapping[str, Any]) -> Identity:
        name = claims.get("name") or claims.get("preferred_username") or claims.get("email") or ""
        claim = self.options.login_claim
        login = claims.get(claim, "") if claim else ""
        if claim in _CHECKED and claims.get(_CHECKED[claim]) is not True:
            login = ""
        return Identity(
            self.options.issuer,
            claims["sub"],
            str(name)[:100],
            login if isinstance(login, str) else "",
        )

    def _describe(self) -> Described:
        """Return what the provider says of itself, asked at most once an hour."""
        now = self._elapsed()
        if self._described is not None and now - self._described[0] < KEPT:
            return self._described[1]
        if self._failed_at is not None and now - self._failed_at < RESTS:
            raise ToolFailed("openid_unreachable")
        try:
            asked = self.options.issuer.rstrip("/") + "/.well-known/openid-configuration"
            found = self._described_by(self._told(asked))
        except ToolFailed:
            self._failed_at = self._elapsed()
            raise
        self._described = (now, found)
        return found

    def _described_by(self, told: Mapping[str, Any]) -> Described:
        issuer = told.get("issuer")
        if issuer != self.options.issuer:
            said = proof.Wrong(f"the provider calls itself {issuer!r}, not as OIDC_ISSUER has it")
            raise ToolFailed("openid_unreachable") from said
        ways = _texts(told, "token_endpoint_auth_methods_supported") or {"client_secret_basic"}
        signing = _texts(told, "id_token_signing_alg_values_supported") or {"RS256"}
        return Described(
            authorization=self._endpoint(told, "authorization_endpoint"),
            token=self._endpoint(told, "token_endpoint"),
            keys=self._endpoint(told, "jwks_uri"),
            logout=self._endpoint(told, "end_session_endpoint", needed=False),
            algorithms=frozenset(signing),
            secret_in_form="client_secret_basic" not in ways and "client_secret_post" in ways,
            names_issuer=told.get("authorization_response_iss_parameter_supported") is True,
        )

    def _endpoint(self, told: Mapping[str, Any], name: str, *, needed: bool = True) -> str:
        """Return an address the provider names: over TLS, or on this machine where it is too."""
        address = told.get(name)
        if address is None and not needed:
            return ""
        local = is_loopback(urlsplit(self.options.issuer).hostname or "")
        try:
            parts = urlsplit(address if isinstance(address, str) else "")
            here = local and parts.scheme == "http" and is_loopback(parts.hostname or "")
            if parts.hostname and not parts.fragment and (parts.scheme == "https" or here):
                return parts.geturl()
        except ValueError:
            pass
        raise ToolFailed("openid_unreachable") from proof.Wrong(f"{name}: {address!r}")

    def _key_set(self, found: Described, *, newer: bool) -> KeySet:
        """Return the provider's keys; `newer` ones are asked for once in a while only."""
        now = self._elapsed()
        if self._keys is not None and now - self._keys[0] < (RESTS if newer else KEPT):
            return self._keys[1]
        known = proof.keys(self._told(found.keys))
        self._keys = (now, known)
        return known

    def _told(self, address: str) -> dict[str, Any]:
        with self._asking():
            return _object(self._ask(address))

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Hold one of the few questions that may wait for the provider at once."""
        if not self._room.acquire(timeout=1):
            raise ToolFailed("openid_unreachable") from TimeoutError("too many questions wait")
        try:
            yield
        except ToolFailed as fault:
            log.warning("the OpenID provider gave no use of an answer: %s", fault.__cause__)
            raise
        finally:
            self._room.release()


def _object(reply: Reply) -> dict[str, Any]:
    """Return the JSON object of a reply. Raises ToolFailed for any other, a redirect too."""
    try:
        told = json.loads(reply.content) if reply.status == _OK else None
    except (ValueError, RecursionError) as fault:
        raise ToolFailed("openid_unreachable") from fault
    if not isinstance(told, dict):
        raise ToolFailed("openid_unreachable") from ValueError(f"status {reply.status}")
    return told


def _texts(told: Mapping[str, Any], name: str) -> set[str]:
    listed = told.get(name)
    return {one for one in listed if isinstance(one, str)} if isinstance(listed, list) else set()


def _with(address: str, **asked: str) -> str:
    """Return an address with more of a query; what it has already stays."""
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"
