"""A header anybody can write is believed only where a named proxy wrote it."""

from ipaddress import ip_network

import pytest
from flask import Flask, request

from service.web.proxies import Believing

PROXY, OFFICE, STRANGER = "10.0.0.2", "36.70.1.5", "203.0.113.9"


def seen(peer: str, **headers: str) -> tuple[str | None, str, str]:
    """Return (address, scheme, host) as pages see them behind 10.0.0.0/8 and ::1."""
    app = Flask(__name__)
    app.add_url_rule("/", "what", lambda: {"headers": sorted(dict(request.headers))})
    app.add_url_rule("/dari", "who", lambda: [request.remote_addr, request.scheme, request.host])
    app.wsgi_app = Believing(app.wsgi_app, (ip_network("10.0.0.0/8"), ip_network("::1")))  # type: ignore[method-assign]
    client = app.test_client()
    given = {f"X-Forwarded-{name.capitalize()}": value for name, value in headers.items()}
    asked = {"headers": given, "environ_overrides": {"REMOTE_ADDR": peer}}
    left = client.get("/", **asked).json["headers"]  # type: ignore[index]
    assert not [one for one in left if "Forwarded" in one]
    address, scheme, host = client.get("/dari", **asked).json  # type: ignore[misc]
    return address, scheme, host


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        (STRANGER, OFFICE, STRANGER),  # not a proxy: what it says is worth nothing
        (PROXY, OFFICE, OFFICE),
        (PROXY, f"{STRANGER}, {OFFICE}", OFFICE),  # the client wrote the first one itself
        (PROXY, f"{STRANGER}, {OFFICE}, 10.0.0.7", OFFICE),  # past a trusted one
        (PROXY, f"{OFFICE}, entah, 10.0.0.7", "10.0.0.7"),
        (PROXY, "", PROXY),
        (PROXY, "unknown", PROXY),
        (PROXY, f"{OFFICE}:51234", OFFICE),
        (PROXY, "[2001:db8::7]:443", "2001:db8::7"),
        ("::ffff:10.0.0.2", OFFICE, OFFICE),
        ("::1", "2001:db8::7", "2001:db8::7"),
    ],
)
def test_the_client_is_whom_the_trusted_hops_name(peer: str, forwarded: str, client: str) -> None:
    assert seen(peer, **{"for": forwarded})[0] == client


def test_scheme_and_host_are_those_the_proxy_tells() -> None:
    told = {"for": OFFICE, "proto": "https", "host": "Kinerja.contoh.go.id"}
    assert seen(PROXY, **told)[1:] == ("https", "kinerja.contoh.go.id")
    assert seen(STRANGER, **told)[1:] == ("http", "localhost")


def test_of_several_proxies_the_outermost_trusted_one_is_believed() -> None:
    chain = f"{STRANGER}, {OFFICE}, 10.0.0.7"
    assert seen(PROXY, **{"for": chain, "proto": "gopher, https, http"})[1] == "https"
    assert seen(PROXY, **{"for": chain, "proto": "https"})[1] == "https"
    assert seen(PROXY, **{"for": OFFICE, "proto": "https, http"})[1] == "http"
    assert seen(PROXY, **{"for": OFFICE, "proto": "gopher"})[1] == "http"


def test_forwarded_is_never_handed_on() -> None:
    app = Flask(__name__)
    app.add_url_rule("/", "what", lambda: {"headers": sorted(dict(request.headers))})
    app.wsgi_app = Believing(app.wsgi_app, ())  # type: ignore[method-assign]
    left = app.test_client().get("/", headers={"Forwarded": f"for={OFFICE};proto=https"}).json
    assert "Forwarded" not in left["headers"]  # type: ignore[index]
