"""Put the parts together: settings, store, procedures, casework, pages and API."""

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from flask import Flask
from waitress import create_server
from werkzeug.middleware.proxy_fix import ProxyFix

from service import web
from service.casework import Casework
from service.errors import Invalid, problem
from service.procedure import load_all
from service.settings import SAMPLES, TEMPLATES, Settings
from service.store import Store

LOOPBACK = ("127.0.0.1", "::1", "localhost")
THREADS = 16  # more than may wait for a template nobody approved, so that the others are served


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
    web.register(app, casework, settings, SAMPLES if settings.demo else None)
    if not settings.container and not settings.proxies:
        # A page elsewhere may rebind its name to this machine; its requests carry that name.
        app.config["TRUSTED_HOSTS"] = [*LOOPBACK, "[::1]"]
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # the documented way
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    return app


def serve(settings: Settings, casework: Casework) -> None:
    """Serve until interrupted. Raises Invalid for an address others could reach.

    Until sign-in exists everyone who reaches a page may choose a role, so only this machine may
    reach it, or whoever runs the container that is alone with it.
    """
    if settings.host not in LOOPBACK and not settings.container:
        place = problem("serve_open", "HOST", expected="127.0.0.1", found=settings.host)
        raise Invalid("settings_invalid", [place])
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    app = create_app(settings, casework)
    server = create_server(
        app,
        host=settings.host,
        port=settings.port,
        threads=THREADS,
        # Above the limit that is answered in our own words: what is never even received.
        max_request_body_size=4 * settings.max_upload,
    )
    port = getattr(server, "effective_port", settings.port)  # several sockets have no single one
    print(f"Buka http://{settings.host}:{port}", flush=True)
    try:
        server.run()
    finally:
        server.close()
