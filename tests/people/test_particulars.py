"""How a person is called: one spelling, and nothing that only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.people.particulars import login, name, nip, problems, usable

NAME, NIP = "Siti Aminah, S.Sos., M.Si.", "198001012005012001"


@pytest.mark.parametrize(
    "typed", ["Siti.Aminah", " siti.aminah ", "SITI.AMINAH", "ｓｉｔｉ.ａｍｉｎａｈ"]
)
def test_a_login_has_one_spelling(typed: str) -> None:
    assert login(typed) == "siti.aminah"


@pytest.mark.parametrize(
    "typed",
    ["ab", "x" * 61, "s\u0456ti", "siti aminah", ".siti", "siti-", "siti\x00", "", "ſiti\u200d"],
)
def test_a_login_that_could_be_taken_for_another_is_none(typed: str) -> None:
    assert not usable(login(typed))


@given(st.text(max_size=80))
def test_the_spelling_of_a_spelling_is_itself(typed: str) -> None:
    assert login(login(typed)) == login(typed)


@given(st.text("siti.-\u0456\u017f\u212a\uff53\u0131 S", max_size=8))
def test_a_login_that_can_be_used_is_plain_letters(typed: str) -> None:
    assert login(typed).isascii() or not usable(login(typed))


def test_everything_wrong_is_told_by_its_field() -> None:
    assert problems("siti", NAME, NIP) == problems("siti", "O'Connor-Ñáñez", "") == []
    found = problems("s", "\u202egnol", "123")
    assert [(one.place, one.code) for one in found] == [
        ("login", "login_wrong"), ("name", "name_wrong"), ("nip", "nip_wrong"),
    ]  # fmt: skip
    assert [one.code for one in problems("siti", "x" * 121, "")] == ["name_wrong"]
    assert [one.code for one in problems("siti", "123", "")] == ["name_wrong"]


def test_spaces_that_mean_nothing_are_left_out() -> None:
    assert name("  Siti \t Aminah ") == "Siti Aminah"
    assert nip("19800101 200501 2 001") == NIP
