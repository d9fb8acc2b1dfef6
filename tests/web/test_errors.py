"""Every fault says what is wrong and what to do; programs get the same as JSON."""

import logging

import pytest
from flask import Flask

from service.errors import Conflict, Invalid, NotAllowed, NotFound, ToolFailed, problem, words
from service.web import access
from service.web.access import Who
from service.web.errors import problem_document, status_of
from tests.web.conftest import CASE, Person, file


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Invalid("web_form_wrong", count=1), 422),
        (NotAllowed("web_route_closed"), 403),
        (NotFound("not_found", what="Dokumen D9"), 404),
        (Conflict("case_exists", year=2026, quarter=3), 409),
        (ToolFailed("web_unexpected", id="1"), 503),
    ],
)
def test_each_kind_of_fault_has_its_status(fault: Exception, status: int) -> None:
    assert status_of(fault) == status  # type: ignore[arg-type]


def test_an_unknown_address_leads_back_to_the_board(person: Person) -> None:
    answer = person.get("/tidak-ada")
    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in answer.text
    assert "Ke Beranda" in answer.text


@pytest.mark.parametrize(
    "path", ["/triwulan/2031-tw1", f"{CASE}/langkah/99", f"{CASE}/dokumen/D9", f"{CASE}/langkah/x"]
)
def test_what_is_not_there_is_named(person: Person, path: str) -> None:
    answer = person.get(path)
    assert answer.status_code == 404
    assert "tidak ditemukan" in answer.text


def test_a_wrong_method_is_told_in_indonesian(person: Person) -> None:
    answer = person.get("/peran")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert "hanya menerima isian" in person.text


def test_a_form_without_its_token_is_refused(person: Person) -> None:
    answer = person.client.post(f"{CASE}/langkah/1/do")
    assert answer.status_code == 400
    assert "muat ulang halaman itu" in answer.text


def test_a_file_over_the_limit_is_413_and_names_the_limit(app: Flask, person: Person) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    person.get("/mulai")
    answer = person.post("/mulai/unggah", berkas=file(b"x" * 5000, "besar.xlsx"))
    assert answer.status_code == 413
    assert "paling besar 20 MB" in answer.text


def test_a_newer_event_is_a_conflict_that_says_to_reload(person: Person) -> None:
    person.get(f"{CASE}/langkah/1")
    person.follow(f"{CASE}/langkah/1/do", seen="1")
    person.get(f"{CASE}/langkah/1")
    answer = person.post(f"{CASE}/langkah/1/do", seen="1")
    assert answer.status_code == 409
    assert "Muat ulang halaman" in answer.text


@pytest.fixture
def broken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    def fall() -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(access, "ROUTES", {**access.ROUTES, "fall": Who.EVERYONE})
    app.add_url_rule("/jatuh", "fall", fall)
    app.add_url_rule("/api/jatuh", "fall-api", fall)
    monkeypatch.setitem(access.ROUTES, "fall-api", Who.EVERYONE)
    return app


def test_a_bug_gives_an_id_that_the_log_has_with_its_trace(
    broken: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = broken.test_client().get("/jatuh")
    assert answer.status_code == 500
    assert "Ini bukan kesalahan Anda" in answer.text
    record = next(one for one in caplog.records if one.exc_info)
    assert record.getMessage().split()[-1] in answer.text
    assert "ZeroDivisionError" not in answer.text


def test_under_the_api_a_bug_is_a_problem_document(broken: Flask) -> None:
    answer = broken.test_client().get("/api/jatuh")
    assert answer.status_code == 500
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert set(answer.json) == {"status", "code", "title", "detail", "problems"}


def test_under_the_api_a_fault_lists_every_problem(app: Flask) -> None:
    found = (problem("web_field_empty", "Realisasi!F14", label="Realisasi"),)
    with app.test_request_context("/api/v1/render"):
        answer = problem_document(422, "web_form_wrong", words("web_form_wrong", count=1), found)  # type: ignore[arg-type]
    assert answer.json is not None
    assert answer.json["problems"][0]["place"] == "Realisasi!F14"


def test_a_number_of_thousands_of_digits_in_a_form_is_no_fault_of_ours(person: Person) -> None:
    person.get("/mulai")
    answer = person.post("/mulai/triwulan", tahun="9" * 5000, triwulan="1")
    assert answer.status_code == 404
