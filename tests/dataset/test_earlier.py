"""A later quarter holds its earlier figures against those quarters' own data."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from service.dataset import (
    DataSet,
    Difference,
    differences,
    for_quarter,
    parse,
    to_json,
    with_earlier,
)
from tests.dataset.sample import DS, FIRST, RATIO, RAW, SUB, SUM, indicator, put

FOURTH = for_quarter(DS, 2026, 4)


def third(**changed: Any) -> DataSet:
    """Return TW III with values at other paths; "__" stands for a point."""
    raw = RAW
    for path, value in changed.items():
        raw = put(raw, path, value)
    return parse(raw)


def test_a_quarter_that_agrees_has_no_differences() -> None:
    assert differences(FOURTH, {3: DS}) == ()
    assert with_earlier(FOURTH, {3: DS}) == FOURTH


def test_a_figure_that_changed_is_told_with_both_values() -> None:
    changed = third(**{f"{SUM}.realisasi_tw[2]": "5"})
    assert differences(FOURTH, {3: changed}) == (
        Difference("realisasi", "3.2", 3, Decimal(5), Decimal(6), 0),
    )


def test_a_figure_that_is_missing_is_told_as_none() -> None:
    changed = third(**{f"{SUM}.realisasi_tw[2]": None})
    (found,) = differences(FOURTH, {3: changed})
    assert (found.there, found.here) == (None, Decimal(6))
    assert indicator(with_earlier(FOURTH, {3: changed}), "3.2").realizations[2] is None


def test_numerator_and_denominator_come_along() -> None:
    changed = third(**{f"{RATIO}.xy_tw[2]": [400, 402], f"{RATIO}.realisasi_tw[2]": None})
    taken = indicator(with_earlier(FOURTH, {3: changed}), "1.2")
    assert taken.parts is not None
    assert taken.parts[2] == (Decimal(400), Decimal(402))
    assert taken.parts[:2] == (indicator(DS, "1.2").parts or ())[:2]
    assert taken.realizations[2] == Decimal("99.50")


def test_money_is_held_against_its_own_quarter_too() -> None:
    changed = third(**{f"{SUB}.realisasi_tw[2]": 1_500_000})
    (found,) = differences(FOURTH, {3: changed})
    assert (found.kind, found.code, found.there, found.here) == (
        "anggaran", "7.01.01.2.01.0001", 1_500_000, 1_400_000,
    )  # fmt: skip
    taken = with_earlier(FOURTH, {3: changed})
    assert taken.programmes[0].activities[0].subs[0].realizations == (
        2_150_000, 1_875_000, 1_500_000, None,
    )  # fmt: skip


def test_each_quarter_is_asked_about_its_own_figures_only() -> None:
    second = for_quarter(third(**{f"{SUM}.realisasi_tw[2]": "99"}), 2026, 2)
    assert differences(FOURTH, {2: second, 3: DS}) == ()


def test_a_later_quarter_tells_nothing_about_earlier_ones() -> None:
    later = parse(put(to_json(FOURTH), f"{SUM}.realisasi_tw[3]", "7"))
    assert differences(DS, {4: later}) == ()
    assert with_earlier(DS, {4: later}) == DS


def test_a_changed_promise_takes_the_place_of_the_old_one_but_not_of_its_status() -> None:
    one = indicator(FOURTH, "1.1")
    assert one.previous_follow_up is not None
    reported = replace(one.previous_follow_up, status="selesai", note="Sudah terpasang")
    first = FOURTH.objectives[0]
    here = replace(
        FOURTH,
        objectives=(
            replace(
                first,
                indicators=(replace(one, previous_follow_up=reported), *first.indicators[1:]),
            ),
            *FOURTH.objectives[1:],
        ),
    )
    assert differences(here, {3: DS}) == ()
    assert indicator(with_earlier(here, {3: DS}), "1.1").previous_follow_up == reported
    changed = third(**{f"{FIRST}.tindak_lanjut": "Menambah dua loket"})
    (found,) = differences(here, {3: changed})
    assert (found.kind, found.there) == ("tindak_lanjut", "Menambah dua loket")
    taken = indicator(with_earlier(here, {3: changed}), "1.1").previous_follow_up
    assert taken is not None
    assert (taken.text, taken.status) == ("Menambah dua loket", "belum")


def test_taking_over_leaves_this_quarter_and_what_it_alone_has_alone() -> None:
    raw = to_json(FOURTH)
    here = parse(put(put(raw, f"{SUM}.realisasi_tw[3]", "1"), f"{SUM}.faktor_pendorong", "Ada"))
    changed = third(**{f"{SUM}.realisasi_tw[2]": "5"})
    taken = indicator(with_earlier(here, {3: changed}), "3.2")
    assert taken.realizations == (Decimal(2), Decimal(3), Decimal(5), Decimal(1))
    assert taken.drivers == "Ada"
    fewer = replace(DS, objectives=DS.objectives[:1], programmes=())
    assert with_earlier(FOURTH, {3: fewer}) == FOURTH
