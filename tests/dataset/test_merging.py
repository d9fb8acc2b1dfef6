import copy
from dataclasses import fields, replace
from typing import Any

import pytest

from service.dataset import (
    DataSet,
    Indicator,
    PreviousFollowUp,
    for_quarter,
    merge_budget,
    merge_plan,
    merge_unit,
    parse,
    to_json,
)
from service.errors import Invalid
from tests.dataset.sample import DS, FIRST, RAW, SUB, indicator, put


def reported_anew() -> Any:
    """Return the sample with changed reports of every unit."""
    changed = copy.deepcopy(RAW)
    for objective in changed["sasaran"]:
        for one in objective["indikator"]:
            one["faktor_pendorong"] = f"baru {one['unit']}"
            one["bukti_dukung"] = ["baru"]
            one["sumber_data"] = "diubah"
            if one["xy_tw"] is None:
                one["realisasi_tw"][0] = "1"
    return changed


def test_a_units_upload_changes_that_units_reports_and_nothing_else() -> None:
    upload = parse(reported_anew())
    merged = merge_unit(DS, upload, "SEKSI-YAN")
    for objective in DS.objectives:
        for own in objective.indicators:
            now = indicator(merged, own.code)
            if own.unit != "SEKSI-YAN":
                assert now == own
                continue
            assert now.drivers == "baru SEKSI-YAN"
            assert now.evidence == ("baru",)
            assert now.source == own.source
            assert now.targets == own.targets
    assert indicator(merged, "1.1").realizations[0] == 1
    others = [field.name for field in fields(DataSet) if field.name != "objectives"]
    assert all(getattr(merged, name) == getattr(DS, name) for name in others)


def test_a_unit_may_take_a_figure_back() -> None:
    raw = put(RAW, f"{FIRST}.realisasi_tw[2]", None)
    assert indicator(merge_unit(DS, parse(raw), "SEKSI-YAN"), "1.1").realizations[2] is None


def test_an_indicator_the_upload_leaves_out_stays_as_it_is() -> None:
    raw = reported_anew()
    del raw["sasaran"][0]["indikator"][0]
    merged = merge_unit(DS, parse(raw), "SEKSI-YAN")
    assert indicator(merged, "1.1") == indicator(DS, "1.1")
    assert indicator(merged, "1.3").drivers == "baru SEKSI-YAN"


def test_a_units_upload_is_judged_by_the_offices_own_rules() -> None:
    raw = put(RAW, "sasaran[1].indikator[1].satuan", "Nilai")
    raw = put(raw, "sasaran[1].indikator[1].xy_tw[2]", [9, 8])
    raw = put(raw, "sasaran[1].indikator[1].realisasi_tw[2]", "112.50")
    with pytest.raises(Invalid) as caught:
        merge_unit(DS, parse(raw), "SEKSI-PEM")
    assert [one.code for one in caught.value.problems] == ["dataset_percent_above_100"]


@pytest.mark.parametrize(
    ("path", "value", "unit", "code"),
    [
        (f"{FIRST}.kode", "9.9", "SEKSI-YAN", "dataset_strange_indicators"),
        ("triwulan", 2, "SEKSI-YAN", "dataset_other_quarter"),
        ("tahun", 2025, "SEKSI-YAN", "dataset_other_quarter"),
        ("catatan", "-", "SEKSI-EKBANG", "dataset_unit_absent"),
    ],
)
def test_an_upload_that_is_not_this_units_is_refused(
    path: str, value: object, unit: str, code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        merge_unit(DS, parse(put(RAW, path, value)), unit)
    assert caught.value.code == code
    assert unit not in caught.value.detail


def test_the_budgets_upload_changes_the_budget_and_nothing_else() -> None:
    raw = put(reported_anew(), f"{SUB}.realisasi_tw[2]", 1)
    upload = parse(put(raw, f"{SUB}.pagu", 8_000_000))
    merged = merge_budget(DS, upload)
    assert merged == replace(DS, programmes=upload.programmes)
    assert merged.programmes[0].activities[0].subs[0].realizations[2] == 1
    assert merge_budget(replace(DS, programmes=()), upload).programmes == upload.programmes


def test_a_budget_that_loses_a_line_or_everything_is_refused() -> None:
    raw = copy.deepcopy(RAW)
    del raw["program"][0]["kegiatan"][0]["sub"][0]
    with pytest.raises(Invalid) as caught:
        merge_budget(DS, parse(raw))
    assert caught.value.code == "dataset_budget_lines_lost"
    assert "7.01.01.2.01.0001" in caught.value.detail
    with pytest.raises(Invalid) as caught:
        merge_budget(DS, parse(put(RAW, "program", [])))
    assert caught.value.code == "dataset_budget_absent"


def test_the_next_quarter_keeps_figures_and_empties_what_belonged_to_the_last() -> None:
    base = replace(DS, document_numbers=(("D4", "1"),))
    found = for_quarter(base, 2026, 4)
    assert (found.quarter, found.document_numbers) == (4, ())
    now, before = indicator(found, "1.1"), indicator(DS, "1.1")
    assert (now.realizations, now.targets) == (before.realizations, before.targets)
    assert now.drivers is now.obstacles is now.follow_up is now.follow_up_due is None
    assert now.evidence == ()
    assert now.previous_follow_up == PreviousFollowUp(3, before.follow_up or "", "belum", None)
    assert found.programmes == DS.programmes
    assert parse(to_json(found)) == found


def test_a_quarter_that_does_not_follow_carries_no_promises() -> None:
    assert indicator(for_quarter(DS, 2026, 1), "1.1").previous_follow_up is None
    assert for_quarter(DS, 2026, 3) == DS


def test_another_year_needs_its_own_targets() -> None:
    with pytest.raises(Invalid) as caught:
        for_quarter(DS, 2027, 1)
    assert caught.value.code == "dataset_other_year"


def test_a_new_plan_leaves_every_report_as_it_was() -> None:
    upload = copy.deepcopy(RAW)
    upload["sasaran"][0]["indikator"][0]["sumber_data"] = "Survei baru"
    upload["sasaran"][2]["indikator"][1]["realisasi_tw"][2] = "7"
    upload["program"][0]["kegiatan"][0]["sub"][0]["pagu"] = 9_000_000
    upload["program"][0]["kegiatan"][0]["sub"][0]["realisasi_tw"] = [1, 1, 1, None]
    merged = merge_plan(DS, parse(upload))
    assert indicator(merged, "1.1").source == "Survei baru"
    assert indicator(merged, "3.2").realizations == indicator(DS, "3.2").realizations
    sub, old = (ds.programmes[0].activities[0].subs[0] for ds in (merged, DS))
    assert (sub.ceiling, sub.realizations) == (9_000_000, old.realizations)


def test_a_new_plan_may_not_lose_what_was_reported() -> None:
    without = copy.deepcopy(RAW)
    del without["sasaran"][2]["indikator"][1]
    with pytest.raises(Invalid, match="dataset_indicators_lost") as told:
        merge_plan(DS, parse(without))
    assert "3.2" in told.value.detail
    without = copy.deepcopy(RAW)
    del without["program"][0]["kegiatan"][0]["sub"][0]
    with pytest.raises(Invalid, match="dataset_budget_lines_lost"):
        merge_plan(DS, parse(without))


def with_follow_ups(promise: str | None, status: str) -> Indicator:
    """Return 1.1 in TW IV, after TW III promised this and reported an older promise like that."""
    before = PreviousFollowUp(2, "Menambah loket", status, "Anggaran menyusul")
    one = replace(indicator(DS, "1.1"), follow_up=promise, previous_follow_up=before)
    first = replace(DS.objectives[0], indicators=(one, *DS.objectives[0].indicators[1:]))
    base = replace(DS, objectives=(first, *DS.objectives[1:]))
    return indicator(for_quarter(base, 2026, 4), "1.1")


def test_a_promise_that_was_not_finished_goes_on_with_what_was_reported() -> None:
    carried = with_follow_ups(None, "proses").previous_follow_up
    assert carried == PreviousFollowUp(2, "Menambah loket", "proses", "Anggaran menyusul")
    assert with_follow_ups(None, "selesai").previous_follow_up is None


def test_a_newer_promise_names_the_older_one_that_was_not_finished() -> None:
    carried = with_follow_ups("Membuka layanan daring", "belum").previous_follow_up
    assert carried is not None
    assert (carried.quarter, carried.text, carried.status) == (3, "Membuka layanan daring", "belum")
    assert carried.note == "Triwulan II, Menambah loket (belum): Anggaran menyusul"
    finished = with_follow_ups("Membuka layanan daring", "selesai").previous_follow_up
    assert finished is not None
    assert finished.note is None


def test_a_quarter_left_out_does_not_lose_what_was_promised_before_it() -> None:
    second = for_quarter(DS, 2026, 2)
    one = replace(indicator(second, "1.1"), follow_up="Menambah loket", previous_follow_up=None)
    first = replace(second.objectives[0], indicators=(one, *second.objectives[0].indicators[1:]))
    fourth = for_quarter(replace(second, objectives=(first, *second.objectives[1:])), 2026, 4)
    assert indicator(fourth, "1.1").previous_follow_up == PreviousFollowUp(
        2, "Menambah loket", "belum", None
    )
