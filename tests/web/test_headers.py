"""What every answer of every route tells the browser, whatever it answers."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from service.web.access import ROUTES, Who
from service.web.files import KEPT
from service.web.headers import HEADERS
from tests.web.conftest import CASE, Person
from tests.web.test_whole_procedure import do

GIVEN = {
    "case": "2026-tw3", "key": "D1", "task": "1", "year": 2026, "number": 1, "name": "rekap-data",
    "output": "D1", "form": "docx", "filename": "service.css", "action": "do",
}  # fmt: skip
SHOWN = ("text/html", "application/json", "application/problem+json", "image/png", "image/svg+xml")
YEAR = "max-age=31536000"


def routes(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Yield (rule, method, address) of every route, its names filled in."""
    for rule in app.url_map.iter_rules():
        given = {name: GIVEN.get(name, 1) for name in rule.arguments}
        address = app.url_map.bind("localhost").build(rule.endpoint, given, method=None)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method, address


@pytest.fixture
def answers(app: Flask, person: Person) -> list[tuple[str, TestResponse]]:
    """Return (route, answer) for each of them, in a quarter with a document."""
    do(person, "1")
    found = []
    for rule, method, address in routes(app):
        with person.client.open(address, method=method) as answer:
            found.append((rule.endpoint, answer))
    return found


def test_every_answer_forbids_what_no_page_of_ours_needs(
    answers: list[tuple[str, TestResponse]],
) -> None:
    assert len({one.status_code for _, one in answers}) > 3  # found, redirected, refused, missing
    for route, answer in answers:
        for name, value in HEADERS.items():
            if name != "Cache-Control":
                assert answer.headers.getlist(name) == [value], route
        assert "unsafe" not in answer.headers["Content-Security-Policy"], route
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], route
        assert "Strict-Transport-Security" not in answer.headers, route


def test_what_is_somebodys_data_is_kept_by_nobody_without_asking(
    answers: list[tuple[str, TestResponse]],
) -> None:
    kept = {route for route, one in answers if one.headers["Cache-Control"] == KEPT}
    assert {"document.word", "document.page", "cases.archive"} <= kept
    for route, answer in answers:
        if answer.headers["Cache-Control"] != HEADERS["Cache-Control"] and route not in kept:
            assert ROUTES[route] is Who.EVERYONE, route
    for route, answer in answers:
        assert route not in kept or "ETag" in answer.headers, route


def test_what_a_browser_could_open_as_a_page_is_handed_out_to_keep(
    answers: list[tuple[str, TestResponse]],
) -> None:
    handed = [
        (route, one)
        for route, one in answers
        if one.status_code == 200
        and one.mimetype not in SHOWN
        and ROUTES[route] is not Who.EVERYONE
    ]
    assert len(handed) > 10
    for route, answer in handed:
        assert answer.headers["Content-Disposition"].startswith("attachment; "), route


def test_only_over_tls_the_browser_is_told_to_stay_with_it(app: Flask) -> None:
    client = app.test_client()
    secure = client.get("/bantuan", base_url="https://localhost")
    assert secure.headers["Strict-Transport-Security"] == YEAR
    assert "Strict-Transport-Security" not in client.get("/bantuan").headers


def test_a_fault_of_our_own_is_answered_as_strictly(app: Flask) -> None:
    app.add_url_rule("/rusak", "health.alive.rusak", lambda: 1 / 0)
    answer = app.test_client().get("/rusak")
    assert answer.status_code == 403  # unlisted
    assert answer.headers["Cache-Control"] == "no-store, private"
    lost = app.test_client().get(f"{CASE}/tidak-ada")
    assert (lost.status_code, lost.headers["X-Frame-Options"]) == (404, "DENY")
