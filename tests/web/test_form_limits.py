"""A form has as many fields as an office needs, and no more."""

import re
from collections import Counter

import pytest
from flask import Flask

from service.web.forms import LONGEST_FIELD, LONGEST_TYPED, MOST_FIELDS
from tests.web.conftest import CASE, STAF, Person
from tests.web.test_whole_procedure import do

BOUNDARY = "batas"


def sent(app: Flask, fields: dict[str, str], *, multipart: bool) -> int:
    """Return the status of a form; without a token the answer is 400 once it has been read."""
    if not multipart:
        return app.test_client().post("/peran", data=fields).status_code
    parts = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    return (
        app.test_client()
        .post(
            "/peran",
            data=f"{''.join(parts)}--{BOUNDARY}--\r\n",
            content_type=f"multipart/form-data; boundary={BOUNDARY}",
        )
        .status_code
    )


@pytest.mark.parametrize(("count", "status"), [(MOST_FIELDS, 400), (MOST_FIELDS + 1, 413)])
def test_fields_are_bounded_in_number(app: Flask, count: int, status: int) -> None:
    assert sent(app, {f"a{number}": "1" for number in range(count)}, multipart=True) == status


@pytest.mark.parametrize(("multipart", "most"), [(True, LONGEST_FIELD), (False, LONGEST_TYPED)])
def test_fields_are_bounded_in_size(app: Flask, multipart: bool, most: int) -> None:
    assert sent(app, {"catatan": "a" * (most - 100)}, multipart=multipart) == 400
    assert sent(app, {"catatan": "a" * (most + 1)}, multipart=multipart) == 413


def test_the_typed_form_of_a_unit_with_five_hundred_indicators_fits(person: Person) -> None:
    do(person, "1")
    person.acts_as(STAF)
    do(person, "2.SEKSI-PEM")
    person.acts_as("operator@SEKSI-PEM")
    shown = person.get(f"{CASE}/langkah/3.SEKSI-PEM/isian").text
    of_each = Counter(re.findall(r'name="\w+-([\d.]+)"', shown))
    assert max(of_each.values()) > 5
    assert max(of_each.values()) * 500 < MOST_FIELDS
