"""Throttle: who guesses gets few tries, and takes none from where a person is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.people.throttle import DAY, LATELY, MINUTE, Buckets, Throttle, Trying, place


class Seconds:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def throttle(seconds: Seconds) -> Throttle:
    return Throttle(seconds)


def tries(throttle: Throttle, trying: Trying, most: int = 200) -> int:
    """Return how many tries are let through before one has to wait."""
    for number in range(most):
        if throttle.admit(trying) > 0:
            return number
    return most


def test_one_address_gets_few_tries_at_an_account_and_then_waits(throttle: Throttle) -> None:
    assert tries(throttle, Trying("siti", "10.0.0.1")) == 5
    assert throttle.admit(Trying("siti", "10.0.0.1")) == 3 * MINUTE
    assert tries(throttle, Trying("siti", "10.0.0.2")) == 5


def test_many_addresses_together_get_few_tries_at_an_account(throttle: Throttle) -> None:
    let = sum(tries(throttle, Trying("siti", f"10.0.{n // 250}.{n % 250}"), 9) for n in range(1000))
    assert let == 20


def test_one_address_gets_few_tries_over_all_accounts(throttle: Throttle) -> None:
    assert sum(tries(throttle, Trying(f"nama{n}", "10.0.0.1"), 1) for n in range(1000)) == 30


def test_a_name_nobody_has_waits_as_a_real_one_does(throttle: Throttle) -> None:
    assert tries(throttle, Trying("abc", "10.0.0.1", real=False)) == 5
    waits = [throttle.admit(Trying("abc", "10.0.0.1", real=real)) for real in (False, True)]
    assert waits[0] == waits[1] == 3 * MINUTE


def test_names_made_up_in_any_number_free_no_account(throttle: Throttle) -> None:
    for n in range(4):
        tries(throttle, Trying("siti", f"10.0.0.{n}"))
    for n in range(30_000):
        throttle.admit(Trying(f"nama{n}", f"10.1.{n // 250}.{n % 250}", real=False))
    assert throttle.admit(Trying("siti", "10.9.9.9")) > 0


def test_guesses_from_elsewhere_take_nothing_from_a_known_browser_or_address(
    throttle: Throttle,
) -> None:
    throttle.right(Trying("siti", "10.0.0.1"))
    for n in range(100):
        tries(throttle, Trying("siti", f"10.2.0.{n}"))
    assert tries(throttle, Trying("siti", "10.0.0.1")) == 10
    assert tries(throttle, Trying("siti", "10.2.0.1", device="d")) == 10


def test_who_guesses_at_a_shared_address_takes_nothing_from_elsewhere(throttle: Throttle) -> None:
    throttle.right(Trying("siti", "10.0.0.1"))
    assert tries(throttle, Trying("siti", "10.0.0.1")) == 10
    assert throttle.admit(Trying("siti", "10.0.0.2")) == 0
    assert throttle.admit(Trying("siti", "10.0.0.1", device="d")) == 0


def test_a_right_password_costs_nothing(throttle: Throttle) -> None:
    for _ in range(100):
        assert throttle.admit(Trying("siti", "10.0.0.1")) == 0
        throttle.right(Trying("siti", "10.0.0.1"))


def test_ones_own_right_password_frees_no_guesses_at_others(throttle: Throttle) -> None:
    let = 0
    for n in range(1000):
        let += throttle.admit(Trying(f"nama{n}", "10.0.0.1")) == 0
        if throttle.admit(Trying("saya", "10.0.0.1")) == 0:
            throttle.right(Trying("saya", "10.0.0.1"))
    assert let <= 30


def test_tries_come_back_with_time_and_an_address_is_forgotten(
    throttle: Throttle, seconds: Seconds
) -> None:
    throttle.right(Trying("siti", "10.0.0.1"))
    tries(throttle, Trying("siti", "10.0.0.2"))
    seconds.now += 3 * MINUTE
    assert tries(throttle, Trying("siti", "10.0.0.2")) == 1
    seconds.now += LATELY
    assert tries(throttle, Trying("siti", "10.0.0.1")) == 5


def test_in_a_year_of_guessing_an_account_is_tried_less_often_than_a_common_password_needs(
    throttle: Throttle, seconds: Seconds
) -> None:
    let = 0
    for hour in range(24 * 7):
        seconds.now += 60 * MINUTE
        let += sum(throttle.admit(Trying("siti", f"10.{hour}.0.{n}")) == 0 for n in range(50))
    assert let <= 20 + DAY * 7 / (15 * MINUTE)


def test_wrong_codes_from_one_address_wait_after_a_few(
    throttle: Throttle, seconds: Seconds
) -> None:
    assert [throttle.wrong_code("10.0.0.1") for _ in range(20)] == [0.0] * 20
    assert throttle.wrong_code("10.0.0.1") == 10.0
    assert throttle.wrong_code("10.0.0.2") == 0.0
    seconds.now += 10
    assert throttle.wrong_code("10.0.0.1") == 0.0


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("bukan alamat", "bukan alamat"),
    ],
)
def test_a_place_is_what_one_subscriber_has(address: str, found: str) -> None:
    assert place(address) == found


@given(st.text(max_size=300))
def test_any_address_has_a_short_place(address: str) -> None:
    assert len(place(address)) <= 60


@given(st.lists(st.tuples(st.integers(0, 5), st.floats(0, 100)), max_size=200))
def test_never_more_tries_than_a_bucket_holds_and_time_refills(
    steps: list[tuple[int, float]],
) -> None:
    buckets, now, taken = Buckets(3, 10.0, keys=4), 0.0, 0
    for key, later in steps:
        now += later
        if key == 0 and buckets.wait(key, now) == 0:
            taken += 1
            buckets.take(key, now)
        assert len(buckets) <= 4
    assert taken <= 3 + now / 10 + 1e-6


def test_buckets_are_bounded_and_a_full_one_is_forgotten() -> None:
    buckets = Buckets(3, 10.0, keys=100)
    for key in range(10_000):
        buckets.take(key, 0.0)
    assert len(buckets) == 100
    buckets.give_back(9_999, 0.0)
    assert len(buckets) == 99
