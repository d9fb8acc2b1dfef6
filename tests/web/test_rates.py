"""One person's flood is turned away with a sentence, and keeps nobody else waiting."""

import json
import threading
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from limits import parse_many
from werkzeug.test import TestResponse

from service.web import rates
from service.web.access import ROUTES, Who
from service.web.rates import Allowance, Room, kind_of
from tests.web.api.conftest import Program, codes
from tests.web.conftest import Person
from tests.web.offices import peopled
from tests.web.test_headers import routes

SAMPLES = Path(__file__).parents[2] / "samples"
FEW = parse_many("3/minute")


@pytest.fixture(autouse=True)
def at_the_beginning_of_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock go on from a whole minute: a window that ends meanwhile gives one more."""
    now = time.time
    past = now() % 60
    monkeypatch.setattr("time.time", lambda: now() - past)


def rendered(app: Flask, **of: str) -> TestResponse:
    """Render the sample letter once, by whom `of` names in the environment of the request."""
    body = json.loads((SAMPLES / "surat.json").read_text("utf-8"))
    parts: dict[str, Any] = {
        "template": (BytesIO((SAMPLES / "surat.docx").read_bytes()), "surat.docx"),
        "data": (BytesIO(json.dumps(body).encode()), "surat.json"),
    }
    return app.test_client().post(
        "/api/v1/render", data=parts, environ_base=of, content_type="multipart/form-data"
    )


def test_every_route_that_changes_or_renders_something_is_counted(app: Flask) -> None:
    uncounted = {
        rule.endpoint
        for rule, method, _ in routes(app)
        if method != "GET" and kind_of(rule.endpoint, method) is None
    }
    assert not {one for one in uncounted if ROUTES[one] is not Who.EVERYONE}
    named = rates.RENDERING | rates.COLLECTING
    assert named == {rule.endpoint for rule, _, _ in routes(app)} & named
    assert kind_of("board.show", "GET") is None
    assert kind_of("static", "POST") is None


def test_a_flood_of_forms_is_told_to_wait(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "CHANGES", FEW)
    person.get("/bantuan")
    answers = [person.post("/peran", peran="camat@", kembali="/bantuan") for _ in range(4)]
    seconds = int(answers[-1].headers["Retry-After"])
    assert answers[-1].status_code == 429
    assert 1 <= seconds <= 60
    assert f"Tunggu {seconds} detik" in answers[-1].text
    assert person.get("/bantuan").status_code == 200


def test_a_flood_of_calls_is_told_to_wait_as_the_contract_says(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rates, "RENDERS", FEW)
    program = Program(app.test_client())
    answers = [program.post("/render/rekap-data", json={}) for _ in range(4)]
    assert [one.status_code for one in answers] == [422, 422, 422, 429]
    assert codes(answers[-1]) == ["web_too_many"]
    assert answers[-1].headers["Retry-After"].isdecimal()


def test_each_caller_has_an_allowance_of_his_own(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rates, "RENDERS", parse_many("1/minute"))
    for address in ("10.0.0.1", "10.0.0.2"):
        asked = [rendered(app, REMOTE_ADDR=address).status_code for _ in range(2)]
        assert asked == [200, 429]


def test_a_person_has_one_allowance_wherever_he_asks_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rates, "RENDERS", parse_many("1/minute"))
    with peopled(tmp_path / "data") as office:
        bearer = {"HTTP_AUTHORIZATION": f"Bearer {office.token('staf')}"}
        other = {"HTTP_AUTHORIZATION": f"Bearer {office.token('camat')}"}
        asked = [
            rendered(office.app, REMOTE_ADDR=address, **of).status_code
            for address, of in (("10.0.0.1", bearer), ("10.0.0.2", bearer), ("10.0.0.2", other))
        ]
    assert asked == [200, 429, 200]


def test_one_kind_of_work_does_not_use_up_the_other() -> None:
    allowance = Allowance()
    assert [allowance.spend("a", "render", FEW) == 0 for _ in range(4)] == [True] * 3 + [False]
    assert allowance.spend("a", "change", FEW) == 0


def test_a_clerk_with_thirty_files_and_a_program_that_waits_never_meet_it() -> None:
    allowance = Allowance()
    assert not any(allowance.spend("clerk", "change", rates.CHANGES) for _ in range(30))
    assert not any(allowance.spend("program", "render", rates.RENDERS) for _ in range(60))


def test_nobody_takes_all_places_and_a_place_left_is_taken() -> None:
    room = Room(size=3, each=2, waiting=1, patience=0.05)
    assert [room.enter("a") for _ in range(3)] == [True, True, False]
    assert room.enter("b")
    assert not room.enter("c")
    room.leave("a")
    assert room.enter("c")


def test_who_waits_enters_as_soon_as_somebody_leaves_and_few_may_wait() -> None:
    room, entered = Room(size=1, each=1, waiting=1, patience=60), threading.Event()
    assert room.enter("a")
    waiting = threading.Thread(target=lambda: room.enter("b") and entered.set())
    waiting.start()
    while not room._outside:  # until it stands before the door
        assert not entered.is_set()
    assert not room.enter("c")  # at once: one waits already
    room.leave("a")
    waiting.join(30)
    assert entered.is_set()


def test_whatever_becomes_of_a_request_its_place_is_given_back(app: Flask, person: Person) -> None:
    def broken() -> str:
        raise RuntimeError

    app.view_functions["role.switch"] = broken
    for _ in range(2 * rates.EACH):
        person.get("/bantuan")
        assert person.post("/peran").status_code == 500
        assert person.client.post("/peran").status_code == 400


def test_when_much_is_being_done_the_next_is_told_so(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Room, "enter", lambda *_: False)
    answer = rendered(app)
    assert (answer.status_code, codes(answer)) == (429, ["web_busy"])
    assert answer.headers["Retry-After"] == "10"
