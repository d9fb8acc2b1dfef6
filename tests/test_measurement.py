import copy
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.dataset import DEFAULT_SCALE, DataSet, Indicator, Objective, Rules, parse
from service.measurement import achievement, as_json, category, disagreements, measure

SAMPLE = Path(__file__).parent.parent / "samples" / "mentebah-2026.json"
RAW: dict[str, Any] = json.loads(SAMPLE.read_text("utf-8"))
DS = parse(RAW)
SELISIH = Rules("selisih", None, DEFAULT_SCALE)
RASIO = Rules("rasio", None, DEFAULT_SCALE)


def decimals(*values: str | None) -> tuple[Decimal | None, ...]:
    padded = [*values, None, None, None, None][:4]
    return tuple(None if value is None else Decimal(value) for value in padded)


def indicator(**changes: Any) -> Indicator:
    made = Indicator(
        code="1", text="Contoh", measure="Kejadian", polarity="naik", accumulation="jumlah",
        decimals=0, target_year=Decimal(12), targets=(Decimal(3),) * 4,
        realizations=(None,) * 4, parts=None, formula="", source="", responsible="",
        unit="SEKRETARIAT",
    )  # fmt: skip
    return replace(made, **changes)


def office(*indicators: Indicator, rules: Rules = SELISIH) -> DataSet:
    return replace(DS, rules=rules, objectives=(Objective("S1", "Sasaran", indicators),))


def figures(one: Indicator, quarter: int, rules: Rules = SELISIH) -> Any:
    return measure(office(one, rules=rules), quarter).indicators["1"]


# The sample, against the figures that stand in it and those of the domain reference.


def test_the_third_quarter_gives_every_expected_figure_of_the_sample() -> None:
    computed = as_json(measure(DS, 3))
    for objective in RAW["sasaran"]:
        expected = objective["hasil_tw3"]
        assert computed["sasaran"][objective["kode"]]["rata_rata"] == expected["rata_rata"]
        assert computed["sasaran"][objective["kode"]]["kategori"] == expected["kategori"]
        for one in objective["indikator"]:
            result, told = computed["indikator"][one["kode"]], one["hasil_tw3"]
            for key in ("target_sd", "realisasi_sd", "capaian_tahunan", "kategori"):
                assert result[key] == told[key], (one["kode"], key)
            assert result["capaian_tw"] == told["capaian_tw_selisih"]
    summary = RAW["ringkasan_tw3"]
    for key in ("rata_rata_capaian", "pagu", "realisasi", "penyerapan"):
        assert computed["ringkasan"][key] == summary[key]


def test_the_other_variant_gives_every_expected_figure_of_the_sample() -> None:
    computed = measure(replace(DS, rules=replace(DS.rules, lower_is_better="rasio")), 3)
    for objective in RAW["sasaran"]:
        for one in objective["indikator"]:
            expected = Decimal(one["hasil_tw3"]["capaian_tw_rasio"])
            assert computed.indicators[one["kode"]].achievement == expected


def test_a_cap_of_100_holds_for_averages_and_never_for_the_single_indicator() -> None:
    computed = measure(replace(DS, rules=replace(DS.rules, cap=Decimal(100))), 3)
    assert computed.indicators["1.1"].achievement == Decimal("101.35")
    for objective in RAW["sasaran"]:
        expected = Decimal(objective["hasil_tw3"]["rata_rata_plafon100"])
        assert computed.objectives[objective["kode"]].average == expected
    assert computed.summary.average == Decimal("93.25")


def test_every_budget_line_of_the_sample_agrees() -> None:
    computed = as_json(measure(DS, 3))["anggaran"]
    lines = list(RAW["program"])
    lines += [activity for programme in lines[:6] for activity in programme["kegiatan"]]
    lines += [sub for activity in lines[6:] for sub in activity["sub"]]
    assert len(lines) == len(computed) == 45
    for line in lines:
        assert computed[line["kode"]] == {
            "pagu": line["pagu"],
            "realisasi_sd": line["realisasi_sd_tw3"],
            "penyerapan": line["penyerapan"],
        }


@pytest.mark.parametrize(
    ("quarter", "average", "counted", "statuses"),
    [
        (1, "98.62", 9, {"tidak_diukur": 3}),
        (2, "100.15", 10, {"tidak_diukur": 2}),
        (3, "94.72", 12, {"tercapai": 5, "belum_tercapai": 7}),
        (4, None, 0, {"tercapai": 0, "belum_tercapai": 0, "belum_dilaporkan": 12}),
    ],
)
def test_each_quarter_of_the_sample_averages_what_was_measured(
    quarter: int, average: str | None, counted: int, statuses: dict[str, int]
) -> None:
    computed = measure(DS, quarter)
    summary = as_json(computed)["ringkasan"]
    assert summary["rata_rata_capaian"] == average
    assert (summary["kategori"] is None) == (average is None)
    assert computed.summary.counted == counted
    for status, number in statuses.items():
        assert summary[status] == number
    assert summary["tidak_terukur"] == 12 - counted


def test_the_indicators_that_reached_their_target_are_the_expected_ones() -> None:
    results = measure(DS, 3).indicators.values()
    reached = [result.code for result in results if result.status == "tercapai"]
    assert reached == ["1.1", "1.3", "1.4", "2.1", "4.2"]


def test_the_yearly_indicators_are_not_measured_in_the_first_quarter() -> None:
    results = measure(DS, 1).indicators
    assert [c for c, r in results.items() if r.status == "tidak_diukur"] == ["2.3", "3.1", "4.1"]
    assert results["3.1"].achievement_year is None


def test_json_has_the_documented_keys_in_their_order() -> None:
    computed = as_json(measure(DS, 3))
    assert list(computed) == ["indikator", "sasaran", "anggaran", "ringkasan"]
    assert list(computed["indikator"]["1.1"]) == [
        "target_sd", "realisasi_sd", "capaian_tw", "capaian_tahunan", "kategori", "status",
    ]  # fmt: skip
    assert list(computed["sasaran"]["S1"]) == ["rata_rata", "kategori", "dihitung", "jumlah"]
    assert list(computed["anggaran"]["7.01.01"]) == ["pagu", "realisasi_sd", "penyerapan"]
    assert list(computed["ringkasan"]) == [
        "rata_rata_capaian", "kategori", "pagu", "realisasi", "penyerapan", "tercapai",
        "belum_tercapai", "tidak_terukur", "belum_dilaporkan", "tidak_diukur",
        "tidak_dapat_dihitung",
    ]  # fmt: skip
    assert computed["indikator"]["3.2"] == {
        "target_sd": "9", "realisasi_sd": "11", "capaian_tw": "77.78",
        "capaian_tahunan": "108.33", "kategori": "Tinggi", "status": "belum_tercapai",
    }  # fmt: skip
    assert list(computed["anggaran"])[:3] == ["7.01.01", "7.01.01.2.01", "7.01.01.2.01.0001"]


# One achievement: the table of test vectors.


@pytest.mark.parametrize(
    ("target", "realization", "higher", "difference", "ratio"),
    [
        ("83.00", "84.12", "101.35", "98.65", "98.67"),
        ("100", "87.50", "87.50", "112.50", "114.29"),
        ("9", "11", "122.22", "77.78", "81.82"),
        ("2.10", "1.90", "90.48", "109.52", "110.53"),
        ("12", "0", "0.00", "200.00", "100.00"),
        ("12", "12", "100.00", "100.00", "100.00"),
        ("12", "24", "200.00", "0.00", "50.00"),
        ("12", "30", "250.00", "0.00", "40.00"),
        ("3", "1", "33.33", "166.67", "300.00"),
        ("0", "0", None, "100.00", "100.00"),
        ("0", "3", None, "0.00", "0.00"),
    ],
)
def test_achievements_follow_the_vectors(
    target: str, realization: str, higher: str | None, difference: str, ratio: str
) -> None:
    pair = (Decimal(target), Decimal(realization))
    found = achievement(*pair, "naik", SELISIH)
    assert (None if found is None else str(found)) == higher
    assert str(achievement(*pair, "turun", SELISIH)) == difference
    assert str(achievement(*pair, "turun", RASIO)) == ratio


def test_nothing_out_of_an_allowance_gives_the_cap_under_the_ratio_variant() -> None:
    capped = replace(RASIO, cap=Decimal(120))
    assert achievement(Decimal(12), Decimal(0), "turun", capped) == Decimal("120.00")


@given(
    st.decimals("0.01", 10**9, places=2),
    st.decimals(0, 10**9, places=2),
    st.sampled_from([SELISIH, RASIO]),
)
def test_more_is_better_or_worse_as_the_polarity_says_and_never_below_zero(
    target: Decimal, realization: Decimal, rules: Rules
) -> None:
    for polarity in ("naik", "turun"):
        less = achievement(target, realization, polarity, rules)
        more = achievement(target, realization + 1, polarity, rules)
        assert less is not None
        assert more is not None
        assert less >= 0
        if polarity == "naik":
            assert more >= less
        elif realization > 0:
            assert more <= less


# The category scale.


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("250.00", "Sangat Tinggi"), ("91.00", "Sangat Tinggi"), ("90.99", "Tinggi"),
        ("76.00", "Tinggi"), ("75.99", "Sedang"), ("75.00", "Sedang"), ("66.00", "Sedang"),
        ("65.99", "Rendah"), ("51.00", "Rendah"), ("50.99", "Sangat Rendah"),
        ("0.00", "Sangat Rendah"),
    ],
)  # fmt: skip
def test_a_category_begins_at_its_lower_bound(value: str, expected: str) -> None:
    assert category(Decimal(value), SELISIH) == expected


def test_another_scale_gives_its_own_labels() -> None:
    own = replace(SELISIH, scale=((Decimal("80.01"), "BAIK"), (Decimal(0), "BURUK")))
    assert category(Decimal("80.01"), own) == "BAIK"
    assert category(Decimal("80.00"), own) == "BURUK"
    assert category(None, own) is None


def test_the_category_is_that_of_the_printed_value() -> None:
    one = indicator(accumulation="posisi_akhir", decimals=2, targets=decimals("200000"),
                    realizations=decimals("181990"))  # fmt: skip
    assert figures(one, 1).achievement == Decimal("91.00")  # 90.995 before rounding
    assert figures(one, 1).category == "Sangat Tinggi"


# From quarters to "up to now".


def test_a_sum_adds_targets_and_realizations_up_to_the_quarter() -> None:
    result = figures(indicator(realizations=decimals("2", "3", "6")), 3)
    assert (result.target_to_date, result.realization_to_date) == (9, 11)
    assert result.achievement == Decimal("122.22")
    assert result.achievement_year == Decimal("91.67")


def test_a_position_takes_the_value_of_the_quarter_alone() -> None:
    one = indicator(accumulation="posisi_akhir", realizations=decimals(None, "3", "6"))
    result = figures(one, 3)
    assert (result.target_to_date, result.realization_to_date) == (3, 6)
    assert figures(one, 2).realization_to_date == 3


@pytest.mark.parametrize("method", ["posisi_akhir", "tahunan"])
def test_an_earlier_position_never_stands_in_for_a_blank_one(method: str) -> None:
    result = figures(indicator(accumulation=method, realizations=decimals("3", "4")), 3)
    assert result.realization_to_date is None
    assert result.status == "belum_dilaporkan"
    assert result.missing_quarters == (3,)
    assert result.note is None


def test_a_cumulative_ratio_divides_the_sums_and_is_no_mean_of_percentages() -> None:
    result = measure(DS, 3).indicators["4.3"]
    assert result.parts_to_date == (15, 16)
    assert result.realization_to_date == Decimal("93.75")


def test_the_achievement_comes_from_the_printed_realization() -> None:
    one = indicator(
        accumulation="rasio_kumulatif", measure="%", decimals=0, targets=decimals("3"),
        realizations=decimals("33"), parts=((Decimal(1), Decimal(3)), None, None, None),
    )  # fmt: skip
    assert figures(one, 1).realization_to_date == 33
    assert figures(one, 1).achievement == Decimal("1100.00")  # not 33.33 / 3 = 1111.11


def test_a_yearly_figure_counts_in_the_quarters_that_have_a_target() -> None:
    one = indicator(accumulation="tahunan", targets=decimals(None, None, "4", "4"),
                    target_year=Decimal(4), realizations=decimals(None, None, "3"))  # fmt: skip
    assert figures(one, 2).status == "tidak_diukur"
    assert figures(one, 3).achievement == Decimal("75.00")
    assert figures(one, 4).status == "belum_dilaporkan"


# Edge cases: blank is never zero.


def test_a_blank_realization_is_not_reported_and_left_out_of_the_average() -> None:
    blank, full = indicator(), indicator(code="2", realizations=decimals("3"))
    computed = measure(office(blank, full), 1)
    assert computed.indicators["1"].status == "belum_dilaporkan"
    assert computed.indicators["1"].achievement is None
    assert computed.indicators["1"].achievement_year is None
    assert computed.objectives["S1"].average == Decimal("100.00")


def test_a_reported_zero_is_measured_as_zero() -> None:
    result = figures(indicator(realizations=decimals("0")), 1)
    assert (result.achievement, result.status) == (Decimal("0.00"), "belum_tercapai")


def test_a_quarter_without_target_is_not_measured_even_with_a_realization() -> None:
    one = indicator(accumulation="posisi_akhir", targets=decimals(None, "3"),
                    realizations=decimals("5"))  # fmt: skip
    result = figures(one, 1)
    assert result.status == "tidak_diukur"
    assert result.achievement is result.achievement_year is result.category is None
    assert result.realization_to_date == 5


def test_a_sum_with_a_gap_is_not_computed_and_names_the_missing_quarter() -> None:
    result = figures(indicator(realizations=decimals("2", None, "6")), 3)
    assert result.status == "belum_dilaporkan"
    assert result.realization_to_date is result.achievement is result.achievement_year is None
    assert result.target_to_date == 9
    assert result.missing_quarters == (2,)
    assert "TW II " in result.note
    assert "TW III" not in result.note


def test_a_ratio_with_a_gap_is_not_computed_and_names_the_missing_quarter() -> None:
    pair = (Decimal(4), Decimal(5))
    one = indicator(accumulation="rasio_kumulatif", measure="%", parts=(None, pair, None, None),
                    realizations=decimals(None, "80"))  # fmt: skip
    result = figures(one, 2)
    assert result.status == "belum_dilaporkan"
    assert result.parts_to_date is None
    assert result.missing_quarters == (1,)
    assert "TW I " in result.note


def test_in_a_sum_a_quarter_without_target_adds_nothing_and_leaves_no_gap() -> None:
    one = indicator(targets=decimals("3", None, "3", "6"), realizations=decimals("2", None, "3"))
    result = figures(one, 3)
    assert (result.target_to_date, result.realization_to_date) == (6, 5)
    assert result.achievement == Decimal("83.33")
    assert result.note is None
    assert figures(one, 2).status == "tidak_diukur"
    reported = figures(replace(one, realizations=decimals("2", "9", "3")), 3)
    assert reported.realization_to_date == 5
    assert "TW II " in reported.note


@pytest.mark.parametrize("realization", ["0", "4"])
def test_higher_is_better_with_target_zero_cannot_be_computed(realization: str) -> None:
    one = indicator(targets=decimals("0", "12"), realizations=decimals(realization))
    result = figures(one, 1)
    assert result.status == "tidak_dapat_dihitung"
    assert result.achievement is result.category is None
    computed = as_json(measure(office(one), 1))["ringkasan"]
    assert computed["tidak_dapat_dihitung"] == computed["tidak_terukur"] == 1
    assert computed["rata_rata_capaian"] is None


@pytest.mark.parametrize(("realization", "expected"), [("0", "100.00"), ("1", "0.00")])
@pytest.mark.parametrize("rules", [SELISIH, RASIO])
def test_lower_is_better_with_target_zero_is_a_promise_kept_or_broken(
    realization: str, expected: str, rules: Rules
) -> None:
    one = indicator(polarity="turun", targets=(Decimal(0),) * 4, target_year=Decimal(0),
                    realizations=decimals(realization))  # fmt: skip
    assert str(figures(one, 1, rules).achievement) == expected
    assert str(figures(one, 1, rules).achievement_year) == expected


def test_a_falling_sum_against_the_year_carries_a_note_until_the_last_quarter() -> None:
    one = indicator(polarity="turun", realizations=decimals("2", "3", "6", "1"))
    early = measure(office(one), 3)
    assert early.indicators["1"].achievement_year == Decimal("108.33")
    assert "akhir tahun" in (early.indicators["1"].note or "")
    assert early.objectives["S1"].average_year is None
    assert early.objectives["S1"].left_out_of_year == ("1",)
    final = measure(office(one), 4)
    assert final.indicators["1"].note is None
    assert final.objectives["S1"].average_year == Decimal("100.00")
    assert final.objectives["S1"].left_out_of_year == ()


def test_an_indicator_without_yearly_target_has_no_yearly_achievement() -> None:
    result = figures(indicator(target_year=None, realizations=decimals("3")), 1)
    assert result.achievement == Decimal("100.00")
    assert result.achievement_year is None


def test_a_target_just_missed_is_not_reached_and_one_that_prints_100_is() -> None:
    one = indicator(accumulation="posisi_akhir", targets=decimals("100000"))
    missed = figures(replace(one, realizations=decimals("99994")), 1)
    printed = figures(replace(one, realizations=decimals("99995")), 1)
    assert (missed.achievement, missed.status) == (Decimal("99.99"), "belum_tercapai")
    assert (printed.achievement, printed.status) == (Decimal("100.00"), "tercapai")


# Averages.


def test_averages_are_taken_from_printed_values() -> None:
    summary = measure(DS, 3).summary
    assert summary.average == Decimal("94.72")  # 94.71 from unrounded achievements
    assert measure(DS, 3).objectives["S3"].average == Decimal("83.54")  # 83.53 from unrounded


def test_the_office_averages_indicators_and_not_objectives() -> None:
    means = [result.average for result in measure(DS, 3).objectives.values()]
    assert sum(m for m in means if m is not None) / 4 != measure(DS, 3).summary.average


def test_an_average_over_fewer_indicators_than_there_are_is_provisional() -> None:
    computed = measure(office(indicator(), indicator(code="2", realizations=decimals("3"))), 1)
    result = computed.objectives["S1"]
    assert (result.counted, result.total, result.provisional) == (1, 2, True)
    assert measure(DS, 3).objectives["S1"].provisional is False
    assert measure(DS, 4).objectives["S1"].provisional is False


def test_an_average_of_nothing_is_empty_and_not_zero() -> None:
    assert measure(DS, 4).summary.average is None
    assert measure(office(), 1).objectives["S1"].average is None


# Budget.


def without_realization(quarter: int) -> DataSet:
    raw = copy.deepcopy(RAW)
    raw["program"][0]["kegiatan"][0]["sub"][0]["realisasi_tw"][quarter - 1] = None
    return parse(raw)


@pytest.mark.parametrize("missing", [2, 3])
def test_a_line_without_a_quarter_so_far_is_empty_and_so_is_every_sum_above(missing: int) -> None:
    computed = measure(without_realization(missing), 3)
    for code in ("7.01.01.2.01.0001", "7.01.01.2.01", "7.01.01"):
        line = computed.budget[code]
        assert line.realization is line.absorption is line.remainder is None
    assert computed.budget["7.01.01"].ceiling == 2_012_400_000
    assert computed.budget["7.01.01.2.01.0006"].absorption == Decimal("72.50")
    assert computed.budget["7.01.02"].absorption == Decimal("70.46")
    assert computed.objective_budget["S4"].realization is None
    assert as_json(computed)["ringkasan"]["realisasi"] is None
    assert as_json(computed)["ringkasan"]["pagu"] == 2_487_350_000


def test_a_later_blank_leaves_earlier_quarters_alone() -> None:
    assert measure(without_realization(3), 2).summary.realization == 1_261_686_000


def test_spending_nothing_is_a_figure() -> None:
    line = measure(DS, 2).budget["7.01.01.2.09.0009"]
    assert (line.realization, line.realization_quarter, line.absorption) == (0, 0, Decimal("0.00"))
    assert line.remainder == 25_000_000


def test_the_budget_of_an_objective_sums_its_programmes() -> None:
    served = measure(DS, 3).objective_budget
    assert served["S3"].ceiling == 148_250_000 + 52_000_000 + 45_000_000
    assert served["S3"].realization == 182_580_000
    assert served["S3"].absorption == Decimal("74.45")


def test_the_quarter_and_the_remainder_of_the_whole_budget_are_known() -> None:
    total = measure(DS, 3).budget_total
    assert total is not None
    assert total.realization_quarter == 645_515_000
    assert total.remainder == 580_149_000


def test_spending_above_the_ceiling_is_computed_and_the_remainder_is_negative() -> None:
    raw = copy.deepcopy(RAW)
    raw["program"][1]["kegiatan"][0]["sub"][0]["realisasi_tw"][0] = 50_000_000
    line = measure(parse(raw), 1).budget["7.01.02.2.01.0001"]
    assert line.absorption == Decimal("120.48")
    assert line.remainder == -8_500_000


def test_a_ceiling_of_zero_has_no_absorption() -> None:
    raw = copy.deepcopy(RAW)
    raw["program"][1]["kegiatan"][0]["sub"][0] |= {"pagu": 0, "realisasi_tw": [0, 0, 0, None]}
    assert measure(parse(raw), 3).budget["7.01.02.2.01.0001"].absorption is None


def test_an_office_without_budget_has_no_budget_figures() -> None:
    computed = as_json(measure(replace(DS, programmes=()), 3))
    assert computed["anggaran"] == {}
    assert computed["ringkasan"]["pagu"] is None
    assert computed["ringkasan"]["realisasi"] is None
    assert computed["ringkasan"]["rata_rata_capaian"] == "94.72"


def test_a_quarter_outside_the_year_is_refused() -> None:
    with pytest.raises(ValueError, match="quarter"):
        measure(DS, 5)


# Derived values in an upload.


def edited(edit: Callable[[Any], None]) -> dict[str, Any]:
    raw = copy.deepcopy(RAW)
    edit(raw)
    return raw


def test_the_derived_values_of_the_sample_all_agree() -> None:
    assert disagreements(RAW, DS) == []


@pytest.mark.parametrize(
    ("path", "wrong", "expected"),
    [
        ("sasaran[0].indikator[1].hasil_tw3.realisasi_sd", "95.74", "95.73"),
        ("sasaran[0].indikator[2].hasil_tw3.capaian_tw_rasio", "110.52", "110.53"),
        ("sasaran[0].indikator[2].hasil_tw3.capaian_tw_selisih", "110.53", "109.52"),
        ("sasaran[0].indikator[2].hasil_tw3.capaian_tw_plafon120", "120.00", "109.52"),
        ("sasaran[2].indikator[1].hasil_tw3.kategori", "Sedang", "Tinggi"),
        ("sasaran[2].hasil_tw3.rata_rata", "83.53", "83.54"),
        ("sasaran[0].hasil_tw3.rata_rata_plafon100", "100.00", "99.93"),
        ("program[0].pagu", 1, "2012400000"),
        ("program[0].realisasi_tw", [1, 2, 3, None], "468771000, 576350000, 513385000, kosong"),
        ("program[0].kegiatan[1].realisasi_sd_tw3", None, "1285801000"),
        ("program[0].kegiatan[1].sub[0].penyerapan", "79.01", "79.00"),
        ("ringkasan_tw3.rata_rata_capaian", "94.71", "94.72"),
        ("ringkasan_tw3.rata_rata_capaian_plafon100", "94.72", "93.25"),
        ("ringkasan_tw3.realisasi_tw", [0, 699075000], "562611000, 699075000"),
    ],
)  # fmt: skip
def test_a_derived_value_that_disagrees_is_told_with_its_place(
    path: str, wrong: object, expected: str
) -> None:
    *parents, last = path.replace("[", ".").replace("]", "").split(".")

    def edit(raw: Any) -> None:
        for step in parents:
            raw = raw[int(step) if step.isdigit() else step]
        raw[last] = wrong

    (found,) = disagreements(edited(edit), DS)
    assert (found.place, found.code, found.expected) == (path, "figure_disagrees", expected)
    assert path in found.message


def test_a_capped_achievement_agrees_when_it_is_the_cap() -> None:
    def edit(raw: Any) -> None:
        raw["sasaran"][0]["indikator"][2]["hasil_tw3"]["capaian_tw_plafon100"] = "100.00"
        raw["sasaran"][0]["indikator"][0]["hasil_tw3"]["capaian_tw_plafon100"] = "101.35"

    (found,) = disagreements(edited(edit), DS)
    assert found.place == "sasaran[0].indikator[0].hasil_tw3.capaian_tw_plafon100"


def test_a_derived_value_agrees_however_its_zeros_are_written() -> None:
    def edit(raw: Any) -> None:
        raw["sasaran"][1]["hasil_tw3"]["rata_rata"] = Decimal("87.5")
        raw["program"][0]["pagu"] = "2012400000"

    assert disagreements(edited(edit), DS) == []


def test_derived_keys_nobody_computes_are_passed_over() -> None:
    def edit(raw: Any) -> None:
        raw["sasaran"][0]["indikator"][0]["hasil_tw3"]["bobot"] = "7"
        raw["sasaran"][0]["indikator"][0]["hasil_semester1"] = {"capaian_tw": "7"}
        raw["sasaran"][0]["hasil_tw3"] = "rusak"

    assert disagreements(edited(edit), DS) == []
    assert disagreements([1], DS) == []
