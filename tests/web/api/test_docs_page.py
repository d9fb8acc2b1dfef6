"""The contract's pages in a real browser: everything comes from the service itself."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Error

from tests.server import listening
from tests.web.api.conftest import PREFIX


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Return where the service listens, on a store without cases."""
    with listening(app) as port:
        yield f"http://127.0.0.1:{port}"


def test_the_contract_is_shown_and_nothing_is_loaded_from_elsewhere(
    browser: Browser, address: str
) -> None:
    asked: list[str] = []
    told: list[str] = []
    page = browser.new_page()
    page.on("request", lambda one: asked.append(one.url))
    page.on("console", lambda one: told.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda one: told.append(_words(one)))
    page.goto(f"{address}{PREFIX}/docs")
    page.wait_for_selector("#operations-default-render")
    shown = page.inner_text("body")
    page.close()
    assert "Isi salah satu templat kantor" in shown
    assert "Lakukan satu tindakan dalam satu tugas" in shown
    assert [one for one in asked if not one.startswith((address, "data:"))] == []
    assert told == []


def _words(fault: Error) -> str:
    return fault.message
