import copy
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.dataset import (
    DEFAULT_SCALE,
    Rules,
    parse,
)
from service.errors import Invalid
from tests.dataset.sample import DS, FIRST, RATIO, RAW, SUB, SUM, indicator, problems, put


def test_the_sample_is_read_with_every_figure() -> None:
    assert (DS.year, DS.quarter) == (2026, 3)
    assert [len(objective.indicators) for objective in DS.objectives] == [4, 3, 2, 3]
    assert len([s for p in DS.programmes for a in p.activities for s in a.subs]) == 25
    found = indicator(DS, "1.2")
    assert found.targets == (95, 95, 96, 97)
    assert found.parts == ((412, 438), (455, 471), (388, 402), None)
    assert found.realizations[3] is None
    assert str(found.target_year) == "97.00"
    assert indicator(DS, "4.3").evidence == ()
    assert indicator(DS, "1.1").follow_up_due == date(2026, 12, 15)
    assert DS.rules == Rules("selisih", None, DEFAULT_SCALE)
    assert DS.office.paper == "F4"
    assert DS.officials[4].unit == "SEKSI-PEM"


def test_a_blank_stays_none_and_a_zero_stays_zero() -> None:
    assert indicator(DS, "1.4").realizations == (0, 0, 0, None)
    found = parse(put(RAW, f"{SUB}.realisasi_tw[0]", 0))
    assert found.programmes[0].activities[0].subs[0].realizations[0] == 0
    found = parse(put(RAW, f"{SUB}.realisasi_tw[2]", None))
    assert found.programmes[0].activities[0].subs[0].realizations[2] is None


def test_optional_keys_are_read() -> None:
    raw = put(RAW, "instansi.kertas", "A4")
    raw = put(raw, f"{RATIO}.label_xy", ["surat tepat waktu", "seluruh surat"])
    raw = put(raw, "nomor_dokumen", {"D4": "000.8.6.3/12/2026"})
    raw["pejabat"][0] |= {"sebagai": "Plt.", "mulai": "2026-07-01", "sampai": "2026-12-31"}
    raw["aturan_hitung"] |= {"polaritas_turun": "rasio (T/R)", "plafon": "120"}
    found = parse(raw)
    assert found.office.paper == "A4"
    assert indicator(found, "1.2").part_labels == ("surat tepat waktu", "seluruh surat")
    assert found.document_numbers == (("D4", "000.8.6.3/12/2026"),)
    person = found.officials[0]
    assert (person.acting, person.start, person.end) == (
        "Plt.", date(2026, 7, 1), date(2026, 12, 31),
    )  # fmt: skip
    assert (found.rules.lower_is_better, found.rules.cap) == ("rasio", 120)


@pytest.mark.parametrize("blank", [None, [], KeyError])
def test_a_case_without_budget_is_complete(blank: object) -> None:
    assert parse(put(RAW, "program", blank)).programmes == ()


@pytest.mark.parametrize("key", ["gloss_en", "hasil_tw1", "hasil_semester", "ringkasan_tw3"])
def test_derived_keys_and_glosses_are_passed_over(key: str) -> None:
    assert parse({**RAW, key: {"apa": "saja"}}) == DS


def test_the_scale_is_the_default_when_the_office_names_none() -> None:
    assert parse(put(RAW, "aturan_hitung.skala", KeyError)).rules.scale == DEFAULT_SCALE


@pytest.mark.parametrize("typed", [84.12, Decimal("84.12"), "84.12", "84.120"])
def test_a_number_means_the_digits_that_were_written(typed: object) -> None:
    found = indicator(parse(put(RAW, f"{FIRST}.realisasi_tw[2]", typed)), "1.1")
    assert found.realizations[2] == Decimal("84.12")


def test_texts_are_kept_exactly_as_typed() -> None:
    text = " <b>A & B</b> \"kutip\" 'satu'\nbaris kedua\t😀 " + "x" * 3000
    raw = put(RAW, f"{FIRST}.faktor_penghambat", text)
    assert indicator(parse(raw), "1.1").obstacles == text


def test_a_nip_may_be_typed_in_groups() -> None:
    found = parse(put(RAW, "pejabat[0].nip", "19000101 190001 1 001"))
    assert found.officials[0].nip == "190001011900011001"
    assert parse(put(RAW, "pejabat[0].nip", None)).officials[0].nip is None


# Numerator and denominator.


def test_numerator_and_denominator_give_the_realization() -> None:
    raw = put(RAW, f"{RATIO}.realisasi_tw", [None, "94.063", "96.52", None])
    raw = put(raw, f"{RATIO}.xy_tw[1]", [412, 438])
    assert indicator(parse(raw), "1.2").realizations == (
        Decimal("94.06"), Decimal("94.06"), Decimal("96.52"), None,
    )  # fmt: skip


def test_a_typed_percentage_may_be_rounded_as_the_indicator_prints() -> None:
    raw = put(RAW, "sasaran[2].indikator[0].desimal", 0)
    raw = put(raw, "sasaran[2].indikator[0].realisasi_tw", [None, "31", "31.25", None])
    assert indicator(parse(raw), "3.1").realizations == (None, 31, 31, None)


def test_a_typed_percentage_that_differs_by_more_than_half_a_hundredth_is_told() -> None:
    assert indicator(parse(put(RAW, f"{RATIO}.realisasi_tw[0]", "94.065")), "1.2")
    (found,) = problems(put(RAW, f"{RATIO}.realisasi_tw[0]", "94.07"))
    assert found.code == "dataset_percent_differs"
    assert (found.expected, found.found) == ("94,06", "94,07")
    assert "94.0" not in found.message
    assert "412" in found.message
    assert "438" in found.message


def test_empty_pairs_are_blanks() -> None:
    raw = put(RAW, f"{RATIO}.xy_tw[2]", [None, None])
    raw = put(raw, f"{RATIO}.realisasi_tw[2]", None)
    found = indicator(parse(raw), "1.2")
    assert found.parts is not None
    assert found.parts[2] is found.realizations[2] is None


# One fault, one problem, at its place.


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("tahun", KeyError, "dataset_missing"),
        ("tahun", 26, "dataset_out_of_range"),
        ("triwulan", 5, "dataset_out_of_range"),
        ("triwulan", "dua", "dataset_not_a_number"),
        ("triwulan", 2.5, "dataset_not_whole"),
        ("triwulan", True, "dataset_not_a_number"),
        ("instansi", KeyError, "dataset_missing"),
        ("instansi", "kecamatan", "dataset_not_an_object"),
        ("instansi.nama", "  ", "dataset_missing"),
        ("instansi.kertas", "A3", "dataset_not_a_choice"),
        ("instansi.zona_waktu", "Europe/Paris", "dataset_not_a_choice"),
        ("instansi.telepon", 123, "dataset_not_text"),
        ("instansi.almat", "x", "dataset_unknown_key"),
        ("aturan_hitung.polaritas_turun", "kebalikan", "dataset_not_a_choice"),
        ("aturan_hitung.plafon", "seratus", "dataset_not_a_number"),
        ("aturan_hitung.skala", [[91, "A"], [76, "B"]], "dataset_scale_order"),
        ("aturan_hitung.skala", [[0, "A"], [91, "B"]], "dataset_scale_order"),
        ("aturan_hitung.skala[1]", [76], "dataset_scale_row"),
        ("aturan_hitung.skala[1]", [None, "B"], "dataset_scale_row"),
        ("aturan_hitung.pembulatn", "x", "dataset_unknown_key"),
        ("desa", "Tanjung", "dataset_not_a_list"),
        ("pejabat[0].nama", None, "dataset_missing"),
        ("pejabat[0].nip", "12345", "dataset_bad_nip"),
        ("pejabat[0].nip", "19000101190001100X", "dataset_bad_nip"),
        ("pejabat[0].sebagai", "Plt", "dataset_not_a_choice"),
        ("pejabat[0].mulai", "1/7/2026", "dataset_not_a_date"),
        ("pejabat[0].mulai", "2026-02-30", "dataset_not_a_date"),
        ("pejabat[4].unit", "SEKSI-X", "dataset_unknown_unit"),
        ("unit", [], "dataset_missing"),
        ("sasaran", None, "dataset_missing"),
        ("unit[1].kode", None, "dataset_missing"),
        ("sasaran[3].kode", None, "dataset_missing"),
        ("unit[1].kode", "SEKRETARIAT", "dataset_duplicate"),
        ("sasaran[3].kode", "S5", "dataset_unknown_objective"),
        (f"{FIRST}.kode", "1.2", "dataset_duplicate"),
        (f"{FIRST}.polaritas", "datar", "dataset_not_a_choice"),
        (f"{FIRST}.akumulasi", "rata_rata", "dataset_not_a_choice"),
        (f"{FIRST}.desimal", KeyError, "dataset_missing"),
        (f"{FIRST}.desimal", 9, "dataset_out_of_range"),
        (f"{FIRST}.unit", "SEKSI-X", "dataset_unknown_unit"),
        (f"{FIRST}.unit", None, "dataset_missing"),
        (f"{FIRST}.realisas_tw", [1, 2, 3, 4], "dataset_unknown_key"),
        (f"{FIRST}.target_tw", ["82.00", "82.50", "83.50"], "dataset_not_four"),
        (f"{FIRST}.target_tw", "83.50", "dataset_not_four"),
        (f"{FIRST}.target_tahunan", None, "dataset_missing"),
        (f"{FIRST}.target_tw[0]", "82.001", "dataset_target_decimals"),
        (f"{FIRST}.target_rujukan", "83,5", "dataset_decimal_comma"),
        (f"{FIRST}.sumber_target", 2026, "dataset_not_text"),
        (f"{FIRST}.realisasi_tw[2]", "98,5", "dataset_decimal_comma"),
        (f"{FIRST}.realisasi_tw[2]", "1.234,5", "dataset_decimal_comma"),
        (f"{FIRST}.realisasi_tw[2]", "delapan", "dataset_not_a_number"),
        (f"{FIRST}.realisasi_tw[2]", "1e3", "dataset_not_a_number"),
        (f"{FIRST}.realisasi_tw[2]", "NaN", "dataset_not_a_number"),
        (f"{FIRST}.realisasi_tw[2]", float("nan"), "dataset_not_a_number"),
        (f"{FIRST}.realisasi_tw[2]", float("inf"), "dataset_not_a_number"),
        (f"{FIRST}.realisasi_tw[2]", 10**40, "dataset_not_a_number"),
        (f"{FIRST}.realisasi_tw[2]", [1], "dataset_not_a_number"),
        (f"{FIRST}.realisasi_tw[2]", False, "dataset_not_a_number"),
        (f"{FIRST}.realisasi_tw[2]", 0.1 + 0.2, "dataset_not_exact"),
        (f"{FIRST}.realisasi_tw[2]", "-1", "dataset_negative"),
        (f"{FIRST}.xy_tw", 7, "dataset_not_four"),
        (f"{RATIO}.xy_tw[2]", [388], "dataset_not_a_pair"),
        (f"{RATIO}.xy_tw[2][0]", None, "dataset_denominator_alone"),
        (f"{RATIO}.xy_tw[2][1]", None, "dataset_numerator_alone"),
        (f"{RATIO}.xy_tw[2][1]", 0, "dataset_denominator_zero"),
        (f"{RATIO}.xy_tw[2][1]", "empat", "dataset_not_a_number"),
        (f"{RATIO}.label_xy", ["satu"], "dataset_not_a_pair"),
        (f"{FIRST}.bukti_dukung", "tautan", "dataset_not_a_list"),
        (f"{FIRST}.bukti_dukung[0]", 5, "dataset_not_text"),
        (f"{FIRST}.faktor_pendorong", "a\x00b", "dataset_text_control"),
        (f"{FIRST}.faktor_pendorong", "a\ud800b", "dataset_text_control"),
        (f"{FIRST}.faktor_pendorong", "x" * 32_768, "dataset_text_long"),
        (f"{FIRST}.tindak_lanjut_batas_waktu", "15 Desember", "dataset_not_a_date"),
        (f"{RATIO}.tindak_lanjut_sebelumnya.status", "batal", "dataset_not_a_choice"),
        (f"{RATIO}.tindak_lanjut_sebelumnya", "selesai", "dataset_not_an_object"),
        ("program[0].sasaran[0]", "S9", "dataset_unknown_objective"),
        ("program[0].kegiatan", [], "dataset_no_lines"),
        ("program[0].kegiatan[0].sub", [], "dataset_no_lines"),
        (f"{SUB}.kode", "7.01.01", "dataset_duplicate"),
        (f"{SUB}.pagu", None, "dataset_missing"),
        (f"{SUB}.pagu", -1, "dataset_negative"),
        (f"{SUB}.realisasi_tw[1]", "1875000.50", "dataset_not_whole"),
        (f"{SUB}.realisasi_tw[1]", "Rp1.875.000", "dataset_not_a_number"),
        ("instansi_penerima[0].nama", None, "dataset_missing"),
        ("dokumen_rujukan[0].tanggal", "2026", "dataset_not_a_date"),
        ("nomor_dokumen", ["1"], "dataset_not_an_object"),
        ("nomor_dokumen", {"D1": "1", "D2": "1"}, "dataset_duplicate"),
    ],
)
def test_a_fault_is_told_once_with_its_place(path: str, value: object, code: str) -> None:
    found = problems(put(RAW, path, value))
    assert [one.code for one in found] == [code]
    assert found[0].place in found[0].message
    assert "None" not in found[0].message


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (f"{FIRST}.realisasi_tw[2]", "98,5", f"{FIRST}.realisasi_tw[2]"),
        (f"{RATIO}.xy_tw[2][1]", None, f"{RATIO}.xy_tw[2][1]"),
        (f"{SUB}.realisasi_tw[1]", "x", f"{SUB}.realisasi_tw[1]"),
        ("pejabat[3].nip", "1", "pejabat[3].nip"),
        ("aturan_hitung.skala[2][0]", "x", "aturan_hitung.skala[2][0]"),
        ("nomor_dokumen", {"D1": "1", "D2": "1"}, "nomor_dokumen.D2"),
    ],
)
def test_a_place_is_the_path_of_the_value(path: str, value: object, place: str) -> None:
    assert [one.place for one in problems(put(RAW, path, value))] == [place]


def test_a_percentage_above_100_is_told_for_percent_and_for_nothing_else() -> None:
    path = "sasaran[1].indikator[1]"
    raw = put(put(RAW, f"{path}.xy_tw[2]", [9, 8]), f"{path}.realisasi_tw[2]", "112.50")
    (found,) = problems(raw)
    assert (found.code, found.place) == ("dataset_percent_above_100", f"{path}.realisasi_tw[2]")
    assert indicator(parse(put(raw, f"{path}.satuan", "Nilai")), "2.2").realizations[2] == 112.5
    assert parse(put(RAW, f"{FIRST}.realisasi_tw[2]", "120"))


def test_a_cumulative_ratio_needs_numerator_and_denominator() -> None:
    (found,) = problems(put(RAW, f"{RATIO}.xy_tw[1]", None))
    assert (found.code, found.place) == ("dataset_parts_missing", f"{RATIO}.xy_tw[1]")


@pytest.mark.parametrize(
    ("path", "targets", "code", "found", "expected"),
    [
        (SUM, ["3", "3", "3", "4"], "dataset_targets_sum", "12", "13"),
        (SUM, [None] * 4, "dataset_targets_blank", "12", "target triwulan yang terisi"),
        (FIRST, ["82.00", "82.50", "83.00", "83.20"], "dataset_targets_end", "83,5", "83,2"),
        (FIRST, ["83.50", "83.00", None, None], "dataset_targets_end", "83,5", "83"),
        (RATIO, ["95.00", "95.00", "96.00", "96.00"], "dataset_targets_end", "97", "96"),
        ("sasaran[1].indikator[2]", [None, None, "4", "5"], "dataset_targets_end", "4", "5"),
    ],
)
def test_a_yearly_target_that_contradicts_the_quarterly_ones_is_told_with_both(
    path: str, targets: list[str | None], code: str, found: str, expected: str
) -> None:
    (told,) = problems(put(RAW, f"{path}.target_tw", targets))
    assert (told.code, told.place) == (code, f"{path}.target_tahunan")
    assert (told.found, told.expected) == (found, expected)


def test_the_last_quarterly_target_is_named_with_its_place() -> None:
    (told,) = problems(put(RAW, f"{FIRST}.target_tw", ["82.00", "83.00", None, None]))
    assert f"{FIRST}.target_tw[1] berisi 83." in told.message


def test_a_realization_with_more_decimals_than_its_indicator_has_is_told() -> None:
    (told,) = problems(put(RAW, f"{FIRST}.realisasi_tw[2]", "84.125"))
    assert (told.code, told.found) == ("dataset_realization_decimals", "84,125")
    assert told.message.endswith("Apakah maksudnya 84,13?")
    (whole,) = problems(put(RAW, f"{SUM}.realisasi_tw[0]", "2.5"))
    assert whole.expected == "bilangan bulat"


def test_what_is_missing_is_called_what_the_person_calls_it() -> None:
    raw = put(RAW, "instansi.nama", None)
    (told,) = problems(raw)
    assert told.message.startswith("Isian instansi.nama wajib diisi")
    with pytest.raises(Invalid) as caught:
        parse(raw, lambda _: "Kantor!B9", lambda _: "Nama Kantor")
    (named,) = caught.value.problems
    assert named.message.startswith("Isian Kantor!B9 (Nama Kantor) wajib diisi")
    assert (named.expected, named.found) == ("Nama Kantor yang terisi", "(kosong)")


@pytest.mark.parametrize(
    ("path", "value", "shown"),
    [
        (f"{FIRST}.realisasi_tw[2]", "-1.5", "-1,5"),
        (f"{SUB}.realisasi_tw[1]", "1875000.50", "1875000,5"),
    ],
)
def test_a_figure_in_a_sentence_has_a_decimal_comma(path: str, value: str, shown: str) -> None:
    (told,) = problems(put(RAW, path, value))
    assert told.found == shown


def test_targets_may_lack_quarters_as_long_as_they_reach_the_year() -> None:
    assert parse(put(RAW, f"{SUM}.target_tw", [None, "6", None, "6"]))
    assert parse(put(RAW, f"{FIRST}.target_tw", [None, "83.50", None, None]))
    raw = put(RAW, f"{FIRST}.target_tw", [None, None, None, None])
    assert indicator(parse(put(raw, f"{FIRST}.target_tahunan", None)), "1.1").target_year is None


def test_a_misspelt_key_is_told_with_the_one_that_was_meant() -> None:
    (found,) = problems(put(RAW, f"{FIRST}.realisas_tw", [1, 2, 3, 4]))
    assert found.expected == "realisasi_tw"
    assert "realisas_tw" in found.message


def test_a_decimal_comma_is_answered_with_what_was_probably_meant() -> None:
    (found,) = problems(put(RAW, f"{FIRST}.realisasi_tw[2]", "1.098,5"))
    assert found.expected == '"1098.5"'
    assert found.message.endswith("?")


def test_the_second_use_of_a_code_names_the_place_of_the_first() -> None:
    (found,) = problems(put(RAW, f"{RATIO}.kode", "1.1"))
    assert found.place == f"{RATIO}.kode"
    assert f"{FIRST}.kode" in found.message


def test_all_problems_are_told_at_once_at_the_places_the_person_sees() -> None:
    raw = put(RAW, f"{FIRST}.realisasi_tw[2]", "98,5")
    raw = put(raw, f"{SUM}.target_tw[0]", "4")
    raw = put(raw, f"{SUB}.pagu", "banyak")
    raw = put(raw, "pejabat[0].nip", "7")
    found = problems(raw, lambda path: f"<{path}>")
    assert {(one.place, one.code) for one in found} == {
        (f"<{FIRST}.realisasi_tw[2]>", "dataset_decimal_comma"),
        (f"<{SUM}.target_tahunan>", "dataset_targets_sum"),
        (f"<{SUB}.pagu>", "dataset_not_a_number"),
        ("<pejabat[0].nip>", "dataset_bad_nip"),
    }


def test_a_field_that_cannot_be_read_causes_no_further_problems() -> None:
    (found,) = problems(put(RAW, f"{SUM}.target_tw[0]", "tiga"))
    assert found.code == "dataset_not_a_number"


@pytest.mark.parametrize("data", [None, [], "teks", 5, {}, {"sasaran": [None, 5]}])
def test_anything_else_than_a_data_set_is_refused_without_a_crash(data: object) -> None:
    assert problems(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_value_anywhere_makes_reading_crash(data: st.DataObject) -> None:
    raw = copy.deepcopy(RAW)
    here: Any = raw
    while True:
        key = data.draw(st.sampled_from(list(here) if isinstance(here, dict) else range(len(here))))
        if not (isinstance(here[key], dict | list) and here[key] and data.draw(st.booleans())):
            break
        here = here[key]
    here[key] = data.draw(json_values)
    with suppress(Invalid):
        parse(raw)


def test_a_hostile_key_is_told_shortened_and_printable() -> None:
    (found,) = problems({**RAW, "\ud800\x00" + "k" * 10**6: 1})
    assert len(found.message) < 500
    assert "\x00" not in found.message.encode("utf-8").decode()
    assert problems(put(RAW, "nomor_dokumen", {"\ud800": "\ud800"}))


def test_a_file_of_faults_alone_is_refused_in_time() -> None:
    raw = put(RAW, "sasaran[0].indikator", [{"kode": 5, "satuann": "x"}] * 50_000)
    assert len(problems(raw)) == 5000


def test_an_acting_official_cannot_end_before_the_start() -> None:
    raw = put(RAW, "pejabat[0].mulai", "2026-10-10")
    (found,) = problems(put(raw, "pejabat[0].sampai", "2026-10-09"))
    assert (found.code, found.place) == ("dataset_date_order", "pejabat[0].sampai")
    assert parse(put(raw, "pejabat[0].sampai", "2026-10-10"))
