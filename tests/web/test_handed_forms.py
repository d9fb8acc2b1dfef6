"""Where forms are handed out: all units' at once, and the budget's own in its step."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from service.casework import Casework
from tests.web.conftest import CASE, Person


@pytest.mark.parametrize("step", [2, 3])
def test_the_steps_that_hand_forms_out_and_back_offer_all_of_them(
    person: Person, casework: Casework, step: int
) -> None:
    page = person.get(f"{CASE}/langkah/{step}").text
    assert f'href="{CASE}/langkah/{step}/formulir.zip"' in page
    answer = person.get(f"{CASE}/langkah/{step}/formulir.zip")
    assert answer.mimetype == "application/zip"
    with ZipFile(BytesIO(answer.data)) as archive:
        assert len(archive.namelist()) == 5
        assert archive.testzip() is None
    assert casework.forms("2026-tw3").content == answer.data


def test_a_later_step_does_not_offer_forms(person: Person) -> None:
    assert "formulir.zip" not in person.get(f"{CASE}/langkah/4").text


def test_the_step_of_the_budget_hands_out_the_budgets_form(person: Person) -> None:
    answer = person.get(f"{CASE}/langkah/6/formulir.xlsx")
    book = load_workbook(BytesIO(answer.data))
    assert [one.title for one in book if one.sheet_state == "visible"] == ["Petunjuk", "Anggaran"]
    assert "formulir-anggaran-tw3-2026.xlsx" in answer.headers["Content-Disposition"]
