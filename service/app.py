"""Put the parts together: settings, store, procedures, casework, pages and API."""

import logging
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import waitress
from flask import Flask, Request

from service import web
from service.casework import Casework
from service.errors import words
from service.procedure import load_all
from service.settings import SAMPLES, TEMPLATES, Settings, is_loopback
from service.store import Store
from service.web.connections import Channel
from service.web.proxies import Believing

log = logging.getLogger(__name__)

LOOPBACK_NAMES = ("127.0.0.1", "localhost")
_IPV6_LOOPBACK = re.compile(r"\[::1\](:\d+)?")
FIRST = "/masuk/pertama"  # where the first administrator signs in
THREADS = 16  # more than may wait for a template nobody approved, so that the others are served
CONNECTIONS = 600
IDLE = 60  # seconds a connection may stay open unused
MAX_HEADERS = 32 * 1024


@dataclass(frozen=True)
class Clock:
    """The time things are done at: the real one, on the day `today` says where it is set."""

    settings: Settings

    def __call__(self) -> datetime:
        """Return the moment, aware, on the office's clock."""
        now = datetime.now(self.settings.time_zone)
        day = self.settings.today
        return datetime.combine(day or now.date(), now.timetz())


def open_store(settings: Settings) -> Store:
    """Open the store of the data folder: of the demo, or of a real office; never both."""
    kind: Literal["demo", "kantor"] = "demo" if settings.demo else "kantor"
    return Store(settings.data_dir, kind, settings.database_url or None)


def create_casework(settings: Settings, store: Store, *, background: bool = True) -> Casework:
    """Return everything a person can do, on `store`.

    Raises Invalid("procedure_invalid") with every mistake of every SOP, shipped or of the office.
    """
    procedures = load_all(more=settings.procedures_dir)
    return Casework(
        store,
        procedures,
        TEMPLATES,
        Clock(settings),
        background,
        settings.pdf_engine,
        settings.trail_days,
    )


def create_app(settings: Settings, casework: Casework) -> Flask:
    """Return the web application on a casework."""
    app = Flask("service", root_path=str(Path(__file__).parent / "web"))
    # A page elsewhere may rebind its name to this machine; its requests carry that name.
    own = [settings.host] if is_loopback(settings.host) else []
    app.config["TRUSTED_HOSTS"] = [*LOOPBACK_NAMES, *own, *settings.hosts]
    app.request_class = _Request
    web.register(app, casework, settings, SAMPLES if settings.demo else None)
    app.wsgi_app = Believing(app.wsgi_app, settings.proxies)  # type: ignore[method-assign]  # the documented way
    return app


class _Request(Request):
    """A request that may name this machine as [::1], which no list of trusted hosts can hold."""

    _trusted: list[str] | None = None

    @property
    def trusted_hosts(self) -> list[str] | None:
        """Return the names a request may come under, None for any."""
        own = _IPV6_LOOPBACK.fullmatch(self.environ.get("HTTP_HOST", ""))
        return None if own else self._trusted

    @trusted_hosts.setter
    def trusted_hosts(self, names: list[str] | None) -> None:
        self._trusted = names


def serve(settings: Settings, casework: Casework) -> None:
    """Serve until interrupted; where passwords would travel readable, say so first."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    server = create_server(settings, create_app(settings, casework))
    port = getattr(server, "effective_port", settings.port)  # several sockets have no single one
    for sentence in cautions(settings):
        log.warning(sentence)
    print(_greeting(address(settings, port), settings, casework), flush=True)
    try:
        server.run()
    finally:
        server.close()


def address(settings: Settings, port: int) -> str:
    """Return where a browser finds what listens on `port`, under a name the service answers to.

    Whoever can be reached from elsewhere is found under the first name of the settings.
    """
    name = settings.host
    if settings.hosts and (settings.proxies or not is_loopback(name)):
        name = settings.hosts[0]
        if settings.proxies:
            return f"https://{name}"
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _greeting(address: str, settings: Settings, casework: Casework) -> str:
    """Return what the terminal says: where to go, and the link for the first administrator."""
    told = f"Buka {address}"
    code = None if settings.demo else casework.accounts.first_code()
    if code is None:
        return told
    # Behind #, the code never reaches a server: neither its log nor another page's Referer.
    link = f"{address}{FIRST}#{code}"
    return f"{told}\n{words('serve_first', link=link, secret=code).detail}"


def cautions(settings: Settings) -> list[str]:
    """Return what is said at start of who could look in, act, or read along."""
    if settings.demo:
        return [words("serve_demo").detail]
    if settings.proxies or is_loopback(settings.host):
        return []
    return [words("serve_unencrypted", host=settings.host).detail]


def create_server(settings: Settings, app: Flask) -> Any:
    """Return a server that listens, and lets go of whoever sends too slowly."""
    sockets: dict[int, Any] = {}
    server = waitress.create_server(
        app,
        sockets,
        host=settings.host,
        port=settings.port,
        threads=THREADS,
        # Above the limit that is answered in our own words: what is never even received.
        max_request_body_size=4 * settings.max_upload,
        max_request_header_size=MAX_HEADERS,
        # Slow connections cost a file each and no thread; a process usually has 1,024 files.
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,
        channel_timeout=IDLE,
        cleanup_interval=IDLE // 4,
        # Who does not read his answer keeps a temporary file, never a thread.
        outbuf_high_watermark=2**31,
        clear_untrusted_proxy_headers=False,  # Believing decides, by the settings
        ident=None,
    )
    for one in sockets.values():
        one.channel_class = Channel
    return server
