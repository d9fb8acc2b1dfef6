"""What the SOP leaves open as questions, and the procedure an office's answers make of it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import service
from service.deadlines import due_dates
from service.procedure import (
    Procedure,
    answer_faults,
    answered,
    data_changes,
    load_all,
)
from service.procedure.rules import contradictions
from tests.test_procedure import broken

SHIPPED = Path(service.__file__).parent / "procedures"


@pytest.fixture(scope="module")
def sop() -> Procedure:
    return load_all()["pengukuran-kinerja"]


def due(sop: Procedure, **answers: str) -> dict[int, date]:
    """Return the due dates of TW III 2026 (5 October is a Monday) with these answers."""
    return due_dates(
        answered(sop, {key.replace("_", "-"): value for key, value in answers.items()}), 2026, 3
    )


def of_october(*days: int) -> list[date]:
    return [date(2026, 10, day) for day in days]


def test_every_question_of_the_domain_reference_is_asked(sop: Procedure) -> None:
    asked = {one.id for one in sop.questions}
    by_number = {
        1: {
            "nomor-sop", "tanggal-pembuatan", "tanggal-revisi", "tanggal-efektif",
            "disahkan-oleh", "dasar-hukum-4", "peralatan-4",
        },
        2: {"kolom-4", "kolom-5", "kolom-6", "pelaksana-6", "pengirim-8", "sekretaris-7"},
        3: {"tanggal-tenggat", "aturan-tenggat", "batas-tenggat"},
        4: {"penerima-3"},
        5: {"instansi-penerima"},
        6: {"bentuk-dokumen"},
        7: {"rumus-turun", "plafon", "skala", "pembulatan"},
        8: {"rencana-aksi"},
        9: {"kertas", "tata-naskah"},
        10: {"tte"},
        11: {"unit-kantor"},
    }  # fmt: skip
    assert {n: ids - asked for n, ids in by_number.items() if ids - asked} == {}


def test_without_answers_the_procedure_stays_as_it_is(sop: Procedure) -> None:
    assert answered(sop, {}) == sop


def test_an_answered_question_is_open_no_more_and_the_others_are(sop: Procedure) -> None:
    made = answered(sop, {"penerima-3": "camat"})
    assert made.asked(step=3) == ()
    assert len(made.questions) == len(sop.questions) - 1
    assert made.step(3).actors == "Operator Data Kinerja → Camat"


@pytest.mark.parametrize(
    ("rule", "day"), [("berikutnya", 6), ("sebelumnya", 4), ("tetap", 5), ("hari-kerja-ke", 11)]
)
def test_day_five_of_january_2027_is_read_as_the_office_says(
    sop: Procedure, rule: str, day: int
) -> None:
    """5 January 2027 is a holiday."""
    made = answered(sop, {"aturan-tenggat": rule})
    assert due_dates(made, 2026, 4)[2] == date(2027, 1, day)


def test_another_day_moves_every_due_date_and_the_words_of_the_sop(sop: Procedure) -> None:
    assert list(due(sop, tanggal_tenggat="8").values()) == of_october(8, 8, 9, 12, 13, 15, 16, 19)
    made = answered(sop, {"tanggal-tenggat": "8"})
    assert made.step(2).time == "Paling Lambat Tanggal 8 Triwulan Berikutnya"


def test_a_day_of_the_office_s_own_counts_as_well(sop: Procedure) -> None:
    assert due(sop, tanggal_tenggat="12")[2] == date(2026, 10, 12)


def test_the_nth_working_day_is_written_so_whatever_is_answered_first(sop: Procedure) -> None:
    made = answered(sop, {"aturan-tenggat": "hari-kerja-ke", "tanggal-tenggat": "8"})
    assert made.step(2).time == "Paling Lambat Hari Kerja ke-8 Triwulan Berikutnya"
    assert due_dates(made, 2026, 3)[2] == date(2026, 10, 12)


def test_when_the_day_means_the_return_of_the_form_it_counts_for_step_three(
    sop: Procedure,
) -> None:
    handed = due(sop, batas_tenggat="penyampaian", tanggal_tenggat="8")
    back = due(sop, batas_tenggat="pengembalian", tanggal_tenggat="8")
    assert list(handed.values()) == of_october(8, 8, 9, 12, 13, 15, 16, 19)
    assert list(back.values()) == of_october(7, 7, 8, 9, 12, 14, 15, 16)


def test_days_may_be_calendar_days_and_the_last_steps_due_on_one_day(sop: Procedure) -> None:
    assert list(due(sop, satuan_hari="kalender").values()) == of_october(5, 5, 6, 7, 8, 10, 11, 12)
    assert list(due(sop, tenggat_7_8="sama").values()) == of_october(5, 5, 6, 7, 8, 12, 12, 12)


def test_due_dates_are_confirmed_once_every_question_about_them_is_answered(
    sop: Procedure,
) -> None:
    asked = [one for one in sop.questions if one.confirms == "due"]
    answers: dict[str, object] = {one.id: one.options[0].value for one in asked}
    assert answered(sop, answers).confirmed("due")
    answers.popitem()
    assert not answered(sop, answers).confirmed("due")


def test_texts_stand_where_they_belong(sop: Procedure) -> None:
    made = answered(
        sop,
        {
            "nomor-sop": "SOP/7/2026", "disahkan-oleh": "CAMAT MENTEBAH",
            "dasar-hukum-4": "perpres-29-2014", "peralatan-4": "Scanner", "kolom-4": "Seksi",
            "kolom-6": "Instansi", "pengirim-8": "kasubbag", "waktu-7": "45 menit",
            "sekretaris-7": "ya",
        },
    )  # fmt: skip
    assert (made.identity.number, made.identity.approved_by) == ("SOP/7/2026", "CAMAT MENTEBAH")
    assert made.legal_bases[3].startswith("Peraturan Presiden Nomor 29 Tahun 2014")
    assert made.equipment[3] == "Komputer/Laptop yang dilengkapi Printer dan Scanner"
    assert made.role("sekretaris").name == "Seksi"
    assert made.step(8).actors == "Kassubag Program dan Keuangan → Instansi"
    assert made.step(7).time == "45 menit"
    assert made.step(7).actors == "Kassubag Program dan Keuangan → Sekretaris → Camat"


def test_who_may_act_follows_the_answer(sop: Procedure) -> None:
    made = answered(sop, {"pelaksana-6": "keduanya"})
    assert made.step(6).actions[0].by == ("staf_program", "kasubbag_program")


def test_a_case_keeps_the_shape_it_was_opened_with_and_takes_everything_else(
    sop: Procedure,
) -> None:
    answers = {"satuan-4": "kantor", "waktu-7": "45 menit"}
    running = answered(sop, answers, {})
    assert running.step(4).per == "unit"
    assert running.step(7).time == "45 menit"
    assert running.asked(step=4) == ()
    assert answered(sop, answers).step(4).per == "office"
    later = answered(sop, {"satuan-4": "unit"}, {"satuan-4": "kantor"})
    assert later.step(4).per == "office"


def test_an_answer_for_the_data_set_changes_no_procedure(sop: Procedure) -> None:
    answers = {"rumus-turun": "rasio", "plafon": "100", "skala": "warna"}
    made = answered(sop, answers)
    assert made.steps == sop.steps
    assert data_changes([sop], answers) == {
        "aturan_hitung.polaritas_turun": "rasio",
        "aturan_hitung.plafon": 100,
        "aturan_hitung.skala": [["90.01", "Hijau"], [70, "Kuning"], [0, "Merah"]],
    }


def test_an_answer_nobody_asked_for_any_more_leaves_the_question_open(sop: Procedure) -> None:
    made = answered(sop, {"skala": "pelangi", "pertanyaan-lama": "ya"})
    assert [one.id for one in made.asked(output="D4")] == [
        "rumus-turun", "plafon", "skala", "pembulatan",
    ]  # fmt: skip


@pytest.mark.parametrize("shipped", sorted(load_all()))
def test_all_first_options_together_and_all_last_ones_make_a_sound_procedure(
    shipped: str,
) -> None:
    sop = load_all()[shipped]
    for choose in (0, -1):
        answers: dict[str, object] = {
            one.id: one.options[choose].value for one in sop.questions if one.options
        }
        made = answered(sop, answers)
        assert contradictions(made, ()) == []
        assert [one.id for one in made.questions if one.options] == []


@pytest.mark.parametrize(
    ("id", "value", "code"),
    [
        ("tanggal-tenggat", "31", "procedure_out_of_range"),
        ("tanggal-tenggat", "lima", "answer_unfit"),
        ("skala", "pelangi", "answer_unfit"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(
    sop: Procedure, id: str, value: str, code: str
) -> None:
    told = answer_faults(sop, {}, sop.question(id), value)
    assert [one.code for one in told] == [code]


def first(data: dict[str, Any]) -> dict[str, Any]:
    question: dict[str, Any] = data["questions"][0]
    return question


MISTAKES: list[tuple[str, Callable[[dict[str, Any]], object], str, str]] = [
    (
        "two questions with one id",
        lambda d: d["questions"].append(first(d)),
        "questions[37].id",
        "procedure_twice",
    ),
    (
        "an id that is no word",
        lambda d: first(d).update(id="a/b"),
        "questions[0].id",
        "procedure_not_a_word",
    ),
    (
        "an unknown kind",
        lambda d: first(d).update(kind="warna"),
        "questions[0].kind",
        "procedure_unknown_value",
    ),
    (
        "about nothing",
        lambda d: first(d).update(about={}),
        "questions[0].about",
        "procedure_about",
    ),
    (
        "about two things",
        lambda d: first(d).update(about={"sop": True, "step": 3}),
        "questions[0].about",
        "procedure_about",
    ),
    (
        "about an unknown step",
        lambda d: first(d).update(about={"step": 12}),
        "questions[0].about.step",
        "procedure_unknown_value",
    ),
    (
        "a choice without options",
        lambda d: first(d).update(kind="choice"),
        "questions[0].options",
        "procedure_options",
    ),
    (
        "a text with options",
        lambda d: first(d).update(options=[{"value": "a", "label": "a"}]),
        "questions[0].options",
        "procedure_options",
    ),
    (
        "an answer that sets something unknown",
        lambda d: first(d).update(sets={"identity.nomor": "{answer}"}),
        "questions[0].sets.identity.nomor",
        "procedure_sets",
    ),
    (
        "an answer for an unknown step",
        lambda d: first(d).update(sets={"steps.12.time": "{answer}"}),
        "questions[0].sets.steps.12.time",
        "procedure_sets",
    ),
    (
        "an answer for an unknown part of the data",
        lambda d: first(d).update(sets={"data.aturan_hitung.warna": "x"}),
        "questions[0].sets.data.aturan_hitung.warna",
        "procedure_sets",
    ),
    (
        "an answer of the wrong kind",
        lambda d: first(d).update(sets={"steps.4.per": "desa"}),
        "questions[0].sets.steps.4.per",
        "procedure_sets",
    ),
    (
        "words that do not stand there",
        lambda d: first(d).update(sets={"steps.2.time~Rabu": "x"}),
        "questions[0].sets.steps.2.time~Rabu",
        "procedure_sets",
    ),
    (
        "an answer that contradicts the procedure",
        lambda d: first(d).update(sets={"steps.6.actions.do.by": ["lurah"]}),
        "questions[0]: steps[5].actions[0].by[0]",
        "procedure_unknown_role",
    ),
]


@pytest.mark.parametrize(
    ("change", "place", "code"), [row[1:] for row in MISTAKES], ids=[row[0] for row in MISTAKES]
)
def test_a_mistake_in_a_question_is_told_at_start(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], place: str, code: str
) -> None:
    assert (place, code) in broken(tmp_path, change)


def test_what_the_service_does_meanwhile_is_said_for_every_question() -> None:
    for path in SHIPPED.glob("*/procedure.yaml"):
        for one in yaml.safe_load(path.read_text("utf-8"))["questions"]:
            told = one.get("effect") or all("effect" in option for option in one["options"])
            assert one.get("meanwhile"), one["id"]
            assert told, one["id"]
