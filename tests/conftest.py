"""What all tests share: a browser, and that none watches the clock, for the machines are busy."""

from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from tests.browsing import chromium

settings.register_profile("busy", deadline=None)
settings.load_profile("busy")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started
