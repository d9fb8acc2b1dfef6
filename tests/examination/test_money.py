"""Budget lines, and what the money brought."""

from dataclasses import replace
from decimal import Decimal

from service.examination import examine
from tests.examination.asking import CALM, four, kinds, only, spending


def test_money_spent_above_the_ceiling_is_asked_about() -> None:
    found = only(spending(1_000, 400, 300, 301))
    assert (found.id, found.unit) == ("pagu-terlampaui:7.1.1", None)
    assert found.path == ("7.1.1", "realisasi_anggaran", 3)
    assert (found.value, found.compared) == ("Rp1.001", "Rp1.000")
    assert "sebesar Rp1." in found.text


def test_a_ceiling_that_is_nearly_used_up_is_asked_about_before_the_year_ends() -> None:
    assert only(spending(1_000, 300, 300, 300)).id == "pagu-hampir-habis:7.1.1"
    assert kinds(spending(1_000, 300, 300, 299)) == []
    at_the_end = (replace(CALM, realizations=four(10, 10, 10, 10)),)
    assert kinds(spending(1_000, 300, 300, 300, 100, quarter=4, indicators=at_the_end)) == []


def test_a_ceiling_that_changed_is_asked_about() -> None:
    then = spending(900, 300, 200, quarter=2)
    found = only(spending(1_000, 300, 200, 300), then)
    assert (found.id, found.path) == ("pagu-berubah:7.1.1", ("7.1.1", "pagu", 0))
    assert (found.value, found.compared) == ("Rp1.000", "Rp900")
    assert kinds(spending(1_000, 300, 200, 300), spending(1_000, 300, 200, quarter=2)) == []


def test_achievement_far_ahead_of_the_money_is_asked_about_without_a_verdict() -> None:
    found = only(spending(1_000, 200, 200, 299))
    assert found.id == "serapan-capaian:S1"
    assert (found.value, found.compared) == ("100,00%", "69,90%")
    assert "Batas wajar pada Triwulan III 30 poin." in found.text
    assert found.text.endswith("belum menunjukkan efisien atau tidak.")
    assert kinds(spending(1_000, 200, 200, 300)) == []


def test_in_quarter_four_the_ordinary_gap_is_small() -> None:
    done = (replace(CALM, realizations=four(10, 10, 10, 10)),)
    found = only(spending(1_000, 200, 200, 300, 200, quarter=4, indicators=done))
    assert (found.kind, found.compared) == ("serapan-capaian", "90,00%")
    assert "efisien" not in found.text
    assert kinds(spending(1_000, 200, 200, 300, 250, quarter=4, indicators=done)) == []


def test_money_ahead_of_its_results_is_asked_about_in_every_quarter() -> None:
    slow = (replace(CALM, decimals=0, realizations=four(10, 7, 6)),)
    ds = spending(1_000, 200, 200, 300, indicators=slow)
    assert "serapan-capaian:S1" in {one.id for one in examine(ds, None)}
    slower = (replace(CALM, realizations=four(10, 8, 7), target_year=Decimal(10)),)
    near = spending(1_000, 200, 200, 300, indicators=slower)
    assert "serapan-capaian:S1" not in {one.id for one in examine(near, None)}


def test_money_that_is_not_reported_is_not_judged() -> None:
    assert kinds(spending(1_000, 900, None, 900)) == []


def test_a_units_examination_leaves_the_offices_money_alone() -> None:
    assert examine(spending(1_000, 400, 300, 301), None, CALM.unit) == ()
