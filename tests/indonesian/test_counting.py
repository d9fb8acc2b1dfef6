from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.indonesian import in_words, list_letter, roman_numeral

DIGITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
SCALES = {"kuadriliun": 10**15, "triliun": 10**12, "miliar": 10**9, "juta": 10**6, "ribu": 1000}


def read(words: str) -> int:
    """Read a number out of its words, as a listener adds it up."""
    total = group = 0
    for word in words.split():
        if word in DIGITS:
            group += DIGITS.index(word)
        elif word == "belas":
            group += 10
        elif word == "puluh":
            group += 9 * (group % 100)
        elif word == "ratus":
            group = 100 * group
        elif word in SCALES:
            total, group = total + group * SCALES[word], 0
        else:
            once = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000}[word]
            total, group = (total + once, 0) if once == 1000 else (total, group + once)
    return total + group


@given(st.integers(0, 10**15))
def test_a_number_in_words_is_heard_as_the_same_number(number: int) -> None:
    assert read(in_words(number)) == number


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0", "nol"),
        ("10", "sepuluh"),
        ("11", "sebelas"),
        ("15", "lima belas"),
        ("21", "dua puluh satu"),
        ("100", "seratus"),
        ("1000", "seribu"),
        ("1111", "seribu seratus sebelas"),
        ("21000", "dua puluh satu ribu"),
        ("2001017", "dua juta seribu tujuh belas"),
        ("1907201000", "satu miliar sembilan ratus tujuh juta dua ratus satu ribu"),
        ("1000000000000000", "satu kuadriliun"),
        ("-5", "minus lima"),
        ("-0", "nol"),
        ("83.50", "delapan puluh tiga koma lima nol"),
        ("0.05", "nol koma nol lima"),
        ("1E+3", "seribu"),
    ],
)
def test_numbers_are_read_out_as_people_say_them(value: str, words: str) -> None:
    assert in_words(Decimal(value)) == words


@pytest.mark.parametrize("value", ["1000000000000001", "1E+999999", "0.1234567890123456", "NaN"])
def test_what_nobody_would_read_out_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="too long"):
        in_words(Decimal(value))


@pytest.mark.parametrize(
    ("number", "written"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (99, "XCIX"),
                            (2026, "MMXXVI"), (3999, "MMMCMXCIX")],
)  # fmt: skip
def test_roman_numerals(number: int, written: str) -> None:
    assert roman_numeral(number) == written


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_there_is_no_roman_numeral_for_it(number: int) -> None:
    with pytest.raises(ValueError, match="no Roman numeral"):
        roman_numeral(number)


def test_lists_go_on_after_z() -> None:
    assert [list_letter(n) for n in (1, 26, 27, 52, 53, 702)] == ["a", "z", "aa", "az", "ba", "zz"]
    for number in (0, 703):
        with pytest.raises(ValueError, match="no letter"):
            list_letter(number)
