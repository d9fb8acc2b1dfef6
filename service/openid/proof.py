"""Is an ID token what it claims to be? Everything OpenID Connect Core 3.1.3.7 asks of it."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import ClaimError, InvalidKeyIdError, JoseError, MissingClaimError
from joserfc.jwk import ECKey, KeySet, RSAKey
from joserfc.jws import JWSRegistry

from service.errors import NotAllowed

# Signed with a private key only: "none" proves nothing, and the key of an HMAC may be public.
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}
)
LEEWAY = 120  # seconds an office's clock may be off
SUBJECT_LENGTH = 200  # as the store keeps it
_RSA_BITS = 2048
_MOST_KEYS = 100


class Wrong(Exception):
    """What of a proof does not hold; for the log, never for the page."""


class KeyUnknown(Exception):
    """The token was signed with a key that is not among those known."""


@dataclass(frozen=True)
class Expected:
    """What a token has to say: by whom, for whom, in answer to what, now."""

    issuer: str
    client_id: str
    nonce: str
    now: float
    algorithms: frozenset[str]


def keys(described: object) -> KeySet:
    """Return the keys of a JWK set that signatures may be checked with; others are passed over."""
    listed = described.get("keys") if isinstance(described, Mapping) else None
    entries = listed[:_MOST_KEYS] if isinstance(listed, list) else []
    return KeySet([key for one in entries if (key := _key(one)) is not None])


def _key(one: object) -> RSAKey | ECKey | None:
    if not isinstance(one, dict):
        return None
    try:
        match one.get("kty"):
            # Six bits a character; a shorter key is not even read, for that warns on each.
            case "RSA" if len(one["n"]) * 6 >= _RSA_BITS:
                key = RSAKey.import_key(one)
                return key if key.raw_value.key_size >= _RSA_BITS else None
            case "EC":
                return ECKey.import_key(one)
    except (JoseError, ValueError, TypeError, KeyError):
        pass
    return None


def verify(token: str, known: KeySet, expected: Expected, access_token: str) -> dict[str, Any]:
    """Return the claims of an ID token that holds.

    Raises NotAllowed("openid_refused"), NotAllowed("openid_clock") where only the time is wrong,
    and KeyUnknown where newer keys may help.
    """
    try:
        opened = _opened(token, known, expected.algorithms)
        _require_claims(opened.claims, expected)
        _require_time(opened.claims, expected.now)
        _require_access_token(opened, access_token)
    except Wrong as fault:
        raise NotAllowed("openid_refused") from fault
    return opened.claims


def _opened(token: str, known: KeySet, algorithms: Iterable[str]) -> jwt.Token:
    registry = JWSRegistry(algorithms=sorted(ALGORITHMS & set(algorithms)) or ["RS256"])
    registry.strict_check_header = False  # a provider may add headers of its own; `crit` counts
    try:
        return jwt.decode(token, known, registry=registry)
    except InvalidKeyIdError as fault:
        raise KeyUnknown("the key is not known") from fault
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as fault:
        raise Wrong(f"token: {fault}") from fault


def _require_claims(claims: Mapping[str, Any], expected: Expected) -> None:
    _require(claims.get("iss") == expected.issuer, "iss")
    # Nobody else is trusted, so a token that is also meant for others is refused.
    _require(claims.get("aud") in (expected.client_id, [expected.client_id]), "aud")
    _require(claims.get("azp", expected.client_id) == expected.client_id, "azp")
    _require(_same(claims.get("nonce"), expected.nonce), "nonce")
    subject = claims.get("sub")
    _require(isinstance(subject, str) and 0 < len(subject) <= SUBJECT_LENGTH, "sub")


def _require_time(claims: dict[str, Any], now: float) -> None:
    registry = jwt.JWTClaimsRegistry(
        now=int(now), leeway=LEEWAY, exp={"essential": True}, iat={"essential": True}
    )
    try:
        registry.validate({name: claims[name] for name in ("exp", "iat", "nbf") if name in claims})
    except MissingClaimError as fault:
        raise Wrong(f"time: {fault}") from fault
    except ClaimError as fault:
        raise NotAllowed("openid_clock") from fault


def _require_access_token(opened: jwt.Token, access_token: str) -> None:
    """Hold the access token against its hash, where the token carries one."""
    said = opened.claims.get("at_hash")
    if said is None:
        return
    digest = hashlib.new(f"sha{opened.header['alg'][-3:]}", access_token.encode()).digest()
    half = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
    _require(_same(said, half), "at_hash")


def _same(said: object, expected: str) -> bool:
    return isinstance(said, str) and hmac.compare_digest(
        said.encode("utf-8", "replace"), expected.encode()
    )


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise Wrong(what)
