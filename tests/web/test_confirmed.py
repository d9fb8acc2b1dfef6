"""What pages say once the office has confirmed the rule of the due dates."""

import pytest

from service.casework import Casework
from service.procedure import load_all
from service.progress import Actor
from tests.web.conftest import CASE, Person
from tests.web.test_board import words


@pytest.fixture
def casework(casework: Casework) -> Casework:
    """Return the casework of an office that has answered every question about due dates."""
    who = Actor("kasubbag_program", None, "NAMA KASUBBAG", "Kassubag Program dan Keuangan")
    for question in load_all().main.questions:
        if question.confirms == "due":
            casework.answer(who, question.id, question.options[0].value)
    return casework


def test_a_passed_date_is_late_and_red(person: Person) -> None:
    html = person.get(CASE).text
    shown = words(html)
    assert "Terlambat 4 hari kerja" in shown
    assert "state--late" in html
    assert "erkiraan tenggat" not in shown


def test_a_step_done_late_was_late(person: Person) -> None:
    person.get(f"{CASE}/langkah/1")
    person.follow(f"{CASE}/langkah/1/do")
    shown = words(person.get(CASE).text)
    assert "Selesai, 9 Oktober, terlambat 4 hari kerja" in shown


def test_reminders_and_calendars_no_longer_say_estimate(person: Person) -> None:
    shown = person.get(f"{CASE}/siapa-belum").text
    assert "Tenggat Senin, 5 Oktober 2026, sudah lewat 4 hari kerja" in shown
    calendar = person.get(f"{CASE}/tenggat.ics").text
    assert "SUMMARY:Tenggat langkah 1" in calendar
    assert "erkiraan" not in calendar
