"""National holidays as decreed or estimated, and the office's own list as a clerk types it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Invalid
from service.holiday import (
    OfficeHoliday,
    as_typed,
    days,
    national_days,
    national_holidays,
    parse_holidays,
)

ANNIVERSARY = OfficeHoliday(date(2026, 10, 6), "Hari Jadi Kabupaten")


def wrong(text: str) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as fault:
        parse_holidays(text)
    assert fault.value.code == "holiday_wrong"
    return [(one.place, one.code) for one in fault.value.problems]


def test_a_year_has_the_days_of_the_decree_apart_by_kind() -> None:
    kinds = [one.kind for one in national_holidays(2026)]
    assert (kinds.count("nasional"), kinds.count("cuti_bersama")) == (17, 8)
    named = {one.day: (one.name, one.kind) for one in national_holidays(2026)}
    assert named[date(2026, 8, 17)] == ("Hari Kemerdekaan Republik Indonesia", "nasional")
    assert named[date(2026, 12, 24)] == ("Cuti Bersama Hari Raya Natal", "cuti_bersama")


def test_lunar_dates_without_a_decree_are_estimates_and_named_without_the_word() -> None:
    named = {one.day: one for one in national_holidays(2027)}
    assert named[date(2027, 3, 10)].estimated
    assert named[date(2027, 3, 10)].name == "Hari Raya Idul Fitri"
    assert not named[date(2027, 8, 17)].estimated
    assert not any(one.estimated for one in national_holidays(2026))


def test_a_year_without_a_decree_has_no_collective_leave_yet() -> None:
    assert {one.kind for one in national_holidays(2028)} == {"nasional"}


def test_the_days_come_by_date_and_each_once() -> None:
    listed = [one.day for one in national_holidays(2027)]
    assert listed == sorted(set(listed))
    assert national_days(2027) == set(listed)


@pytest.mark.parametrize(
    "line",
    [
        "6 Oktober 2026 Hari Jadi Kabupaten",
        "06-10-2026 Hari Jadi Kabupaten",
        "6/10/2026: Hari Jadi Kabupaten",
        "2026-10-06   Hari Jadi Kabupaten",
        "Selasa, 6 Oktober 2026 – Hari Jadi Kabupaten",
        "selasa 6 oktober 2026, Hari Jadi Kabupaten",
        "\t6.10.2026 = Hari Jadi Kabupaten  ",
    ],
)
def test_a_day_is_read_however_a_clerk_writes_it(line: str) -> None:
    assert parse_holidays(line) == (ANNIVERSARY,)


def test_empty_lines_are_skipped_and_the_days_come_by_date() -> None:
    read = parse_holidays("\n1 Desember 2026 Pilkada\r\n\r\n6-10-2026 Hari Jadi Kabupaten\n")
    assert read == (ANNIVERSARY, OfficeHoliday(date(2026, 12, 1), "Pilkada"))
    assert days(read) == {date(2026, 10, 6), date(2026, 12, 1)}
    assert parse_holidays(" \n") == ()


def test_every_wrong_line_is_told_with_its_number() -> None:
    text = """6 Oktober 2026 Hari Jadi
31 Juni 2026 Tidak ada
besok libur

7 Oktober 2026
06-10-2026 Lagi
8 Oktober 1926 Terlalu lama
9 Oktober 2026Menempel"""
    assert wrong(text) == [
        ("Baris 2", "holiday_no_date"),
        ("Baris 3", "holiday_no_date"),
        ("Baris 5", "holiday_no_name"),
        ("Baris 6", "holiday_twice"),
        ("Baris 7", "holiday_year"),
        ("Baris 8", "holiday_no_date"),
    ]


def test_a_name_that_cannot_be_shown_and_a_list_without_end_are_refused() -> None:
    assert wrong(f"6 Oktober 2026 {'x' * 121}") == [("Baris 1", "holiday_name")]
    assert wrong("6 Oktober 2026 Hari\x07Jadi") == [("Baris 1", "holiday_name")]
    endless = "\n".join(f"{n % 28 + 1}-{n // 28 % 12 + 1}-{2000 + n // 336} x" for n in range(501))
    assert wrong(endless) == [("Daftar", "holiday_many")]


@given(
    st.lists(
        st.builds(
            OfficeHoliday,
            st.dates(date(2000, 1, 1), date(2100, 12, 31)),
            st.text("abcXYZ 1()/", min_size=1).map(lambda s: " ".join(s.split())).filter(bool),
        ),
        unique_by=lambda one: one.day,
        max_size=20,
    )
)
def test_what_is_shown_for_editing_is_read_back_the_same(listed: list[OfficeHoliday]) -> None:
    assert parse_holidays(as_typed(listed)) == tuple(sorted(listed))
