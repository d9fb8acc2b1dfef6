"""Secrets: enough of them, the same however typed, and found by scanners where they leak."""

import re

from hypothesis import given
from hypothesis import strategies as st

from service.people.secrets import (
    CODE_LETTERS,
    code_digest,
    digest,
    is_token,
    new_code,
    new_id,
    new_key,
    new_token,
)

codes = st.lists(st.sampled_from(CODE_LETTERS), min_size=16, max_size=16).map("".join)


def test_a_code_has_eighty_bits_in_groups_of_four_without_letters_that_look_alike() -> None:
    assert len(CODE_LETTERS) ** 16 == 2**80
    assert not set("01OI") & set(CODE_LETTERS)
    assert all(re.fullmatch(r"(\w{4}-){3}\w{4}", new_code()) for _ in range(200))
    assert len({new_code() for _ in range(200)}) == 200


@given(codes, st.sampled_from([" ", "-", "\u2013", "\u00a0", " - ", ""]), st.booleans())
def test_a_code_is_the_same_however_it_was_typed(code: str, between: str, low: bool) -> None:
    typed = between.join(code[at : at + 4] for at in range(0, 16, 4))
    typed = f" {typed.lower() if low else typed}\n"
    assert code_digest(typed) == code_digest(code)
    assert code_digest(code.replace("L", "1")) == code_digest(code)


@given(codes, codes)
def test_two_codes_are_never_taken_for_one(one: str, other: str) -> None:
    assert (code_digest(one) == code_digest(other)) == (one == other)


@given(st.text(max_size=200))
def test_whatever_is_typed_for_a_code_has_some_digest(typed: str) -> None:
    assert re.fullmatch("[0-9a-f]{64}", code_digest(typed))
    assert re.fullmatch("[0-9a-f]{64}", digest(typed))


def test_a_token_is_told_by_its_form_and_checksum() -> None:
    token = new_token(new_id())
    assert re.fullmatch(r"mtb_[0-9a-f]{20}_[0-9A-Za-z]{49}", token)
    assert is_token(token)
    for at in range(5, len(token)):
        changed = token[:at] + ("x" if token[at] != "x" else "y") + token[at + 1 :]
        assert not is_token(changed), at
    assert not is_token(token + "\n")
    assert not is_token("")


def test_keys_and_ids_are_long_and_never_the_same() -> None:
    assert len({new_key() for _ in range(100)}) == len({new_id() for _ in range(100)}) == 100
    assert (len(new_key()), len(new_id())) == (43, 20)
