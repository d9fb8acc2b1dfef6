"""Due dates on the pages and as calendar files."""

from datetime import date

import pytest
from icalendar import Calendar

from tests.web.conftest import CASE, Person
from tests.web.test_board import words

QUARTER, YEAR = f"{CASE}/tenggat.ics", "/tahun/2026/tenggat.ics"


def events(person: Person, path: str) -> dict[str, tuple[date, str]]:
    """Return day and summary of each event by its UID."""
    answer = person.get(path)
    assert answer.mimetype == "text/calendar"
    found = Calendar.from_ical(answer.data).walk("VEVENT")
    return {str(one["uid"]): (one["dtstart"].dt, str(one["summary"])) for one in found}


def test_a_quarter_is_one_event_a_step(person: Person) -> None:
    listed = events(person, QUARTER)
    assert [day.day for day, _ in listed.values()] == [5, 5, 6, 7, 8, 12, 13, 14]
    assert listed["2026-tw3-langkah-3.pengukuran-kinerja@kecamatan-mentebah"] == (
        date(2026, 10, 6),
        "Perkiraan tenggat langkah 3 TW III 2026: Penghimpunan data realisasi",
    )
    assert "tenggat-tw3-2026.ics" in person.client.get(QUARTER).headers["Content-Disposition"]


def test_an_event_says_who_does_what_and_leads_to_the_step(person: Person) -> None:
    third = Calendar.from_ical(person.get(QUARTER).data).walk("VEVENT")[2]
    told = str(third["description"])
    assert "Pelaksana: Operator Data Kinerja → Staf" in told
    assert "Tanggal ini perkiraan" in told
    assert told.endswith(f"http://localhost{CASE}/langkah/3")
    assert str(third["url"]) == f"http://localhost{CASE}/langkah/3"


def test_the_same_case_gives_the_same_bytes_whatever_happens_in_it(person: Person) -> None:
    before = person.get(QUARTER).data
    person.get(f"{CASE}/langkah/1")
    person.follow(f"{CASE}/langkah/1/do")
    assert person.get(QUARTER).data == before


def test_a_year_has_all_four_quarters_the_open_one_with_the_same_events(person: Person) -> None:
    year, quarter = events(person, YEAR), events(person, QUARTER)
    assert len(year) == 32
    assert quarter.items() <= year.items()
    last = year["2026-tw4-langkah-2.pengukuran-kinerja@kecamatan-mentebah"]
    assert last[0] == date(2027, 1, 6)
    assert person.get(YEAR).data == person.get(YEAR).data


def test_a_quarter_opened_later_keeps_its_events_names(person: Person) -> None:
    before = events(person, YEAR)
    person.get("/mulai")
    person.follow("/mulai/triwulan", tahun="2026", triwulan="4")
    assert events(person, YEAR) == before


@pytest.mark.parametrize("path", ["/tahun/2031/tenggat.ics", "/triwulan/2031-tw1/tenggat.ics"])
def test_what_nobody_opened_has_no_calendar(person: Person, path: str) -> None:
    assert person.get(path).status_code == 404


def test_a_step_done_late_says_by_how_much(person: Person) -> None:
    person.get(f"{CASE}/langkah/1")
    person.follow(f"{CASE}/langkah/1/do")
    shown = words(person.get(CASE).text)
    assert "Selesai, 9 Oktober, lewat perkiraan tenggat 4 hari kerja" in shown


def test_the_date_of_the_sop_stands_beside_the_one_it_was_moved_to(person: Person) -> None:
    person.get("/mulai")
    person.follow("/mulai/triwulan", tahun="2026", triwulan="4")
    shown = words(person.get("/triwulan/2026-tw4/langkah/2").text)
    assert "Rabu, 6 Januari 2027 menurut SOP Selasa, 5 Januari 2027, bukan hari kerja" in shown
    assert "bukan hari kerja" not in words(person.get(f"{CASE}/langkah/2").text)
