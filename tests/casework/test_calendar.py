"""The calendar of a case: the office's own days, its clock, and quarters that were missed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from service.casework.model import CaseSummary
from service.casework.years.missed import missed_quarters
from service.errors import NotAllowed
from service.holiday import OfficeHoliday, days
from service.procedure import Procedure, load_all
from service.store import Store
from tests.casework.office import Office, as_upload, docx_text, sample

ANNIVERSARY = OfficeHoliday(date(2026, 10, 6), "Hari Jadi Kabupaten")


@dataclass
class Clock:
    """A clock that stands where a test put it."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 10, 9, 1, 40, tzinfo=UTC))


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    store = Store(tmp_path / "data", "kantor")
    made = Office(store, clock=clock)
    made.open()
    yield made
    made.desk.close()
    store.close()


def due(office: Office) -> list[int]:
    """Return the days of October on which the steps are due."""
    return [step.due.day for step in office.view().progress.steps if step.due]


def late(office: Office) -> list[int]:
    return [step.late_days for step in office.view().progress.steps]


def test_a_day_the_office_adds_moves_due_dates_and_days_late_at_once(office: Office) -> None:
    assert (due(office), late(office)) == ([5, 5, 6, 7, 8, 12, 13, 14], [4, 4, 3, 2, 1, 0, 0, 0])
    office.desk.set_holidays(office.someone("kasubbag_program"), (ANNIVERSARY,))
    assert office.view().holidays == (ANNIVERSARY,)
    assert (due(office), late(office)) == ([5, 5, 7, 8, 9, 13, 14, 15], [3, 3, 2, 1, 0, 0, 0, 0])
    office.desk.set_holidays(office.someone("kasubbag_program"), ())
    assert due(office) == [5, 5, 6, 7, 8, 12, 13, 14]


def test_the_checklist_asks_for_the_form_by_the_moved_date(office: Office) -> None:
    office.order_format()
    office.hand_out("SEKSI-PEM")
    office.desk.set_holidays(office.someone("kasubbag_program"), (ANNIVERSARY,))
    office.hand_out("SEKSI-YAN")
    before = docx_text(office.desk.document(office.case, "D2.SEKSI-PEM").content)
    after = docx_text(office.desk.document(office.case, "D2.SEKSI-YAN").content)
    assert "6 Oktober 2026" in before
    assert "7 Oktober 2026" in after


def test_a_day_done_late_skips_the_days_of_the_office(office: Office) -> None:
    office.desk.set_holidays(office.someone("kasubbag_program"), (ANNIVERSARY,))
    office.order_format()
    assert office.view().progress.step(1).done_late_days == 3


def test_the_list_outlives_the_process_and_holds_for_every_quarter(
    office: Office, tmp_path: Path
) -> None:
    asked = (OfficeHoliday(date(2027, 1, 6), "Pilkada"), ANNIVERSARY)
    office.desk.set_holidays(office.someone("kasubbag_program"), asked)
    again = Office(Store(tmp_path / "data", "kantor"))
    assert again.desk.holidays() == tuple(sorted(asked))
    view = again.desk.open_quarter(office.someone("kasubbag_program"), 2026, 4)
    assert view.progress.step(2).due == date(2027, 1, 7)
    again.desk.close()
    again.store.close()


def test_only_a_role_that_opens_quarters_may_change_the_list(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.desk.set_holidays(office.someone("staf_program"), (ANNIVERSARY,))
    assert office.desk.holidays() == ()


def test_near_midnight_the_day_is_that_of_the_office_not_of_greenwich(
    office: Office, clock: Clock
) -> None:
    clock.at = datetime(2026, 10, 5, 16, 30, tzinfo=UTC)  # 5 October, 23.30 in Pontianak
    assert late(office)[:2] == [0, 0]
    clock.at = datetime(2026, 10, 5, 17, 0, tzinfo=UTC)  # 6 October, midnight
    assert late(office)[:2] == [1, 1]
    clock.at = datetime(2026, 10, 5, 23, 30, tzinfo=UTC)  # 6 October, 06.30
    assert late(office)[:2] == [1, 1]


def test_an_office_further_east_has_its_new_day_earlier(empty: Office) -> None:
    values = sample()
    values["instansi"]["zona_waktu"] = "Asia/Jayapura"
    moment = datetime(2026, 10, 5, 15, 30, tzinfo=UTC)  # 00.30 in Jayapura, 22.30 in Pontianak
    office = Office(empty.store, clock=Clock(moment))
    office.open(as_upload(values))
    assert late(office)[:2] == [1, 1]
    office.order_format()
    assert office.view().progress.step(1).done_late_days == 1
    office.desk.close()


@pytest.fixture(scope="module")
def sop() -> Procedure:
    return load_all()["pengukuran-kinerja"]


Summary = Callable[[int, int, bool], CaseSummary]


@pytest.fixture(scope="module")
def summary(sop: Procedure) -> Summary:
    def made(year: int, quarter: int, done: bool) -> CaseSummary:
        at = datetime(year, 1, 1, tzinfo=UTC)
        case = f"{year}-tw{quarter}"
        return CaseSummary(case, sop.code, sop.name, year, quarter, "Kecamatan", at, 0, 8, done)

    return made


def test_a_quarter_is_missed_from_the_day_after_its_last_due_date(
    sop: Procedure, summary: Summary
) -> None:
    opened = [summary(2026, 3, False)]
    assert missed_quarters(sop, opened, date(2026, 10, 14)) == ()
    (missed,) = missed_quarters(sop, opened, date(2026, 10, 15))
    assert (missed.year, missed.quarter, missed.case) == (2026, 3, "2026-tw3")
    assert missed.due == date(2026, 10, 14)
    extra = days([OfficeHoliday(date(2026, 10, 14), "Pilkada")])
    assert missed_quarters(sop, opened, date(2026, 10, 15), extra) == ()


def test_a_quarter_that_is_done_or_still_runs_is_not_missed(
    sop: Procedure, summary: Summary
) -> None:
    assert missed_quarters(sop, [summary(2026, 3, True)], date(2026, 12, 31)) == ()
    assert missed_quarters(sop, [summary(2026, 4, False)], date(2026, 12, 31)) == ()


def test_a_quarter_nobody_opened_is_missed_once_the_office_has_begun(
    sop: Procedure, summary: Summary
) -> None:
    opened = [summary(2026, 3, True), summary(2027, 2, True)]
    missed = missed_quarters(sop, opened, date(2027, 8, 2))
    assert [(one.year, one.quarter, one.case) for one in missed] == [
        (2027, 1, None),
        (2026, 4, None),
    ]
    assert missed_quarters(sop, [], date(2027, 8, 2)) == ()
