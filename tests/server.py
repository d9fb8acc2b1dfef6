"""A really started server on a free port: the demo office as a process, any office in a thread."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from service.app import create_server
from service.settings import Settings

ROOT = Path(__file__).parents[1]


@contextmanager
def listening(app: Flask, settings: Settings | None = None) -> Iterator[int]:
    """Serve an office as the product does, from a thread, and give the port it listens on."""
    server = create_server(settings or Settings("untuk-uji", port=0), app)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    try:
        yield server.effective_port
    finally:
        server.close()
        server.task_dispatcher.shutdown()
        running.join(5)


@contextmanager
def demo_server(folder: Path, *more: str) -> Iterator[int]:
    """Serve the demo office kept in `folder` and give the port it listens on."""
    with _started(folder, *more) as (_, port):
        yield port


def stopped(folder: Path) -> int:
    """Return the exit status of a server that was asked to stop."""
    with _started(folder) as (server, _):
        server.terminate()
        return server.wait(30)


@contextmanager
def _started(folder: Path, *more: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    settings = {"DATA_DIR": str(folder), "PORT": "0", "PDF_ENGINE": "bawaan"}
    with subprocess.Popen(
        [sys.executable, "-m", "service", "demo", *more],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
        env=os.environ | settings,
    ) as server:  # fmt: skip
        try:
            yield server, _port(server)
        finally:
            server.terminate()
            server.wait(30)


def _port(server: subprocess.Popen[str]) -> int:
    assert server.stdout
    line = server.stdout.readline()
    found = re.search(r":(\d+)$", line.strip())
    assert found, line
    return int(found[1])
