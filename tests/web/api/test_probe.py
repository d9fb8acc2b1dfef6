"""Whatever is sent, the API answers as its contract says, and nobody gets in without a token."""

from collections.abc import Iterator

import pytest
from flask import Flask

from service.web.api.contract import openapi
from tests.probing import bearing, office, probe
from tests.web.offices import Peopled

EXAMPLES, SEED = 8, 2026

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peopled]:
    with office(tmp_path_factory.mktemp("kantor") / "data") as opened:
        yield opened


def operations() -> set[str]:
    return {
        f"{method.upper()} {path}"
        for path, methods in openapi()["paths"].items()
        for method in methods
    }


def test_without_a_token_every_door_is_closed(there: Peopled) -> None:
    before = there.store.heads()
    found = probe(there.app, {}, 2, SEED)
    assert found.wrong == {}
    assert found.answered() == operations()
    # An address of no form at all is none, for anybody.
    assert {status for _, status in found.answers} <= {401, 404}
    assert found.answered(401) == operations()
    assert there.store.heads() == before


@pytest.mark.parametrize("token", ["", "mtb_", "mtb_abc_def", "Bearer", "0" * 500])
def test_what_is_no_token_opens_nothing(there: Peopled, token: str) -> None:
    answer = there.visitor().get("/api/v1/cases", headers=bearing(token))
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_that_only_reads_changes_nothing(there: Peopled) -> None:
    before = there.store.heads()
    found = probe(there.app, bearing(there.token("kasubbag", ("baca",))), 2, SEED)
    assert found.wrong == {}
    changing = {one for one in operations() if one.startswith(("POST", "PUT", "PATCH", "DELETE"))}
    assert {status for name, status in found.answers if name in changing} <= {401, 403}
    assert there.store.heads() == before


def test_nothing_that_is_sent_with_a_token_breaks_the_contract(there: Peopled) -> None:
    found = probe(there.app, bearing(there.token("kasubbag")), EXAMPLES, SEED)
    print(f"{found.answers.total()} requests")
    assert found.wrong == {}
    assert found.answered() == operations()
    # Deep enough that most operations did what they are for.
    assert len(found.answered(200, 201)) > len(operations()) / 2


def test_an_answer_the_contract_does_not_know_is_told(there: Peopled) -> None:
    kept = dict(there.app.view_functions)
    _break(there.app)
    found = probe(there.app, bearing(there.token("kasubbag")), 1, SEED, "/cases", "/questions")
    there.app.view_functions.update(kept)
    assert "GET /cases: Undocumented status code" in found.wrong
    assert "GET /questions: Response violates schema" in found.wrong


def _break(app: Flask) -> None:
    app.view_functions["cases.listed"] = lambda: ("hilang", 410)
    app.view_functions["asking.listed"] = lambda: {"pertanyaan": "banyak"}
