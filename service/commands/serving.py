"""Run the service: for a real office, or the demo office on sample data of its own."""

import argparse
import errno
import os
import secrets
import shutil
import signal
import socket
from dataclasses import replace
from pathlib import Path

from service import app, demo
from service.casework import Casework
from service.commands.environment import DEMO_FOLDER
from service.errors import Invalid, ToolFailed, problem
from service.procedure import load_all
from service.settings import SAMPLES, TEMPLATES, Settings, is_loopback
from service.store import Store

DEMO_DAY = "2026-10-09"
BIND_FAULTS = (errno.EADDRINUSE, errno.EACCES)


def serve(_: argparse.Namespace) -> int:
    """Serve the office of the data folder until told to stop."""
    return _serve(Settings.from_env(os.environ))


def demo_office(options: argparse.Namespace) -> int:
    """Serve the demo office, prepared first where it is not there yet, or with --baru anew."""
    settings = _demo_settings()
    if options.baru:
        _forget(settings.data_dir)
    settings.data_dir.parent.mkdir(parents=True, exist_ok=True)
    procedures = load_all(more=settings.procedures_dir)

    def quiet(store: Store, clock: demo.Hands) -> Casework:
        return Casework(store, procedures, TEMPLATES, clock, background=False)

    demo.prepare(settings.data_dir, SAMPLES, quiet)
    return _serve(settings)


def _demo_settings() -> Settings:
    """Return the demo's settings. Raises Invalid for an address that others could reach."""
    host = os.environ.get("HOST") or "127.0.0.1"
    if not is_loopback(host):
        place = problem("serve_demo_open", "HOST", expected="127.0.0.1", found=host)
        raise Invalid("settings_invalid", [place])
    env = {
        "SECRET_KEY": secrets.token_hex(),
        "TODAY": DEMO_DAY,
        **{name: value for name, value in os.environ.items() if value},
    }
    env["DATABASE_URL"] = ""  # the demo keeps to its own folder
    env["HOSTS"] = env["PROXIES"] = ""  # and to this machine
    settings = Settings.from_env(env)
    return replace(settings, data_dir=settings.data_dir / DEMO_FOLDER, demo=True)


def _forget(folder: Path) -> None:
    """Remove the demo's folder. Raises Conflict when it holds a real office."""
    if folder.exists():
        Store(folder, "demo").close()
        shutil.rmtree(folder)


def _serve(settings: Settings) -> int:
    _require_host(settings.host)
    # As the first process of a container SIGTERM would be ignored unless it is handled.
    signal.signal(signal.SIGTERM, _stop)
    store = app.open_store(settings)
    try:
        casework = app.create_casework(settings, store)
        try:
            app.serve(settings, casework)
        finally:
            casework.close()
    except OSError as fault:
        if fault.errno == errno.EADDRNOTAVAIL:
            raise ToolFailed("serve_host", host=settings.host) from fault
        if fault.errno in BIND_FAULTS:
            raise ToolFailed("serve_address", host=settings.host, port=settings.port) from fault
        raise
    finally:
        store.close()
    return 0


def _require_host(host: str) -> None:
    """Return when the address to listen on is one at all. Raises ToolFailed("serve_host")."""
    try:
        socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise ToolFailed("serve_host", host=host) from fault


def _stop(_signal: int, _frame: object) -> None:
    raise SystemExit(0)
