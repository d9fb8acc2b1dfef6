"""The examples that walks over every route stand on: one for each, and true ones."""

import re

import pytest
from flask import Flask

from tests.web.conftest import CASE, Person
from tests.web.every_route import NoExampleError, Place, every, send

# Kept for an hour under a mark that nobody can know beforehand.
MARKED = re.compile(r"[0-9a-f]{32}")
NOT_YET = {"start.emblem"}  # the office has set none


def test_every_route_and_method_has_an_example(app: Flask) -> None:
    told = {(one.endpoint, one.method) for one in every(app)}
    routed = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert told == routed


def test_the_examples_lead_to_the_routes_they_are_of(app: Flask) -> None:
    addresses = app.url_map.bind("localhost")
    for one in every(app):
        assert addresses.match(one.path, method=one.method)[0] == one.endpoint


def test_what_changes_a_task_comes_once_for_each_action_of_the_procedure(app: Flask) -> None:
    done = [(one.step, one.unit, one.action) for one in every(app) if one.endpoint == "step.do"]
    assert (3, "SEKSI-YAN", "do") in done
    assert (7, None, "approve") in done
    assert len(done) == len(set(done)) == 14
    elsewhere = every(app, Place(unit="SEKSI-PEM"))
    assert {one.unit for one in elsewhere} == {None, "SEKSI-PEM"}


def test_a_route_whose_arguments_nobody_told_is_named(app: Flask) -> None:
    app.add_url_rule("/rahasia/<pintu>", "rahasia.show", lambda pintu: pintu)
    with pytest.raises(NoExampleError, match=r"rahasia\.show .*pintu"):
        every(app)


def test_a_form_whose_fields_nobody_told_is_named(app: Flask) -> None:
    app.add_url_rule("/rahasia", "rahasia.enter", lambda: "", methods=["POST"])
    with pytest.raises(NoExampleError, match=r"rahasia\.enter"):
        every(app)


def test_once_the_first_step_is_done_every_example_is_understood(
    app: Flask, person: Person
) -> None:
    """The moment, the role or the file may be wrong; the request never is."""
    person.follow(f"{CASE}/langkah/1/do")
    answers = [(one, send(person.client, one).status_code) for one in every(app)]
    assert [one for one in answers if one[1] >= 500 or one[1] in {400, 405, 406, 415}] == []
    unknown = {one.endpoint for one, status in answers if status == 404}
    assert unknown - {one.endpoint for one, _ in answers if MARKED.search(str(one))} == NOT_YET
