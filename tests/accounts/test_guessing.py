"""Guessing: ten thousand passwords let nobody in, and keep nobody out who is known."""

import time
from collections import Counter
from collections.abc import Callable

import pytest

from service.errors import NotAllowed
from service.people import Origin
from tests.accounts.door import ADMINISTRATOR, HERE, OTHER, PASSWORD, THERE, Door

GUESSES = 10_000
OFFICE = HERE  # the address everybody of the office shares
STRANGE = Origin("198.51.100.9")


def one_address(number: int) -> Origin:
    del number
    return STRANGE


def a_thousand_addresses(number: int) -> Origin:
    return Origin(f"198.51.{number % 1000 // 250}.{number % 250}")


def the_address_of_the_office(number: int) -> Origin:
    del number
    return OFFICE


@pytest.mark.parametrize(
    ("guessing_from", "another"),
    [
        (one_address, Origin("192.0.2.77")),
        # Among a thousand strange addresses one more cannot be told apart; one of hers can.
        (a_thousand_addresses, THERE),
        (the_address_of_the_office, Origin("192.0.2.77")),
    ],
)
def test_ten_thousand_guesses_let_nobody_in_and_the_owner_at_once(
    door: Door, guessing_from: Callable[[int], Origin], another: Origin
) -> None:
    siti = door.add("siti", "camat")
    door.add("admin", "administrator")
    browser = door.enter("siti", OFFICE).device
    door.enter("siti", THERE)
    heard: Counter[str] = Counter()
    began = time.process_time()
    for number in range(GUESSES):
        with pytest.raises(NotAllowed) as refused:
            door.accounts.sign_in("siti", f"tebakan nomor {number}", guessing_from(number))
        heard[refused.value.code] += 1
        door.seconds += 0.01
    spent = time.process_time() - began
    assert heard["sign_in_wrong"] <= 20 + GUESSES * 0.01 / 180
    assert heard["sign_in_wrong"] + heard["sign_in_wait"] == GUESSES
    print(f"\n{guessing_from.__name__}: {dict(heard)}, {spent:.1f} s of processor time")

    assert door.accounts.sign_in("siti", PASSWORD, OFFICE, browser).person == siti
    assert door.accounts.sign_in("siti", PASSWORD, another).person == siti
    code = door.accounts.reset(ADMINISTRATOR, siti.id)
    assert door.accounts.sign_in_with_code("siti", code, OTHER, guessing_from(0)).person == siti
    assert door.accounts.sign_in("admin", PASSWORD, OFFICE)


def test_the_right_password_does_not_get_in_where_guessing_used_the_tries_up(door: Door) -> None:
    door.add("siti")
    for number in range(5):
        with pytest.raises(NotAllowed):
            door.accounts.sign_in("siti", f"tebakan nomor {number}", STRANGE)
    with pytest.raises(NotAllowed) as refused:
        door.accounts.sign_in("siti", PASSWORD, STRANGE)
    assert refused.value.code == "sign_in_wait"
    assert (refused.value.details["minutes"], refused.value.details["seconds"]) == (3, 180)
    door.seconds += 180
    assert door.accounts.sign_in("siti", PASSWORD, STRANGE)


def test_a_clock_set_forward_gives_no_try_back(door: Door) -> None:
    door.add("siti")
    for number in range(5):
        with pytest.raises(NotAllowed):
            door.accounts.sign_in("siti", f"tebakan nomor {number}", STRANGE)
    door.wall = door.wall.replace(year=2030)
    with pytest.raises(NotAllowed) as refused:
        door.accounts.sign_in("siti", PASSWORD, STRANGE)
    assert refused.value.code == "sign_in_wait"


def test_a_browser_once_known_is_known_after_a_restart_but_not_after_a_reset(door: Door) -> None:
    siti = door.add("siti")
    browser = door.enter("siti", OFFICE).device
    door.restarted()
    for number in range(1000):
        with pytest.raises(NotAllowed):
            door.accounts.sign_in("siti", "tebakan", a_thousand_addresses(number))
    renewed = door.accounts.sign_in("siti", PASSWORD, OFFICE, browser).device
    code = door.accounts.reset(ADMINISTRATOR, siti.id)
    door.accounts.sign_in_with_code("siti", code, PASSWORD, OFFICE)
    for device in (browser, renewed):
        with pytest.raises(NotAllowed) as refused:
            door.accounts.sign_in("siti", PASSWORD, STRANGE, device)
        assert refused.value.code == "sign_in_wait"


def test_a_flood_makes_one_entry_a_minute_and_loses_no_count(door: Door) -> None:
    siti = door.add("siti")
    before = len(door.kinds())
    for second in range(180):
        for _ in range(10):
            with pytest.raises(NotAllowed):
                door.accounts.sign_in("siti", "rahasia sekali", STRANGE)
        door.seconds += 1 if second else 0.5
    door.accounts.close()
    entries = [entry for entry in door.trail()[before:] if "refused" in entry["facts"]]
    single = [entry for entry in door.trail()[before:] if "refused" not in entry["facts"]]
    assert {entry["kind"] for entry in entries + single} == {"sign_in_failed"}
    assert len(entries) <= 4
    assert sum(entry["facts"]["refused"] for entry in entries) + len(single) == 1800
    assert all(entry["address"] == STRANGE.address for entry in entries)
    assert all(entry["facts"]["people"] == [siti.id] for entry in entries)
    assert "rahasia sekali" not in str(door.trail())


def test_a_flood_is_written_down_when_anybody_looks_at_a_page_later(door: Door) -> None:
    door.add("siti")
    entered = door.enter("siti")
    for _ in range(50):
        with pytest.raises(NotAllowed):
            door.accounts.sign_in("siti", "tebakan", STRANGE)
    assert door.inside(entered.key)
    assert "refused" not in door.trail()[-1]["facts"]
    door.seconds += 60
    assert door.inside(entered.key)
    assert door.trail()[-1]["facts"]["refused"] == 45


def test_guessed_codes_wait_soon_and_the_right_one_gets_in_all_the_same(door: Door) -> None:
    door.add("admin", "administrator")
    _, code = door.accounts.add_person(ADMINISTRATOR, "siti", "Siti Aminah")
    heard: Counter[str] = Counter()
    for _ in range(1000):
        with pytest.raises(NotAllowed) as refused:
            door.accounts.sign_in_with_code("siti", "AAAA-BBBB-CCCC-DDDD", OTHER, OFFICE)
        heard[refused.value.code] += 1
    assert heard == {"code_wrong": 20, "sign_in_wait": 980}
    assert door.accounts.sign_in_with_code("siti", code, OTHER, OFFICE)
