"""Whatever is sent, the API answers as its contract says."""

from pathlib import Path

import pytest
from flask import Flask

from service.web.api.contract import openapi
from tests.probing import demo, probe, token_for

EXAMPLES, SEED = 8, 2026

pytestmark = pytest.mark.timeout(600)


def test_nothing_that_is_sent_breaks_the_contract(tmp_path: Path) -> None:
    with demo(tmp_path) as app:
        found = probe(app, token_for("kerja"), EXAMPLES, SEED)
    print(f"{found.answers.total()} requests")
    assert found.wrong == {}
    operations = {
        f"{method.upper()} {path}"
        for path, methods in openapi()["paths"].items()
        for method in methods
    }
    assert found.answered() == operations
    # Deep enough that most operations did what they are for.
    assert len(found.answered(200, 201)) > len(operations) / 2


def test_an_answer_the_contract_does_not_know_is_told(tmp_path: Path) -> None:
    with demo(tmp_path) as app:
        _break(app)
        found = probe(app, token_for("kerja"), 1, SEED, "/cases", "/questions")
    assert "GET /cases: Undocumented status code" in found.wrong
    assert "GET /questions: Response violates schema" in found.wrong


def _break(app: Flask) -> None:
    app.view_functions["cases.listed"] = lambda: ("hilang", 410)
    app.view_functions["asking.listed"] = lambda: {"pertanyaan": "banyak"}
