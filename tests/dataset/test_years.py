"""The office in the next year: what stays, and blanks for what nobody knows yet."""

from dataclasses import replace

import pytest

from service.dataset import DataSet, for_quarter, for_year, indicators, parse, to_json
from service.errors import Invalid
from tests.dataset.sample import DS, indicator

FOURTH = for_quarter(DS, 2026, 4)


def filled(raw: dict[str, object]) -> DataSet:
    """Return the next year once the office has typed its targets and ceilings."""
    for programme in raw["program"]:  # type: ignore[attr-defined]
        for activity in programme["kegiatan"]:
            for sub in activity["sub"]:
                sub["pagu"] = 1_000_000
    return parse(raw)


def test_all_that_stays_is_filled_in() -> None:
    found = filled(for_year(FOURTH))
    assert (found.year, found.quarter) == (2027, 1)
    for kept in ("rules", "office", "officials", "units", "villages", "receivers", "references"):
        assert getattr(found, kept) == getattr(DS, kept)
    for now, before in zip(indicators(found), indicators(DS), strict=True):
        for kept in ("code", "text", "measure", "polarity", "accumulation", "formula", "unit"):
            assert getattr(now, kept) == getattr(before, kept)


def test_targets_realizations_and_narratives_are_blank_and_never_zero() -> None:
    found = filled(for_year(FOURTH))
    for one in indicators(found):
        assert (one.target_year, set(one.targets), set(one.realizations)) == (None, {None}, {None})
        assert (one.drivers, one.obstacles, one.follow_up) == (None,) * 3
        assert one.evidence == ()
    assert {sub.realizations for p in found.programmes for a in p.activities for sub in a.subs} == {
        (None,) * 4
    }


def test_an_indicator_with_numerator_and_denominator_still_asks_for_both() -> None:
    ratio = indicator(filled(for_year(FOURTH)), "1.2")
    assert ratio.parts == (None,) * 4
    assert ratio.part_labels == indicator(DS, "1.2").part_labels
    assert indicator(filled(for_year(FOURTH)), "1.1").parts is None


def test_a_ceiling_nobody_typed_is_asked_for() -> None:
    with pytest.raises(Invalid) as caught:
        parse(for_year(FOURTH))
    assert {one.place.rpartition(".")[2] for one in caught.value.problems} == {"pagu"}


def test_what_was_promised_in_the_last_quarter_comes_along() -> None:
    one = replace(indicator(FOURTH, "1.1"), follow_up="Menambah loket")
    first = FOURTH.objectives[0]
    base = replace(
        FOURTH,
        objectives=(
            replace(first, indicators=(one, *first.indicators[1:])),
            *FOURTH.objectives[1:],
        ),
    )
    carried = indicator(filled(for_year(base)), "1.1").previous_follow_up
    assert carried is not None
    assert (carried.quarter, carried.text, carried.status) == (4, "Menambah loket", "belum")


def test_the_year_itself_stays_as_it_is() -> None:
    before = to_json(FOURTH)
    for_year(FOURTH)
    assert to_json(FOURTH) == before
