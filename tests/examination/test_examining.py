"""What is asked about the sample office, and in which order."""

from dataclasses import replace

from service.dataset import for_quarter, indicators, units_with_indicators
from service.examination import examine
from service.examination.words import rank
from tests.dataset.sample import DS
from tests.examination.asking import CALM, four, of

FIELDS = {
    "realisasi", "pembilang", "penyebut", "target", "realisasi_anggaran",  "faktor_penghambat",
    "tindak_lanjut", "bukti_dukung", "tindak_lanjut_sebelumnya", "pagu",
}  # fmt: skip


def test_the_sample_is_asked_what_a_careful_examiner_would() -> None:
    assert [one.id for one in examine(DS, None)] == [
        "capaian-jauh:2.1",
        "angka-sama:2.2",
        "target-beda-rujukan:3.1",
        "capaian-jauh:3.2",
        "capaian-jauh:4.2",
        "realisasi-jauh:4.3",
        "tindak-lanjut-lalu:4.3",
        "bukti-kosong:4.3",
        "pagu-hampir-habis:7.01.03.2.01.0001",
        "serapan-capaian:S1",
    ]


def test_units_are_asked_what_the_office_is_without_its_money() -> None:
    whole = [one for one in examine(DS, None) if one.unit is not None]
    units = [u.code for u in units_with_indicators(DS)]
    apart = [one for unit in units for one in examine(DS, None, unit)]
    assert sorted(apart, key=lambda one: one.id) == sorted(whole, key=lambda one: one.id)
    assert {one.unit for one in examine(DS, None, "SEKRETARIAT")} == {"SEKRETARIAT"}
    assert examine(DS, None, "SEKSI-YAN") == ()


def test_questions_stand_in_the_order_of_the_indicators_graver_ones_first() -> None:
    restless = replace(CALM, realizations=four(9, 9, 9), evidence=(), target_source="Renja")
    asked = examine(of(replace(restless, code="2.9"), restless), None)
    assert [one.id for one in asked] == [
        f"{kind}:{code}"
        for code in ("2.9", "1.1")
        for kind in ("angka-sama", "rujukan-asing", "bukti-kosong")
    ]
    assert [rank(one.kind) for one in asked[:3]] == sorted(rank(one.kind) for one in asked[:3])


def test_every_place_can_be_found_in_the_data_set() -> None:
    codes = {one.code for one in indicators(DS)} | {
        code
        for programme in DS.programmes
        for code in (
            programme.code,
            *(sub.code for activity in programme.activities for sub in activity.subs),
        )
    }
    for one in examine(DS, None):
        code, field, quarter = one.path
        assert code in codes
        assert field in FIELDS
        assert quarter in range(5)


def test_ids_are_unique_and_only_a_changed_figure_changes_the_sentence() -> None:
    asked = examine(DS, None)
    assert len({one.id for one in asked}) == len(asked)
    assert examine(DS, None) == asked
    moved = replace(
        DS,
        objectives=tuple(
            replace(
                o,
                indicators=tuple(
                    replace(i, realizations=four(2, 3, 7)) if i.code == "3.2" else i
                    for i in o.indicators
                ),
            )
            for o in DS.objectives
        ),
    )
    changed = {
        one.id for one, other in zip(examine(moved, None), asked, strict=True) if one != other
    }
    assert changed == {"capaian-jauh:3.2"}


def test_a_quarter_opened_from_the_one_before_asks_for_what_was_promised() -> None:
    fourth = for_quarter(DS, DS.year, 4)
    asked = {one.id for one in examine(fourth, DS)}
    promised = {i.code for i in indicators(DS) if i.follow_up}
    assert {f"tindak-lanjut-lalu:{code}" for code in promised} <= asked
    assert {f"belum-dilaporkan:{i.code}" for i in indicators(DS)} <= asked


def test_no_sentence_is_left_with_a_gap() -> None:
    for one in examine(DS, None):
        for text in (one.subject, one.title, one.text, one.value, one.compared, *one.labels):
            assert text.strip(), one.id
            assert "{" not in text, one.id


def test_an_indicator_that_went_to_another_unit_is_held_against_its_own_past() -> None:
    now = replace(CALM, realizations=four(10, 10, 12))
    then = replace(CALM, unit="SEKSI-PEM", realizations=four(10, 10))
    asked = examine(of(now), of(then, quarter=2), CALM.unit)
    assert [one.id for one in asked] == ["capaian-jauh:1.1"]
