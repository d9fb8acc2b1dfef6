"""An ID token is believed only when everything in it holds."""

import base64
import hmac
import json
import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, RSAKey

from service.errors import NotAllowed
from service.openid import Attempt, Identity
from service.openid.provider import Provider
from tests.openid.regency import CLIENT, KEYS, Regency, half

BACK = "http://127.0.0.1:8000/masuk/kabupaten/kembali"


def signed_in(house: Regency, provider: Provider) -> Identity:
    attempt = Attempt.of("benih", "kunci layanan")
    return provider.identify(attempt, BACK, house.proves(provider.address(attempt, BACK)))


def refused(house: Regency, provider: Provider) -> str:
    """Return what of the proof did not hold."""
    with pytest.raises(NotAllowed) as told:
        signed_in(house, provider)
    assert told.value.code == "openid_refused"
    return str(told.value.__cause__)


def test_an_honest_provider_proves_a_person(house: Regency, provider: Provider) -> None:
    found = signed_in(house, provider)
    assert found == Identity(house.issuer, "orang-17", "Dewi Lestari")


def test_a_token_signed_on_an_elliptic_curve_is_read(house: Regency, provider: Provider) -> None:
    house.key = ECKey.generate_key("P-256", {"kid": "lengkung"})
    house.public = [house.key.as_dict(private=False)]
    assert signed_in(house, provider).subject == "orang-17"


@pytest.mark.parametrize(
    ("claim", "told", "fault"),
    [
        ("iss", "http://127.0.0.1:1", "iss"),
        ("iss", None, "iss"),
        ("aud", "layanan lain", "aud"),
        ("aud", [CLIENT, "layanan lain"], "aud"),
        ("aud", [], "aud"),
        ("aud", None, "aud"),
        ("azp", "layanan lain", "azp"),
        ("nonce", "yang lain", "nonce"),
        ("nonce", None, "nonce"),
        ("nonce", ["x"], "nonce"),
        ("sub", "", "sub"),
        ("sub", None, "sub"),
        ("sub", 17, "sub"),
        ("sub", "x" * 201, "sub"),
        ("exp", None, "time: missing_claim"),
        ("iat", None, "time: missing_claim"),
        ("at_hash", half("akses lain"), "at_hash"),
        ("at_hash", 1, "at_hash"),
    ],
)
def test_one_wrong_claim_is_enough_to_refuse(
    house: Regency, provider: Provider, claim: str, told: object, fault: str
) -> None:
    house.claims = {claim: told}
    assert refused(house, provider).startswith(fault)


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": time.time() - 200},
        {"exp": float("nan")},
        {"exp": "2099"},
        {"iat": time.time() + 600},
        {"nbf": time.time() + 600},
    ],
)
def test_a_token_out_of_its_time_is_told_as_a_matter_of_clocks(
    house: Regency, provider: Provider, claims: dict[str, Any]
) -> None:
    house.claims = claims
    with pytest.raises(NotAllowed) as told:
        signed_in(house, provider)
    assert told.value.code == "openid_clock"


def test_an_offices_clock_may_be_off_by_two_minutes(house: Regency, provider: Provider) -> None:
    house.claims = {"exp": int(time.time()) - 60, "iat": int(time.time()) + 60}
    assert signed_in(house, provider).subject == "orang-17"


def claims_of(house: Regency, nonce: str) -> dict[str, object]:
    now = int(time.time())
    return {"iss": house.issuer, "aud": CLIENT, "sub": "camat", "nonce": nonce,
            "iat": now, "exp": now + 300}  # fmt: skip


def plain(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def written(*parts: dict[str, object]) -> str:
    return ".".join(plain(json.dumps(one).encode()) for one in parts)


def test_an_unsigned_token_is_refused(house: Regency, provider: Provider) -> None:
    def unsigned(nonce: str, _: str) -> str:
        return written({"alg": "none"}, claims_of(house, nonce)) + "."

    house.says["id_token_signing_alg_values_supported"] = ["none", "RS256"]
    house.token = unsigned  # type: ignore[method-assign]
    assert "token: unsupported_algorithm" in refused(house, provider)


@pytest.mark.parametrize("kid", ["satu", None])
def test_a_token_signed_with_the_public_key_as_a_password_is_refused(
    house: Regency, provider: Provider, kid: str | None
) -> None:
    def confused(nonce: str, _: str) -> str:
        body = written({"alg": "HS256"} | ({"kid": kid} if kid else {}), claims_of(house, nonce))
        return (
            f"{body}.{plain(hmac.digest(KEYS[0].as_pem(private=False), body.encode(), 'sha256'))}"
        )

    house.says["id_token_signing_alg_values_supported"] = ["HS256", "RS256"]
    house.token = confused  # type: ignore[method-assign]
    assert "token: unsupported_algorithm" in refused(house, provider)


def test_an_algorithm_the_provider_does_not_name_is_refused(
    house: Regency, provider: Provider
) -> None:
    house.says["id_token_signing_alg_values_supported"] = ["ES256"]
    assert "token: unsupported_algorithm" in refused(house, provider)


def test_a_token_signed_by_somebody_else_under_a_known_name_is_refused(
    house: Regency, provider: Provider
) -> None:
    house.key = RSAKey.generate_key(2048, {"kid": "satu"})
    assert "token: bad_signature" in refused(house, provider)


@pytest.mark.parametrize("key", ["jwk", "jku"])
def test_a_key_that_comes_with_the_token_is_not_taken(
    house: Regency, provider: Provider, key: str
) -> None:
    own = RSAKey.generate_key(2048, {"kid": "milik-penyerang"})
    brought = {"jwk": own.as_dict(private=False), "jku": f"{house.issuer}/keys-lain"}[key]

    def carried(nonce: str, _: str) -> str:
        header = {"alg": "RS256", "kid": own.kid, key: brought}
        return jwt.encode(header, claims_of(house, nonce), own)

    house.token = carried  # type: ignore[method-assign]
    refused(house, provider)
    assert "/keys-lain" not in house.asked


@pytest.mark.parametrize("token", ["", "a.b.c", "x" * 200_000, "é.é.é", "." * 10])
def test_what_is_no_token_at_all_is_refused(house: Regency, provider: Provider, token: str) -> None:
    house.token = lambda *_: token  # type: ignore[method-assign]
    refused(house, provider)


def test_a_key_too_short_to_trust_is_passed_over(house: Regency, provider: Provider) -> None:
    with pytest.warns(SecurityWarning):
        house.key = RSAKey.generate_key(1024, {"kid": "satu"})
    house.public = [house.key.as_dict(private=False)]
    assert refused(house, provider) == "the key is not known"


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_a_short_key_does_not_grow_by_leading_noughts(house: Regency, provider: Provider) -> None:
    house.key = RSAKey.generate_key(1024, {"kid": "satu"})
    public = house.key.as_dict(private=False)
    house.public = [{**public, "n": "AAAA" * 50 + str(public["n"])}]
    assert refused(house, provider) == "the key is not known"


def test_keys_that_check_no_signature_are_passed_over(house: Regency, provider: Provider) -> None:
    house.public = [
        {"kty": "oct", "kid": "satu", "k": "cmFoYXNpYQ"},
        {**KEYS[0].as_dict(private=False), "use": "enc"},
        {"kty": "RSA", "kid": "satu", "n": "rusak"},
        {"kty": "baru", "kid": "satu"},
        "bukan kunci",  # type: ignore[list-item]
    ]
    assert refused(house, provider) == "the key is not known"
    house.public.append(KEYS[0].as_dict(private=False))
    assert signed_in(house, Provider(house.options)).subject == "orang-17"


@pytest.mark.parametrize(
    ("claims", "login"),
    [
        ({"email": "dewi@kab.go.id", "email_verified": True}, "dewi@kab.go.id"),
        ({"email": "dewi@kab.go.id", "email_verified": False}, ""),
        ({"email": "dewi@kab.go.id", "email_verified": "true"}, ""),
        ({"email": "dewi@kab.go.id"}, ""),
        ({"email": ["dewi@kab.go.id"], "email_verified": True}, ""),
        ({}, ""),
    ],
)
def test_an_e_mail_address_counts_only_when_the_provider_checked_it(
    house: Regency, claims: dict[str, object], login: str
) -> None:
    house.claims = claims
    options = house.options
    wanted = Provider(type(options)(options.issuer, CLIENT, options.client_secret, "", "email"))
    assert signed_in(house, wanted).login == login
