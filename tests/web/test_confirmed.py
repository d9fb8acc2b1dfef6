"""What pages say once the office has confirmed the rule of the due dates."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from service.app import Clock, open_store
from service.casework import CaseView, Casework
from service.procedure import load_all
from service.settings import TEMPLATES, Settings
from tests.web.conftest import CASE, TODAY, Person
from tests.web.test_board import words


class Confirmed(Casework):
    """A casework whose office has confirmed the rule."""

    def view(self, case: str) -> CaseView:
        return replace(super().view(case), due_confirmed=True)


@pytest.fixture
def casework(tmp_path: Path) -> Iterator[Casework]:
    settings = Settings(secret_key="rahasia", data_dir=tmp_path, today=TODAY)  # noqa: S106
    store = open_store(settings)
    made = Confirmed(store, load_all(), TEMPLATES, Clock(settings), False)
    yield made
    made.close()
    store.close()


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
