"""Refused tries: counted by place and minute, in a bounded number of lines."""

from datetime import UTC, datetime, timedelta

from service.people.refused import Refusals, Refused

NOON = datetime(2026, 10, 9, 12, 0, 5, tzinfo=UTC)
NEXT = NOON + timedelta(minutes=1)


def test_a_minute_is_told_once_and_only_when_it_is_over() -> None:
    refused = Refused()
    for _ in range(9_000):
        refused.count("10.0.0.1", "siti", NOON)
    refused.count("10.0.0.2", "", NOON)
    assert list(refused.due(NOON + timedelta(seconds=50))) == []
    assert list(refused.due(NEXT)) == [
        Refusals("10.0.0.1", 9_000, ("siti",)), Refusals("10.0.0.2", 1, ()),
    ]  # fmt: skip
    assert list(refused.due(NEXT + timedelta(hours=1))) == []


def test_a_thousand_addresses_make_few_lines_and_lose_no_count() -> None:
    refused = Refused()
    for n in range(1000):
        refused.count(f"10.0.{n // 250}.{n % 250}", f"orang{n}", NOON)
    told = list(refused.due(None))
    assert (len(told), sum(one.count for one in told)) == (51, 1000)
    assert len(next(one for one in told if one.place == "").people) == 10
