"""Passwords: what is kept cannot be read back, and what is well known is not kept at all."""

import time

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from service.people import passwords
from service.people.passwords import hashed, matches, needs_rehash, normal, problems, unchanged

OWN = ("siti.aminah", "Siti Aminah, S.Sos", "198001012005012001", "Kecamatan Mentebah")
GOOD = "korek kuda baterai benar"


def codes(password: str) -> list[str]:
    return [one.code for one in problems(password, OWN)]


def test_a_password_is_kept_with_the_low_memory_profile_and_never_twice_the_same() -> None:
    kept = hashed(GOOD)
    assert extract_parameters(kept) == RFC_9106_LOW_MEMORY
    assert kept != hashed(GOOD)
    assert matches(kept, GOOD)
    assert not matches(kept, GOOD + " ")
    assert not needs_rehash(kept)


def test_what_was_kept_with_other_parameters_is_to_be_kept_anew() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD)
    assert matches(weak, GOOD)
    assert needs_rehash(weak)


def test_one_password_typed_on_two_keyboards_is_the_same() -> None:
    assert matches(hashed("caf\u00e9 di pasar pagi"), "cafe\u0301 di pasar pagi")


def test_without_anything_kept_it_costs_as_much_and_nothing_is_right() -> None:
    kept = hashed(GOOD)
    for nobodys in ("", GOOD):
        assert not matches(None, nobodys)
    assert not matches("rusak", GOOD)

    def cost(kept: str | None, typed: str) -> float:
        began = time.process_time()
        for _ in range(3):
            matches(kept, typed)
        return time.process_time() - began

    usual = cost(kept, "salah sekali ini")
    assert cost(None, "salah sekali ini") > usual / 3
    assert cost(kept, "x" * 1_000_000) > usual / 3


def test_a_password_too_long_to_keep_is_never_cut_to_one_that_fits() -> None:
    kept = hashed("a" * 128)
    assert matches(kept, "a" * 128)
    assert not matches(kept, "a" * 129)
    assert len(normal("e\u0301" * 100)) == 100
    assert len(normal("\ufdfa" * 100_000)) > 128


@pytest.mark.parametrize(
    "password",
    [GOOD, "tujuh gajah lewat", "Xk7#qLp2vR9!", "mentebah punya kolam ikan nila", "зелёный чай 77"],
)
def test_a_long_password_nobody_else_has_is_good(password: str) -> None:
    assert codes(password) == []


@pytest.mark.parametrize(
    "password",
    [
        "password1234", "P@ssw0rd2026!", "bismillah123", "Bismillah-2026", "indonesia1945",
        "rahasiarahasia", "kata sandi 123", "qwertyuiop123", "1q2w3e4r5t6y", "123456789012",
        "112233445566", "210987654321", "000000000000", "abcabcabcabc", "abcdefghijkl",
        "sayang20260101", "!!!rahasia!!!",
    ],
)  # fmt: skip
def test_what_many_have_or_a_pattern_is_too_common(password: str) -> None:
    assert "password_common" in codes(password)


@pytest.mark.parametrize(
    "password",
    ["siti.aminah12", "SitiAminah2026", "198001012005012001", "mentebah2026!", "aminah-mentebah"],
)
def test_a_name_the_nip_or_the_office_with_little_else_is_easily_guessed(password: str) -> None:
    assert "password_own" in codes(password)


def test_every_reason_is_told_at_once_in_words() -> None:
    found = problems("sitiaminah", OWN)
    assert {one.code for one in found} == {"password_short", "password_own"}
    assert {"password_short", "password_common"} <= set(codes("rahasia"))
    assert codes("") == ["password_short"]
    assert codes("x" * 129) == ["password_long"]
    assert all(one.message.endswith(".") and one.place == "password" for one in found)
    assert unchanged().code == "password_same"


def test_nobody_called_by_few_letters_is_kept_from_using_them() -> None:
    assert problems("aibo tidur di atas kotak", ("ai", "Ai", "", "")) == []


def test_the_words_of_the_office_are_there_beside_the_packaged_list() -> None:
    assert {"katasandi", "bismillah", "qwerty"} <= passwords._common()
