"""One question to a provider over HTTP: bounded in time and size, and led nowhere else."""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Protocol
from urllib.parse import SplitResult, urlencode, urlsplit

from service.errors import ToolFailed

SECONDS = 10.0  # for one question in all, however slowly the answer drips
CONNECTING = 4.0
ROOM = 256 * 1024


@dataclass(frozen=True)
class Reply:
    """What came back: a status and at most `ROOM` bytes. A redirect is an answer like another."""

    status: int
    content: bytes


class Fetch(Protocol):
    """Ask an address: by GET, or by POST where a `form` is given."""

    def __call__(
        self,
        address: str,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Return the reply. Raises ToolFailed("openid_unreachable")."""


def fetch(
    address: str,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
) -> Reply:
    """Ask `address` and return what it says, following no redirect.

    Raises ToolFailed("openid_unreachable") when the answer is late, too large, or none.
    """
    body = None if form is None else urlencode(form)
    said = {"Accept": "application/json", "Accept-Encoding": "identity", **(headers or {})}
    if body is not None:
        said["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        parts = urlsplit(address)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        with _connected(parts, seconds) as connection:
            connection.request("GET" if body is None else "POST", path, body, said)
            with connection.getresponse() as answer:
                content = answer.read(ROOM + 1)
    except (OSError, HTTPException, ValueError) as fault:
        raise ToolFailed("openid_unreachable") from fault
    if len(content) > ROOM:
        raise ToolFailed("openid_unreachable") from ValueError(f"{address}: more than {ROOM} bytes")
    return Reply(answer.status, content)


@contextmanager
def _connected(parts: SplitResult, seconds: float) -> Iterator[HTTPConnection]:
    """Give a connection that is cut off when the time is up, in the middle of whatever it does."""
    host, safe = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if safe else 80)
    with socket.create_connection((host, port), CONNECTING) as line, _ending(line, seconds):
        if safe:
            context = ssl.create_default_context()
            connection: HTTPConnection = HTTPSConnection(host, port, context=context)
            line.settimeout(seconds)
            connection.sock = context.wrap_socket(line, server_hostname=host)
        else:
            connection = HTTPConnection(host, port)
            line.settimeout(seconds)
            connection.sock = line
        try:
            yield connection
        finally:
            connection.close()


@contextmanager
def _ending(line: socket.socket, seconds: float) -> Iterator[None]:
    """Cut a line off after `seconds`: the limit of a socket itself begins anew at each byte."""
    twin, late = line.dup(), threading.Event()

    def cut() -> None:
        late.set()
        with suppress(OSError):
            twin.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        twin.close()
    if late.is_set():
        raise TimeoutError(seconds)
