"""In real Chromium, by a provider from a package, on another site: do the cookies come along?"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from service.app import create_app, create_casework, open_store
from service.casework import Casework
from service.people import Origin
from service.progress import Actor
from service.settings import OpenID, Settings
from tests.browsing import wait_for
from tests.server import listening
from tests.web.conftest import TODAY

BOSS = Actor("administrator", None, "Administrator", "Administrator")
PASSWORD = "kuda hijau makan batu"  # noqa: S105
CLAIMS = '{"sub": "dewi-17", "name": "Dewi Lestari"}'


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """Run the provider; the name localhost makes it another site than 127.0.0.1."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "-p", str(port), "-n"]
    with subprocess.Popen(
        [*command, "--user-claims", CLAIMS], stderr=subprocess.DEVNULL, env=os.environ
    ) as provider:
        try:
            wait_for(f"http://127.0.0.1:{port}/.well-known/openid-configuration", provider)
            yield f"http://localhost:{port}"
        finally:
            provider.terminate()


@contextmanager
def served(folder: Path, issuer: str) -> Iterator[tuple[str, Casework]]:
    openid = OpenID(issuer, "pengukuran", "rahasia klien")
    settings = Settings("untuk-uji", data_dir=folder, today=TODAY, openid=openid)
    store = open_store(settings)
    casework = create_casework(settings, store, background=False)
    app = create_app(settings, casework)
    try:
        with listening(app) as port:
            yield f"http://127.0.0.1:{port}", casework
    finally:
        casework.close()
        store.close()


def add_dewi(casework: Casework) -> str:
    person, code = casework.accounts.add_person(BOSS, "dewi", "Dewi Lestari")
    casework.accounts.sign_in_with_code("dewi", code, PASSWORD, Origin("127.0.0.1"))
    casework.accounts.give(BOSS, person.id, "viewer", None)
    return person.id


def page_of(browser: Browser, *, scripts: bool = True) -> Page:
    """Return a page that reaches this machine only: the provider's own page wants a style sheet."""
    page = browser.new_context(java_script_enabled=scripts).new_page()

    def only_here(route: Route) -> None:
        here = route.request.url.startswith(("http://127.0.0.1:", "http://localhost:"))
        if here:
            route.continue_()
        else:
            route.abort()

    page.route("**/*", only_here)
    return page


@pytest.mark.parametrize("scripts", [True, False])
def test_a_person_comes_back_from_another_site_signed_in(
    browser: Browser, issuer: str, tmp_path: Path, scripts: bool
) -> None:
    with served(tmp_path, issuer) as (address, casework):
        casework.accounts.link_identity(BOSS, add_dewi(casework), issuer, "dewi-17")
        page = page_of(browser, scripts=scripts)
        page.goto(f"{address}/akun")
        page.click("text=Masuk dengan akun Kabupaten")
        assert page.url.startswith(f"{issuer}/oauth2/authorize?")
        page.click("button:text-is('dewi-17')")
        page.wait_for_url(f"{address}/akun")
        assert page.inner_text("h1") == "Dewi Lestari"
        kept = page.context.cookies(address)
        assert kept
        assert {one["sameSite"] for one in kept} == {"Strict"}  # the lax one of the try is gone
        page.context.close()


def test_a_person_links_the_account_and_signs_in_by_it(
    browser: Browser, issuer: str, tmp_path: Path
) -> None:
    with served(tmp_path, issuer) as (address, casework):
        person = add_dewi(casework)
        page = page_of(browser)
        page.goto(f"{address}/masuk?lanjut=/akun")
        page.fill("#nama-masuk", "dewi")
        page.fill("#sandi", PASSWORD)
        page.click("button:text-is('Masuk')")
        page.click("text=Hubungkan akun Kabupaten")
        page.click("button:text-is('dewi-17')")
        page.wait_for_url(f"{address}/akun/kabupaten")
        assert "dewi-17" in page.inner_text("dl.facts")
        page.click("text=Ya, hubungkan")
        assert "sudah dihubungkan" in page.inner_text("[role=status]")
        assert casework.accounts.identities(person) == ((issuer, "dewi-17"),)
        page.context.close()


def test_who_says_no_at_the_provider_is_back_at_the_ways_to_sign_in(
    browser: Browser, issuer: str, tmp_path: Path
) -> None:
    with served(tmp_path, issuer) as (address, casework):
        add_dewi(casework)
        page = page_of(browser)
        page.goto(f"{address}/masuk")
        page.click("text=Masuk dengan akun Kabupaten")
        page.click("button:text-is('Deny')")
        # This provider leaves the state out of its refusal, so it is told like any stale answer.
        page.wait_for_selector("h1:text-is('Permintaan masuk ini tidak berlaku lagi')")
        page.click("text=Ke halaman masuk")
        assert page.url == f"{address}/masuk"
        page.context.close()
