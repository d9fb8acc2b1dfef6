"""The session's cookie stays with our own pages, and links from elsewhere still lead in."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.test import TestResponse

from tests.server import listening
from tests.web.conftest import CAMAT, Person

FROM_A_LINK = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
TLS = "https://localhost"


def given(answer: TestResponse) -> list[str]:
    """Return the parts of the one cookie an answer sets."""
    (cookie,) = answer.headers.getlist("Set-Cookie")
    return str(cookie).split("; ")


def test_over_tls_the_cookie_belongs_to_this_host_and_never_travels_readable(app: Flask) -> None:
    value, *rules = given(app.test_client().get("/bantuan", base_url=TLS))
    assert value.startswith("__Host-sesi=")
    assert set(rules) == {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"}


def test_on_this_machine_alone_the_cookie_works_without_tls(app: Flask) -> None:
    value, *rules = given(app.test_client().get("/bantuan"))
    assert value.startswith("sesi=")
    assert set(rules) == {"HttpOnly", "SameSite=Strict", "Path=/"}


def test_a_cookie_given_without_tls_is_worth_nothing_over_it(person: Person) -> None:
    person.acts_as(CAMAT)
    cookie = person.client.get_cookie("sesi")
    assert cookie is not None
    over = person.client.get("/bantuan", base_url=TLS, headers={"Cookie": f"sesi={cookie.value}"})
    assert given(over)[0].startswith("__Host-sesi=")
    assert "Bertindak sebagai </span><b>Camat" not in over.text


def test_a_link_from_elsewhere_asks_once_more_from_our_own_site(app: Flask) -> None:
    client = app.test_client()
    shown = client.get("/bantuan?x=1", headers=FROM_A_LINK)
    assert (shown.status_code, "Set-Cookie" in shown.headers) == (200, False)
    assert '<meta http-equiv="refresh" content="0">' in shown.text
    assert "Bantuan" not in shown.text
    own = FROM_A_LINK | {"Sec-Fetch-Site": "same-origin"}
    assert "<h1>Bantuan" in client.get("/bantuan?x=1", headers=own).text
    assert "<h1>Bantuan" in client.get("/bantuan", headers=FROM_A_LINK).text  # has a cookie now


def test_a_form_on_another_site_takes_nobodys_cookie_away(person: Person) -> None:
    person.acts_as(CAMAT)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://jahat.example"}):
        stranger = person.client.application.test_client(use_cookies=False)
        answer = stranger.post("/peran", data={"peran": "camat@"}, headers=headers)
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (400, False)


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    with listening(app) as port:
        yield port


def test_a_browser_follows_a_link_from_elsewhere_as_the_person_it_is(
    port: int, browser: Browser
) -> None:
    context = browser.new_context()
    page, own, elsewhere = (
        context.new_page(),
        f"http://127.0.0.1:{port}",
        f"http://localhost:{port}",
    )
    page.goto(f"{own}/bantuan")
    (before,) = context.cookies(own)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "?dari" in one.url else None)
    page.goto(f"{elsewhere}/healthz")
    page.set_content(f'<a href="{own}/bantuan?dari=wa">Bantuan</a>')
    page.click("a")
    page.wait_for_selector("h1:has-text('Bantuan')")
    assert asked == [f"{own}/bantuan?dari=wa"] * 2
    assert context.cookies(own) == [before]
    context.close()
