"""The calendar file is read back by the library that calendars use."""

from dataclasses import replace
from datetime import UTC, date, datetime

from icalendar import Calendar

from service.calendar_file import Entry, calendar_file

ENTRY = Entry(
    uid="2026-tw3-langkah-3@kecamatan",
    day=date(2026, 10, 6),
    summary="Perkiraan tenggat; langkah 3, dengan koma dan \\ garis miring",
    description="Pelaksana: Operator → Staf\nhttp://127.0.0.1/triwulan/2026-tw3",
    address="http://127.0.0.1/triwulan/2026-tw3/langkah/3",
    stamp=datetime(2026, 10, 1, 1, 5, tzinfo=UTC),
)


def test_an_entry_is_a_whole_day_that_leaves_people_free() -> None:
    content = calendar_file("Tenggat TW III", [ENTRY])
    assert b"DTSTART;VALUE=DATE:20261006\r\nDTEND;VALUE=DATE:20261007\r\n" in content
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event["transp"] == "TRANSPARENT"
    assert event["dtstamp"].dt == ENTRY.stamp


def test_texts_come_back_as_they_were_in_short_lines_of_ascii_ends() -> None:
    content = calendar_file("Tenggat TW III", [ENTRY])
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    assert str(event["summary"]) == ENTRY.summary
    assert str(event["description"]) == ENTRY.description
    assert str(event["url"]) == ENTRY.address
    assert str(calendar["x-wr-calname"]) == "Tenggat TW III"


def test_a_line_break_in_a_text_begins_no_line_of_its_own() -> None:
    hostile = replace(ENTRY, summary="Langkah\r\nATTENDEE:mailto:orang@lain\nEND:VEVENT")
    (event,) = Calendar.from_ical(calendar_file("N", [hostile])).walk("VEVENT")
    assert "attendee" not in event


def test_the_same_entries_give_the_same_bytes() -> None:
    others = [replace(ENTRY, uid=f"{n}@kecamatan") for n in range(8)]
    assert calendar_file("N", others) == calendar_file("N", others)
