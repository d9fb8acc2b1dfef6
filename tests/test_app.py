"""The service put together: reached under its own names, and told from what stands before it."""

import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from http.client import HTTPConnection
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from service.app import address, cautions, create_app, create_casework, open_store
from service.casework import Casework
from service.settings import SAMPLES, Settings
from service.web.connections import too_slow
from tests.server import listening

BEHIND = (ip_network("127.0.0.1"),)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(secret_key="rahasia", data_dir=tmp_path, port=0, demo=True)  # noqa: S106


@pytest.fixture
def casework(settings: Settings) -> Iterator[Casework]:
    store = open_store(settings)
    made = create_casework(settings, store, background=False)
    yield made
    made.close()
    store.close()


def started(settings: Settings, casework: Casework) -> AbstractContextManager[int]:
    """Serve on a free port, and give it."""
    return listening(create_app(settings, casework), settings)


def asked(port: int, path: str = "/bantuan", **headers: str) -> tuple[int, dict[str, str]]:
    """Return status and headers of one answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(
        "GET", path, headers={name.replace("_", "-"): one for name, one in headers.items()}
    )
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders())


@pytest.mark.parametrize(
    ("hosts", "host", "status"),
    [
        ((), "127.0.0.1:8000", 200),
        ((), "LOCALHOST", 200),
        ((), "kinerja.contoh.go.id", 400),
        (("kinerja.contoh.go.id",), "Kinerja.contoh.go.id:8000", 200),
        (("kinerja.contoh.go.id",), "lain.kinerja.contoh.go.id", 400),
        (("kinerja.contoh.go.id",), "pasang-ulang.invalid", 400),
    ],
)
def test_only_names_of_the_settings_lead_here(
    hosts: tuple[str, ...], host: str, status: int, settings: Settings, casework: Casework
) -> None:
    app = create_app(replace(settings, hosts=hosts), casework)
    answer = app.test_client().get("/bantuan", headers={"Host": host})
    assert answer.status_code == status
    assert status == 200 or "HOSTS" in answer.text


@pytest.mark.parametrize(
    ("changed", "printed"),
    [
        ({}, "http://127.0.0.1:8101"),
        ({"host": "127.0.0.2"}, "http://127.0.0.2:8101"),
        ({"host": "0.0.0.0", "hosts": ("a.id", "b.id")}, "http://a.id:8101"),  # noqa: S104
        ({"host": "::", "hosts": ("a.id",)}, "http://a.id:8101"),
        ({"host": "10.0.0.7", "hosts": ("a.id",)}, "http://a.id:8101"),
        ({"host": "0.0.0.0", "hosts": ("a.id",), "proxies": BEHIND}, "https://a.id"),  # noqa: S104
        ({"hosts": ("a.id",), "proxies": BEHIND}, "https://a.id"),
        ({"host": "::1"}, "http://[::1]:8101"),
    ],
)
def test_the_printed_address_is_one_the_service_answers_under(
    changed: dict[str, object], printed: str, settings: Settings, casework: Casework
) -> None:
    settings = replace(settings, **changed)  # type: ignore[arg-type]
    assert address(settings, 8101) == printed
    asking = create_app(settings, casework).test_client()
    answer = asking.get("/bantuan", headers={"Host": urlsplit(printed).netloc})
    assert answer.status_code == 200


def test_a_host_a_proxy_hands_on_is_checked_too(settings: Settings, casework: Casework) -> None:
    behind = create_app(replace(settings, hosts=("a.id",), proxies=BEHIND), casework).test_client()
    for host, status in (("a.id", 200), ("jahat.invalid", 400)):
        answer = behind.get("/bantuan", headers={"X-Forwarded-Host": host})
        assert answer.status_code == status


def test_what_a_proxy_tells_comes_through_the_server(
    settings: Settings, casework: Casework
) -> None:
    secure = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "36.70.1.5"}
    for proxies, told in (((), False), (BEHIND, True)):
        with started(replace(settings, proxies=proxies), casework) as port:
            _, headers = asked(port, **secure)
        assert ("Strict-Transport-Security" in headers) is told


def test_headers_larger_than_any_browser_sends_are_refused(
    settings: Settings, casework: Casework
) -> None:
    with started(settings, casework) as port:
        assert asked(port, X_Panjang="a" * 8_000)[0] == 200
        assert asked(port, X_Panjang="a" * 40_000)[0] == 431


def test_two_hundred_slow_connections_keep_nobody_waiting(
    settings: Settings, casework: Casework
) -> None:
    slow = []
    with started(settings, casework) as port:
        for number in range(200):
            one = socket.create_connection(("127.0.0.1", port), timeout=30)
            head = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-"
            body = (
                b"POST /mulai/unggah HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999\r\n\r\na"
            )
            one.sendall(body if number % 2 else head)
            slow.append(one)
        assert [asked(port)[0] for _ in range(5)] == [200] * 5
        for one in slow:
            one.close()


def test_a_request_that_trickles_in_is_let_go_and_an_honest_upload_is_not() -> None:
    mib = 1024 * 1024
    assert not too_slow(29, 1)
    assert too_slow(31, 3)
    assert too_slow(600, 60 * 1024)
    assert not too_slow(640, 20 * mib)  # 20 MiB at 256 kbit/s


def test_a_flood_of_renders_keeps_nobody_from_looking(
    settings: Settings, casework: Casework
) -> None:
    template, values = (SAMPLES / "surat.docx").read_bytes(), (SAMPLES / "surat.json").read_bytes()
    parts = (("template", "surat.docx", template), ("data", "surat.json", values))
    body = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n\r\n%s\r\n'
        % (name.encode(), file.encode(), content)
        for name, file, content in parts
    )
    flood = (
        b"POST /api/v1/render?format=pdf HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        b"Content-Type: multipart/form-data; boundary=x\r\n"
        b"Content-Length: %d\r\n\r\n%s--x--\r\n" % (len(body) + 7, body)
    )
    with started(replace(settings, pdf_engine="bawaan"), casework) as port:
        asking = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(40)]
        for one in asking:
            one.sendall(flood)
        assert [asked(port)[0] for _ in range(5)] == [200] * 5
        answers = [one.makefile("rb").read() for one in asking]
        for one in asking:
            one.close()
    assert {answer[9:12] for answer in answers} == {b"200", b"429"}
    for answer in answers:
        assert (b"\r\nRetry-After: " in answer) is (answer[9:12] == b"429")


def test_who_sends_byte_by_byte_finds_the_connection_closed(
    settings: Settings, casework: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.web.connections.GRACE", 0.3)
    with started(settings, casework) as port:
        connection = socket.create_connection(("127.0.0.1", port), timeout=30)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-")
        assert connection.recv(1) == b""
        connection.close()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"host": "0.0.0.0", "hosts": ("a.id",)}, "PROXIES=127.0.0.1"),  # noqa: S104
        ({"host": "0.0.0.0", "hosts": ("a.id",), "proxies": BEHIND}, ""),  # noqa: S104
        ({}, ""),
        ({"demo": True}, "tanpa kata sandi"),
    ],
)
def test_at_start_it_is_said_who_could_listen_in(
    changed: dict[str, object], told: str, settings: Settings
) -> None:
    said = " ".join(cautions(replace(settings, **{"demo": False, **changed})))  # type: ignore[arg-type]
    assert told in said
    assert bool(told) is bool(said)


def test_the_demo_says_on_its_pages_that_nobody_signs_in(
    settings: Settings, casework: Casework
) -> None:
    for demo in (True, False):
        app = create_app(replace(settings, demo=demo), casework)
        shown = app.test_client().get("/bantuan").text
        assert ("Tanpa kata sandi, hanya di komputer ini" in shown) is demo
