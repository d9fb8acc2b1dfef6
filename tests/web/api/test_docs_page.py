"""The contract's pages in a real browser: everything comes from the service itself."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Error, sync_playwright
from waitress import create_server

from tests.web.api.conftest import PREFIX

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Return where the service listens, on a store without cases."""
    server = create_server(app, host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(5)


def test_the_contract_is_shown_and_nothing_is_loaded_from_elsewhere(address: str) -> None:
    asked: list[str] = []
    told: list[str] = []
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda one: asked.append(one.url))
        page.on("console", lambda one: told.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda one: told.append(_words(one)))
        page.goto(f"{address}{PREFIX}/docs")
        page.wait_for_selector("#operations-default-render")
        shown = page.inner_text("body")
        browser.close()
    assert "Isi salah satu templat kantor" in shown
    assert "Lakukan satu tindakan dalam satu tugas" in shown
    assert [one for one in asked if not one.startswith((address, "data:"))] == []
    assert told == []


def _words(fault: Error) -> str:
    return fault.message
