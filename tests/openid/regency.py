"""A regency's OpenID provider on loopback, over real HTTP: honest unless a test says otherwise."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from service.settings import OpenID

CLIENT, SECRET = "pengukuran kinerja", "rahasia:klien"  # need their percent encoding
KEYS = [RSAKey.generate_key(2048, {"kid": name}) for name in ("satu", "dua")]
Lie = Callable[["Asked"], None]


def half(text: str, name: str = "sha256") -> str:
    digest = hashlib.new(name, text.encode()).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()


class Regency(ThreadingHTTPServer):
    """What it tells, whom it proves and how it signs can be changed between two requests."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.says: dict[str, Any] = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/logout",
            "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        }
        self.key: RSAKey | ECKey = KEYS[0]
        self.public = [KEYS[0].as_dict(private=False)]
        self.subject = "orang-17"
        self.claims: dict[str, Any] = {}  # told in place of the honest ones; None leaves one out
        self.codes: dict[str, dict[str, str]] = {}
        self.lies: dict[str, Lie] = {}
        self.asked: list[str] = []

    @property
    def options(self) -> OpenID:
        return OpenID(self.issuer, CLIENT, SECRET)

    def proves(self, address: str) -> dict[str, str]:
        """Return what the browser brings back after somebody signed in at `address`."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def token(self, nonce: str, access: str) -> str:
        """Return the ID token; a test may sign it otherwise."""
        now = int(time.time())
        honest = {
            "iss": self.issuer, "aud": CLIENT, "sub": self.subject, "nonce": nonce,
            "iat": now, "exp": now + 300, "at_hash": half(access), "name": "Dewi Lestari",
        }  # fmt: skip
        claims = {name: one for name, one in {**honest, **self.claims}.items() if one is not None}
        alg = "ES256" if isinstance(self.key, ECKey) else "RS256"
        return jwt.encode({"alg": alg, "kid": self.key.kid}, claims, self.key, algorithms=[alg])

    def tokens(self, form: dict[str, str], authorization: str) -> dict[str, str] | None:
        """Redeem a code as RFC 6749 and 7636 have it; None for one that is not good."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or _named(authorization) != [CLIENT, SECRET]:
            return None
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        proven = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
        same = form["redirect_uri"] == asked["redirect_uri"]
        if not (proven and same):
            return None
        return {
            "access_token": "akses", "token_type": "Bearer",
            "id_token": self.token(asked["nonce"], "akses"),
        }  # fmt: skip


def _named(authorization: str) -> list[str]:
    """Return the client and its secret as RFC 6749 2.3.1 has them: each percent-encoded."""
    text = base64.b64decode(authorization.removeprefix("Basic ")).decode()
    return [unquote_plus(one) for one in text.split(":")]


class Asked(BaseHTTPRequestHandler):
    server: Regency

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.server.asked.append(path)
        if path in self.server.lies:
            return self.server.lies[path](self)
        match path:
            case "/.well-known/openid-configuration":
                self.say(200, self.server.says)
            case "/keys":
                self.say(200, {"keys": self.server.public})
            case "/authorize":
                brought = self.server.proves(self.path)
                back = dict(parse_qsl(urlsplit(self.path).query))["redirect_uri"]
                self.lead(f"{back}?{urlencode(brought)}")
            case _:
                self.say(404, {})
        return None

    def do_POST(self) -> None:
        self.server.asked.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path in self.server.lies:
            return self.server.lies[self.path](self)
        form = {name: one[0] for name, one in parse_qs(body).items()}
        found = self.server.tokens(form, self.headers.get("Authorization", ""))
        self.say(*((400, {"error": "invalid_grant"}) if found is None else (200, found)))
        return None

    def say(self, status: int, told: object) -> None:
        self.send(status, json.dumps(told).encode())

    def send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def lead(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def regency() -> Iterator[Regency]:
    """Serve a provider until the test is over."""
    server = Regency()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
