"""The arithmetic told for a computed figure gives that figure, and names what it rests on."""

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.dataset import DataSet, Rules, figures, indicators
from service.measurement import (
    Derivation,
    derive_average,
    derive_budget,
    derive_indicator,
    measure,
)
from tests.test_measurement import DS, RASIO, SELISIH, decimals, indicator, office

CAPPED = replace(RASIO, cap=Decimal(120))


def derived(ds: DataSet, code: str, quarter: int) -> dict[str, Derivation]:
    one = next(one for one in indicators(ds) if one.code == code)
    return derive_indicator(one, ds.rules, quarter, measure(ds, quarter).indicators[code])


def test_a_sum_that_is_better_low_is_told_as_on_paper() -> None:
    found = derived(DS, "3.2", 3)
    assert found["realisasi_sd"].formula == "2 + 3 + 6 = 11"
    assert found["target_sd"].formula == "3 + 3 + 3 = 9"
    assert found["capaian"].formula == "(2 × 9 − 11) / 9 × 100 = 77,78"
    assert found["realisasi_sd"].cells == tuple(("3.2", "realisasi", q) for q in (1, 2, 3))
    assert set(found["capaian"].cells) == {
        *(("3.2", "realisasi", q) for q in (1, 2, 3)),
        *(("3.2", "target", q) for q in (1, 2, 3)),
    }


def test_the_other_formula_divides_the_target_by_the_realization() -> None:
    ds = replace(DS, rules=replace(DS.rules, lower_is_better="rasio"))
    assert derived(ds, "3.2", 3)["capaian"].formula == "9 / 11 × 100 = 81,82"


def test_a_cumulative_ratio_is_told_by_its_parts() -> None:
    found = derived(DS, "1.2", 3)
    assert found["realisasi_sd"].formula == (
        "(412 + 455 + 388) / (438 + 471 + 402) × 100 = 1.255 / 1.311 × 100 = 95,73"
    )
    assert found["realisasi_tw3"].formula == "388 / 402 × 100 = 96,52"
    assert found["capaian"].formula == "95,73 / 96,00 × 100 = 99,72"


@pytest.mark.parametrize("accumulation", ["posisi_akhir", "tahunan"])
def test_a_last_position_is_that_of_the_quarter(accumulation: str) -> None:
    one = indicator(accumulation=accumulation, realizations=decimals("1", "2"))
    found = derived(office(one), "1", 2)
    assert found["realisasi_sd"].formula == "Realisasi Triwulan II: 2"
    assert found["realisasi_sd"].cells == (("1", "realisasi", 2),)


@pytest.mark.parametrize(
    ("rules", "realized", "formula"),
    [
        (SELISIH, "20", "(2 × 3 − 20) / 3 × 100 = −466,67, paling rendah 0,00"),
        (RASIO, "0", "Realisasi 0: capaian 100, 100,00"),
        (CAPPED, "0", "Realisasi 0: capaian sebesar plafon, 120,00"),
    ],
)
def test_the_edges_of_lower_is_better_are_told_in_words(
    rules: Rules, realized: str, formula: str
) -> None:
    one = indicator(polarity="turun", realizations=decimals(realized))
    assert derived(office(one, rules=rules), "1", 1)["capaian"].formula == formula


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"realizations": decimals("1", None, "2")}, "Belum dilaporkan: TW II"),
        ({"targets": decimals("1", "1")}, "Target Triwulan III kosong: tidak diukur"),
        (
            {"targets": decimals("0", "0", "0"), "realizations": decimals("1", "1", "1")},
            "Target 0: tidak dapat dihitung",
        ),
    ],
)
def test_a_figure_that_is_missing_says_why(changes: dict[str, Any], told: str) -> None:
    found = derived(office(indicator(**changes)), "1", 3)
    assert found["capaian"].value is None
    assert found["capaian"].formula == told


def test_an_average_is_told_with_its_members_and_how_many_are_missing() -> None:
    members = (
        indicator(code="1", realizations=decimals("3")),
        indicator(code="2", realizations=decimals("2")),
        indicator(code="3"),
    )
    ds = office(*members, rules=replace(SELISIH, cap=Decimal(90)))
    measured = measure(ds, 1)
    found = derive_average(members, measured.indicators, ds.rules, measured.objectives["S1"], ())
    assert found.formula == (
        "(90,00 + 66,67) / 2 = 78,34; capaian di atas 90,00 dihitung 90,00; "
        "1 dari 3 indikator tidak terukur"
    )


def test_a_long_average_is_told_by_its_total() -> None:
    measured, members = measure(DS, 3), indicators(DS) * 2
    found = derive_average(members, measured.indicators, DS.rules, measured.summary, ())
    assert found.formula == "Jumlah 24 capaian 2.273,16; 2.273,16 / 24 = 94,72"


def test_the_budget_adds_up_from_its_lines() -> None:
    measured = measure(DS, 3)
    found = derive_budget(DS, measured)
    sub = found["7.01.01.2.01.0006"]
    assert sub["realisasi_sd"].formula == "2.400.000 + 900.000 + 1.050.000 = 4.350.000"
    assert sub["penyerapan"].formula == "4.350.000 / 6.000.000 × 100 = 72,50"
    assert sub["sisa"].formula == "6.000.000 − 4.350.000 = 1.650.000"
    total = found[""]["penyerapan"]
    assert total.formula == "1.907.201.000 / 2.487.350.000 × 100 = 76,68"
    assert set(total.cells) == {
        path for path in figures(DS) if path[1] in {"pagu", "realisasi_anggaran"} and path[2] < 4
    }


def test_every_figure_of_the_sample_is_what_its_formula_gives() -> None:
    for quarter in (1, 2, 3, 4):
        measured = measure(DS, quarter)
        for one in indicators(DS):
            result = measured.indicators[one.code]
            assert_right(derive_indicator(one, DS.rules, quarter, result))
        for lines in derive_budget(DS, measured).values():
            assert_right(lines)


numbers = st.none() | st.decimals(0, 1000, places=2)


@given(
    accumulation=st.sampled_from(["jumlah", "posisi_akhir", "tahunan", "rasio_kumulatif"]),
    polarity=st.sampled_from(["naik", "turun"]),
    rules=st.sampled_from([SELISIH, RASIO, CAPPED]),
    values=st.lists(numbers, min_size=4, max_size=4),
    targets=st.lists(numbers, min_size=4, max_size=4),
    quarter=st.integers(1, 4),
)
def test_any_formula_gives_the_figure_beside_it(  # noqa: PLR0917
    accumulation: str,
    polarity: str,
    rules: Rules,
    values: list[Decimal | None],
    targets: list[Decimal | None],
    quarter: int,
) -> None:
    ratio = accumulation == "rasio_kumulatif"
    parts = tuple(None if v is None else (v, v + 7) for v in values)
    one = indicator(
        accumulation=accumulation, polarity=polarity, decimals=2, targets=tuple(targets),
        realizations=tuple(values), parts=parts if ratio else None, target_year=targets[3],
    )  # fmt: skip
    ds = office(one, rules=rules)
    result = measure(ds, quarter).indicators["1"]
    found = derive_indicator(one, rules, quarter, result)
    if ratio:  # the typed shares of this indicator are no part of the test
        found = {name: entry for name, entry in found.items() if "_tw" not in name}
    assert_right(found)
    known = figures(ds)
    assert all(path in known for entry in found.values() for path in entry.cells)


def assert_right(found: dict[str, Derivation]) -> None:
    for name, entry in found.items():
        if entry.value is None:
            assert "=" not in entry.formula.replace("Belum", ""), (name, entry)
            continue
        for formula in entry.formula.split("; "):
            pieces = formula.partition(", paling rendah")[0].split(" = ")
            for left, right in pairwise(pieces):
                if "/" in left or "+" in left or "−" in left:
                    assert rounded(evaluated(left), right) == evaluated(right), (name, entry)
        assert evaluated(re.findall(r"[−\d.,]+$", entry.formula)[0]) == entry.value, (name, entry)


def evaluated(formula: str) -> Decimal:
    text = formula.replace(".", "").replace(",", ".").replace("×", "*").replace("−", "-")
    assert re.fullmatch(r"[\d.+*/() -]+", text), formula
    return Decimal(eval(re.sub(r"\d+(\.\d+)?", r'Decimal("\g<0>")', text)))  # noqa: S307


def rounded(value: Decimal, like: str) -> Decimal:
    if "/" in like:  # another form of the same quotient
        return evaluated(like)
    places = len(like.partition(",")[2])
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
