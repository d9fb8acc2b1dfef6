"""An old form is not the clerk's fault: the page that refuses it hands out a new one."""

import dataclasses
import re
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook

from service.casework import Casework
from service.dataset import Indicator
from tests.web.conftest import CASE, KASUBBAG, Person, file
from tests.web.test_board import words
from tests.web.test_detours import TRANTIB, gathered
from tests.web.test_quarter import kasubbag
from tests.workbook.books import edited

TASK = f"{CASE}/langkah/3.{TRANTIB}"


def raise_target(casework: Casework) -> None:
    """Let the office allow 4 incidents in TW III instead of 3."""

    def other(one: Indicator) -> Indicator:
        if one.code != "3.2":
            return one
        targets = (Decimal(3), Decimal(3), Decimal(4), Decimal(2))
        return dataclasses.replace(one, targets=targets)

    ds = casework.view("2026-tw3").dataset
    objectives = tuple(
        dataclasses.replace(o, indicators=tuple(map(other, o.indicators))) for o in ds.objectives
    )
    changed = dataclasses.replace(ds, objectives=objectives)
    casework.amend(kasubbag(casework), "2026-tw3", changed, "Target diperbaiki.")
    people = {one.role: one for one in casework.actors(ds)}
    casework.remake(people["kasubbag_program"], "2026-tw3", 1, None)
    casework.remake(people["staf_program"], "2026-tw3", 2, TRANTIB)


def send_old_form(person: Person, casework: Casework) -> str:
    """Return the page that refuses a form whose target changed after it was handed out."""
    gathered(person)
    person.acts_as(f"operator@{TRANTIB}")
    old = edited(
        person.get(f"{TASK}/formulir.xlsx").data,
        lambda book: book["Realisasi"].__setitem__("H6", 5),
    )
    raise_target(casework)
    person.get(TASK)
    answer = person.post(f"{TASK}/do", berkas=file(old, "isian.xlsx"))
    assert answer.status_code == 422
    return answer.text


def test_an_old_form_is_exchanged_for_a_new_one_with_what_was_typed(
    person: Person, casework: Casework
) -> None:
    page = send_old_form(person, casework)
    assert "Formulir lama: Target TW III indikator 3.2 sudah diubah oleh kantor" in words(page)
    (address,) = re.findall(r'href="([^"]*/formulir-baru/[^"]*)"', page)
    answer = person.get(address)
    sheet = load_workbook(BytesIO(answer.data))["Realisasi"]
    assert (sheet["E6"].value, sheet["H6"].value) == (4, 5)
    assert "formulir-data-kinerja-seksi-ketenteraman" in answer.headers["Content-Disposition"]
    person.get(TASK)
    person.follow(f"{TASK}/do", berkas=file(answer.data, "isian.xlsx"))


def test_the_new_form_is_for_the_person_who_sent_the_old_one_alone(
    person: Person, casework: Casework
) -> None:
    page = send_old_form(person, casework)
    (address,) = re.findall(r'href="([^"]*/formulir-baru/[^"]*)"', page)
    person.acts_as(KASUBBAG)
    assert person.get(address).status_code == 404
    assert person.get(f"{CASE}/formulir-baru/{'0' * 32}.xlsx").status_code == 404


def test_a_form_refused_for_another_reason_offers_no_new_one(person: Person) -> None:
    gathered(person)
    person.acts_as(f"operator@{TRANTIB}")
    wrong = edited(
        person.get(f"{TASK}/formulir.xlsx").data,
        lambda book: book["Realisasi"].__setitem__("H6", "lima"),
    )
    person.get(TASK)
    assert "formulir-baru" not in person.post(f"{TASK}/do", berkas=file(wrong, "isian.xlsx")).text
