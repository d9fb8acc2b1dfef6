from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.indonesian import (
    amount,
    day_date,
    decimal_text,
    long_date,
    months,
    months_to_date,
    nip_text,
    parse_date,
    parse_decimal,
    percent_text,
    roman,
    rupiah,
    time_text,
)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("1234567.89", 2, "1.234.567,89"),
        ("1234.5", 2, "1.234,50"),
        ("0", 0, "0"),
        ("0.125", 2, "0,13"),
        ("999.995", 2, "1.000,00"),
        ("-1234.5", 1, "-1.234,5"),
        ("1E+3", 0, "1.000"),
        ("-0.004", 2, "0,00"),
    ],
)
def test_decimals_print_with_comma_and_thousands_points(value: str, places: int, text: str) -> None:
    assert decimal_text(Decimal(value), places) == text


def test_a_value_that_is_not_there_prints_a_dash_and_a_zero_prints_zero() -> None:
    assert decimal_text(None, 2) == percent_text(None) == amount(None) == rupiah(None) == "-"
    assert nip_text(None) == "-"
    assert percent_text(Decimal(0)) == "0,00"
    assert (amount(0), rupiah(0)) == ("0", "Rp0")


def test_percentages_have_two_decimals_and_no_sign() -> None:
    assert percent_text(Decimal("98.81")) == "98,81"
    assert percent_text(Decimal(100)) == "100,00"


def test_rupiah_follow_the_currency_without_a_space() -> None:
    assert rupiah(1_907_201_000) == "Rp1.907.201.000"
    assert rupiah(-500_000) == "-Rp500.000"
    assert amount(2_487_350_000) == "2.487.350.000"


def test_dates_have_no_leading_zero_and_a_missing_one_leaves_dots() -> None:
    assert long_date(date(2026, 10, 5)) == "5 Oktober 2026"
    assert day_date(date(2026, 10, 5)) == "Senin, 5 Oktober 2026"
    assert day_date(date(2026, 10, 9)) == "Jumat, 9 Oktober 2026"
    assert set(long_date(None)) == {"…"}


def test_hours_and_minutes_stand_apart_by_a_point() -> None:
    assert time_text(datetime(2026, 10, 9, 8, 40)) == "08.40"  # noqa: DTZ001  (office's own clock)


def test_quarters_are_roman_and_name_their_months() -> None:
    assert [roman(quarter) for quarter in (1, 2, 3, 4)] == ["I", "II", "III", "IV"]
    assert months(3) == "Juli s.d. September"
    assert months(4) == "Oktober s.d. Desember"
    assert months_to_date(3) == "Januari s.d. September"
    for wrong in (0, 5, -1):
        with pytest.raises(ValueError, match="quarter"):
            roman(wrong)


def test_a_nip_is_grouped_by_birth_appointment_sex_and_sequence() -> None:
    assert nip_text("190001011900011001") == "19000101 190001 1 001"
    assert nip_text("12345") == "12345"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("98,5", "98.5"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1234567", "1234567"),
        (" 0 ", "0"),
        ("-3,25", "-3.25"),
    ],
)
def test_typed_numbers_are_read_as_an_indonesian_writes_them(text: str, value: str) -> None:
    assert parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["98.5", "1,234.5", "12.34", "1.2345", ",5", "5,", "", "-", "1.234.56", "1e3", "١٢", "Rp5"],
)
def test_a_decimal_point_is_refused_instead_of_read_as_thousands(text: str) -> None:
    with pytest.raises(ValueError, match="not an Indonesian decimal"):
        parse_decimal(text)


@given(st.decimals(-(10**12), 10**12, places=3), st.integers(0, 3))
def test_a_printed_number_reads_back_as_the_rounded_one(value: Decimal, places: int) -> None:
    again = parse_decimal(decimal_text(value, places))
    assert abs(again - value) <= Decimal("0.5").scaleb(-places)


@pytest.mark.parametrize(
    "text",
    ["5 Oktober 2026", "5 OKTOBER 2026", "05 oktober 2026", "5/10/2026", "05-10-2026",
     "5.10.2026", "2026-10-05", " 5  Oktober 2026 "],
)  # fmt: skip
def test_typed_dates_are_read_day_before_month(text: str) -> None:
    assert parse_date(text) == date(2026, 10, 5)


@pytest.mark.parametrize(
    "text", ["", "5 October 2026", "31/2/2026", "2026-13-01", "10/2026", "5/10/26", "Oktober"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_date(text)


@given(st.dates())
def test_a_printed_date_reads_back(day: date) -> None:
    if day.year >= 1000:
        assert parse_date(long_date(day)) == day


def test_months_in_the_old_spelling_are_understood() -> None:
    assert parse_date("30 Nopember 2026") == date(2026, 11, 30)
    assert parse_date("1 Pebruari 2026") == date(2026, 2, 1)
