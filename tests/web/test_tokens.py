"""Every route that changes something asks for a token of this very session."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask

from service.web import rates
from tests.web.conftest import CAMAT, Person
from tests.web.test_headers import routes

SAFE = {"GET", "HEAD", "OPTIONS"}


def unsafe(app: Flask) -> list[tuple[str, str]]:
    """Return (method, address) of every route outside the API that changes something."""
    return [
        (method, address)
        for _, method, address in routes(app)
        if method not in SAFE and not address.startswith("/api/")
    ]


def token(person: Person) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', person.get("/bantuan").text)
    assert found is not None
    return found[1]


def state(folder: Path) -> dict[Path, str]:
    """Return every file of the store with its hash: what is kept, and where each history ends.

    A refusal is told in the trail, so that its end and the database move on.
    """
    files = (path for path in folder.rglob("*") if path.is_file())
    told = ("jejak", "store.sqlite3")
    return {path: sha256(path.read_bytes()).hexdigest() for path in files if path.name not in told}


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let these tests send forms faster than a person can."""
    monkeypatch.setattr(rates, "CHANGES", [])


def test_without_a_token_nothing_is_done(app: Flask, person: Person, tmp_path: Path) -> None:
    somebody_else = Person(app.test_client())
    tokens = {"none": "", "made up": "a.b.c", "of another session": token(somebody_else)}
    before, asked = state(tmp_path), unsafe(app)
    assert len(asked) > 25
    for method, address in asked:
        for kind, value in tokens.items():
            answer = person.client.open(address, method=method, data={"csrf_token": value})
            assert answer.status_code == 400, (address, kind)
            assert "Halaman sudah lama terbuka" in answer.text
    assert state(tmp_path) == before


def test_with_its_own_token_a_form_is_heard(app: Flask, person: Person) -> None:
    own = token(person)
    for method, address in unsafe(app):
        answer = person.client.open(address, method=method, data={"csrf_token": own})
        assert answer.status_code != 400, address


@pytest.mark.parametrize("path", ["/peran", "/mulai/triwulan"])
def test_who_was_signed_out_meanwhile_is_told_what_to_do(path: str, person: Person) -> None:
    own = token(person)
    person.client.delete_cookie("sesi")
    answer = person.client.post(path, data={"csrf_token": own, "peran": CAMAT})
    assert answer.status_code == 400
    for word in ("tidak ada yang disimpan", "muat ulang", "masuk lagi"):
        assert word in answer.text
