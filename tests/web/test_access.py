"""Deny by default: every route is listed with who may call it."""

from pathlib import Path

from flask import Flask

from service.web.access import ROUTES
from tests.web.conftest import CASE, SAMPLE, STAF, Person, file


def test_every_route_says_who_may_call_it(app: Flask) -> None:
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    unlisted = routes - set(ROUTES)
    assert not unlisted, f"add {sorted(unlisted)} to service.web.access.ROUTES"


def test_no_listed_route_has_disappeared(app: Flask) -> None:
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert not set(ROUTES) - routes


def test_a_route_nobody_listed_is_refused(app: Flask) -> None:
    app.add_url_rule("/rahasia", "rahasia", lambda: "terbuka")
    answer = app.test_client().get("/rahasia")
    assert answer.status_code == 403
    assert "Alamat ini tertutup" in answer.text


def test_only_a_role_that_opens_quarters_may_upload_the_office(person: Person) -> None:
    person.acts_as(STAF)
    person.get("/mulai")
    answer = person.post("/mulai/unggah", berkas=file(SAMPLE.read_bytes(), "data.json"))
    assert answer.status_code == 403
    assert "Kassubag Program dan Keuangan" in answer.text


def test_another_role_may_not_do_a_task(person: Person) -> None:
    person.acts_as(STAF)
    person.get(f"{CASE}/langkah/1")
    answer = person.post(f"{CASE}/langkah/1/do")
    assert answer.status_code == 403
    assert "Perintahkan dan siapkan format" in answer.text


def test_pages_that_read_change_nothing(app: Flask, person: Person) -> None:
    store = Path(person.client.application.extensions["service"].settings.data_dir)
    before = sorted(path for path in store.rglob("*") if path.is_file() and "files" in path.parts)
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            person.client.get(rule.rule)
    after = sorted(path for path in store.rglob("*") if path.is_file() and "files" in path.parts)
    assert before == after
