"""The office answers what the SOP leaves open; the answer is kept and takes effect."""

from datetime import date
from decimal import Decimal

import pytest

from service.casework import Upload
from service.casework.findings import open_findings
from service.casework.office.answers import Asked, shown
from service.errors import Conflict, Invalid, NotAllowed, NotFound
from service.procedure import load_all
from service.progress import Actor, Event
from service.store import fsck
from tests.casework.office import Office, as_upload, docx_text, nine_october, sample, scan

KASUBBAG = Actor("kasubbag_program", None, "NAMA KASUBBAG", "Kassubag Program dan Keuangan")
STAF = Actor("staf_program", None, "NAMA STAF", "Pengelola Data Kinerja")
DUE = ("tanggal-tenggat", "aturan-tenggat", "batas-tenggat", "satuan-hari", "tenggat-7-8")
BAPPEDA = {"nama": "Kepala Bappeda", "melalui": None, "tempat": "Putussibau"}


def answer(office: Office, question: str, given: object, **more: object) -> None:
    office.desk.answer(KASUBBAG, question, given, **more)  # type: ignore[arg-type]


def asked(office: Office, question: str) -> Asked:
    return next(one for one in office.desk.questions() if one.question.id == question)


def achievement(office: Office, indicator: str) -> Decimal | None:
    return office.view().measurement.indicators[indicator].achievement


def test_an_answer_clears_the_mark_of_its_step_and_no_other(office: Office) -> None:
    before = {step: len(office.view().procedure.asked(step=step)) for step in (2, 3)}
    answer(office, "penerima-3", "camat")
    procedure = office.view().procedure
    assert procedure.asked(step=3) == ()
    assert len(procedure.asked(step=2)) == before[2]
    assert procedure.step(3).actors == "Operator Data Kinerja → Camat"


def test_who_answered_what_when_is_kept_also_when_the_answer_changes(office: Office) -> None:
    answer(office, "tanggal-tenggat", "8", note="Hasil rapat")
    answer(office, "tanggal-tenggat", "5")
    known = asked(office, "tanggal-tenggat")
    assert known.answer is not None
    assert (known.answer.value, known.answer.text) == ("5", "Tanggal 5")
    (earlier,) = known.earlier
    assert (earlier.text, earlier.note) == ("Tanggal 8", "Hasil rapat")
    assert earlier.event.actor == KASUBBAG
    assert earlier.event.at.date() == date(2026, 10, 9)
    assert office.view().progress.step(2).due == date(2026, 10, 5)


def test_an_answer_can_be_given_before_the_first_quarter_is_open(empty: Office) -> None:
    answer(empty, "tanggal-tenggat", "8")
    empty.open()
    assert empty.view().progress.step(2).due == date(2026, 10, 8)


def test_due_dates_are_no_estimate_any_more_once_the_rule_is_known(office: Office) -> None:
    questions = load_all()["pengukuran-kinerja"]
    for id in DUE:
        assert not office.view().due_confirmed
        answer(office, id, questions.question(id).options[0].value)
    assert office.view().due_confirmed


def test_only_who_may_open_a_quarter_may_answer(office: Office) -> None:
    with pytest.raises(NotAllowed) as caught:
        office.desk.answer(STAF, "kertas", "A4")
    assert "Kassubag Program dan Keuangan" in caught.value.detail
    assert office.desk.office_seen() == 0


def test_of_two_who_answer_at_once_the_second_is_told(office: Office) -> None:
    answer(office, "kertas", "F4", seen=0)
    with pytest.raises(Conflict):
        answer(office, "tte", "tidak", seen=0)


def test_there_is_nothing_to_answer_where_nothing_was_asked(office: Office) -> None:
    with pytest.raises(NotFound):
        answer(office, "warna-kesukaan", "biru")


@pytest.mark.parametrize(
    ("question", "given", "code"),
    [
        ("nomor-sop", "", "answer_empty"),
        ("nomor-sop", None, "answer_empty"),
        ("nomor-sop", "x" * 501, "answer_long"),
        ("nomor-sop", "a\x07b", "answer_control"),
        ("tanggal-efektif", "besok", "answer_date"),
        ("skala", "pelangi", "answer_scale_short"),
        ("tanggal-tenggat", "31", "procedure_out_of_range"),
        ("instansi-penerima", [], "answer_list"),
        ("instansi-penerima", "Bappeda", "answer_list"),
        ("instansi-penerima", [{"name": "Bappeda"}], "answer_list"),
        ("instansi-penerima", [{"nama": " "}], "answer_empty"),
        ("instansi-penerima", [BAPPEDA, {"nama": "KEPALA BAPPEDA"}], "answer_list_twice"),
    ],
)
def test_a_wrong_answer_is_refused_with_words_and_nothing_is_kept(
    office: Office, question: str, given: object, code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        answer(office, question, given)
    assert [one.code for one in caught.value.problems] == [code]
    assert office.desk.office_seen() == 0


def test_the_same_answer_twice_is_told_and_not_kept_twice(office: Office) -> None:
    answer(office, "kertas", "F4")
    with pytest.raises(Invalid) as caught:
        answer(office, "kertas", "F4")
    assert [one.code for one in caught.value.problems] == ["answer_same"]
    assert office.desk.office_seen() == 1


def test_a_date_is_kept_as_papers_write_it(office: Office) -> None:
    answer(office, "tanggal-efektif", "2/1/2025")
    assert office.view().procedure.identity.effective_on == "2 Januari 2025"


def test_another_formula_changes_the_figure_of_an_open_quarter(office: Office) -> None:
    assert achievement(office, "3.2") == Decimal("77.78")
    answer(office, "rumus-turun", "rasio")
    assert achievement(office, "3.2") == Decimal("81.82")
    assert office.view().progress.events[-1].action == "amended"
    assert "konfirmasi" in office.view().progress.events[-1].facts["because"]


def test_cap_scale_and_paper_reach_the_data_of_an_open_quarter(office: Office) -> None:
    answer(office, "plafon", "100")
    answer(office, "skala", "baik")
    answer(office, "kertas", "A4")
    view = office.view()
    assert view.measurement.summary.average == Decimal("93.25")
    assert view.measurement.summary.category == "Sangat Baik"
    assert view.dataset.office.paper == "A4"


def test_an_answer_that_is_true_already_clears_the_mark_and_changes_no_data(
    office: Office,
) -> None:
    seen = office.view().seen
    answer(office, "rumus-turun", "selisih")
    assert office.view().seen == seen
    assert "rumus-turun" not in {one.id for one in office.view().procedure.questions}


def test_an_approved_quarter_keeps_the_formula_its_documents_were_made_with(
    reported: Office,
) -> None:
    reported.collect()
    reported.draft()
    reported.approve()
    answer(reported, "rumus-turun", "rasio")
    assert achievement(reported, "3.2") == Decimal("77.78")


def test_the_next_quarter_takes_over_what_an_approved_one_was_spared(office: Office) -> None:
    office.play()
    answer(office, "rumus-turun", "rasio")
    view = office.desk.open_quarter(KASUBBAG, 2026, 4)
    assert view.dataset.rules.lower_is_better == "rasio"


def test_the_office_s_answer_wins_over_an_uploaded_workbook(empty: Office) -> None:
    answer(empty, "rumus-turun", "rasio")
    answer(empty, "instansi-penerima", [BAPPEDA])
    values = sample()
    assert values["aturan_hitung"]["polaritas_turun"] == "selisih"
    view = empty.open(as_upload(values))
    assert view.dataset.rules.lower_is_better == "rasio"
    assert [one.name for one in view.dataset.receivers] == ["Kepala Bappeda"]


def test_receivers_are_those_of_the_answer_in_step_eight_also_after_the_approval(
    reported: Office,
) -> None:
    reported.collect()
    reported.draft()
    reported.approve()
    reported.sign(Upload(scan("JPEG"), "pindai.jpg"))
    answer(reported, "instansi-penerima", [BAPPEDA, {"nama": "Inspektur"}])
    assert list(reported.view().progress.task(8).receivers) == ["Kepala Bappeda", "Inspektur"]
    reported.deliver("Kepala Bappeda")
    assert not reported.view().progress.done
    reported.deliver("Inspektur")
    assert reported.view().progress.done


def test_the_fourth_legal_basis_is_printed_in_the_final_document(office: Office) -> None:
    answer(office, "dasar-hukum-4", "perpres-29-2014")
    office.play_units()
    office.collect()
    office.draft()
    assert "Peraturan Presiden Nomor 29 Tahun 2014" in docx_text(
        office.desk.document(office.case, "D5").content
    )


def test_the_identity_of_the_sop_is_printed_on_the_control_sheet(office: Office) -> None:
    assert "SOP Nomor" not in office.desk.control_sheet(office.case)
    answer(office, "nomor-sop", "000.8.3/SOP/7")
    answer(office, "disahkan-oleh", "CAMAT MENTEBAH")
    sheet = office.desk.control_sheet(office.case)
    assert "SOP Nomor 000.8.3/SOP/7" in sheet
    assert "disahkan oleh CAMAT MENTEBAH" in sheet


def test_who_may_collect_follows_the_answer_in_a_running_quarter(reported: Office) -> None:
    answer(reported, "pelaksana-6", "kasubbag")
    with pytest.raises(NotAllowed):
        reported.collect()
    reported.act("kasubbag_program", 6)
    assert reported.view().progress.step(6).state == "selesai"


def test_a_running_quarter_keeps_its_shape_and_the_page_can_say_so(office: Office) -> None:
    answer(office, "satuan-4", "kantor")
    assert office.view().procedure.step(4).per == "unit"
    assert office.view().procedure.asked(step=4) == ()
    assert asked(office, "satuan-4").running == ("Triwulan III Tahun 2026",)
    view = office.desk.open_quarter(KASUBBAG, 2026, 4)
    assert view.procedure.step(4).per == "office"
    assert view.progress.events[0].facts["answers"] == {"satuan-4": "kantor"}
    answer(office, "satuan-4", "unit")
    assert office.desk.view(view.id).procedure.step(4).per == "office"


def test_what_an_answer_would_change_is_said_before_it_is_kept(office: Office) -> None:
    due = " ".join(office.desk.effects(KASUBBAG, "tanggal-tenggat", "8"))
    assert "langkah 2 dari 5 Oktober 2026 menjadi 8 Oktober 2026" in due
    assert "4 pertanyaan tenggat lainnya" in due
    formula = " ".join(office.desk.effects(KASUBBAG, "rumus-turun", "rasio"))
    assert "capaian 3.2 dari 77,78 menjadi 81,82" in formula
    assert "rata-rata kantor dari 94,72" in formula
    shape = " ".join(office.desk.effects(KASUBBAG, "satuan-4", "kantor"))
    assert "Triwulan III Tahun 2026 sudah dibuka dan tetap dikerjakan seperti sekarang" in shape
    assert office.desk.office_seen() == 0


def test_a_question_that_two_procedures_ask_is_answered_once_for_both(office: Office) -> None:
    other = office.desk.open_quarter(KASUBBAG, 2026, 3, "pengumpulan-data-kinerja")
    told = office.desk.effects(KASUBBAG, "tanggal-tenggat", "8")
    moved = [one for one in told if "menjadi" in one]
    assert [one.partition(":")[0] for one in moved] == [
        "Triwulan III Tahun 2026", "Pengumpulan Data Kinerja Triwulan III Tahun 2026",
    ]  # fmt: skip
    answer(office, "tanggal-tenggat", "8")
    assert office.desk.view(other.id).progress.step(3).due == date(2026, 10, 8)
    assert office.view().progress.step(2).due == date(2026, 10, 8)


def test_an_answer_kept_before_a_crash_takes_effect_at_the_next_start(office: Office) -> None:
    facts = {"question": "rumus-turun", "answer": "rasio", "text": "target ÷ realisasi × 100"}
    said = Event("", 0, nine_october(), KASUBBAG, "answered", None, None, None, (), facts)
    office.store.append_office(said, 0)
    assert achievement(office, "3.2") == Decimal("77.78")
    again = Office(office.store)
    assert achievement(again, "3.2") == Decimal("81.82")
    again.desk.close()


def test_answers_are_part_of_what_fsck_checks(office: Office) -> None:
    answer(office, "rumus-turun", "rasio")
    assert fsck(office.store) == []


def test_a_list_is_shown_as_one_sentence() -> None:
    question = load_all()["pengukuran-kinerja"].question("instansi-penerima")
    via = {"nama": "Bupati", "melalui": "Bagian Organisasi", "tempat": None}
    told = shown(question, [via, BAPPEDA])
    assert told == "Bupati melalui Bagian Organisasi; Kepala Bappeda di Putussibau"


@pytest.mark.parametrize(
    "shape",
    [
        {},
        {"satuan-4": "kantor"},
        {"satuan-5": "kantor"},
        {"satuan-4": "kantor", "satuan-5": "kantor"},
    ],
)
def test_a_whole_quarter_is_played_per_unit_and_once_for_the_office(
    empty: Office, shape: dict[str, str]
) -> None:
    for question, value in shape.items():
        answer(empty, question, value)
    empty.open()
    empty.order_format()
    for unit in empty.units():
        empty.hand_out(unit)
        empty.gather(unit)
    for number, do in ((4, empty.examine), (5, empty.recheck)):
        tasks = empty.view().progress.step(number).tasks
        assert [task.unit for task in tasks] == (
            [None] if f"satuan-{number}" in shape else empty.units()
        )
        for task in tasks:
            do(task.unit)
        assert empty.view().progress.step(number).state == "selesai"
    made = [one for one in empty.view().progress.outputs if one.state == "dicek_ulang"]
    assert [one.unit for one in made] == empty.units()
    for one in made:
        assert "sesuai" in docx_text(empty.desk.document(empty.case, one.key).content).casefold()
    empty.collect()
    empty.draft()
    empty.approve()
    empty.sign(Upload(scan("JPEG"), "pindai.jpg"))
    for receiver in empty.view().dataset.receivers:
        empty.deliver(receiver.name)
    assert empty.view().progress.done
    sheet = empty.desk.control_sheet(empty.case)
    assert sheet.count("dicek ulang") >= 5
    assert "Seksi Pemerintahan" in sheet


def test_an_examination_of_the_whole_office_waits_for_every_unit(empty: Office) -> None:
    answer(empty, "satuan-4", "kantor")
    empty.open()
    empty.order_format()
    *most, last = empty.units()
    for unit in (*most, last):
        empty.hand_out(unit)
    for unit in most:
        empty.gather(unit)
    waits = empty.view().progress.task(4)
    assert waits.state == "menunggu"
    assert waits.waits_for == ((3, f"D3.{last}"),)
    with pytest.raises(Conflict):
        empty.examine(None)


def test_a_finding_of_the_whole_office_s_examination_belongs_to_the_unit_of_its_indicator(
    empty: Office,
) -> None:
    answer(empty, "satuan-4", "kantor")
    empty.open()
    empty.order_format()
    for unit in empty.units():
        empty.hand_out(unit)
        empty.gather(unit)
    empty.examine(None, mend={"3.2": "Angka berbeda dari laporan."})
    (found,) = open_findings(empty.view())
    assert (found.indicator, found.unit, found.task) == ("3.2", "SEKSI-TRANTIB", "4")
    assert open_findings(empty.view(), "SEKSI-PEM") == ()


def examined_and_rechecked_once(empty: Office) -> None:
    """Play a quarter up to the end of step 5, steps 4 and 5 once for the whole office."""
    answer(empty, "satuan-4", "kantor")
    answer(empty, "satuan-5", "kantor")
    empty.open()
    empty.order_format()
    for unit in empty.units():
        empty.hand_out(unit)
        empty.gather(unit)
    empty.examine(None)
    empty.recheck(None)


def test_one_unit_sent_back_after_steps_done_once_comes_through_again(empty: Office) -> None:
    examined_and_rechecked_once(empty)
    empty.desk.send_back(
        empty.someone("staf_program"), empty.case, 6, None, to="3.SEKSI-TRANTIB", note="Salah."
    )
    assert empty.view().progress.task(4).state == "menunggu"
    empty.gather("SEKSI-TRANTIB")
    empty.examine(None)
    empty.recheck(None)
    empty.collect()
    assert empty.view().progress.step(6).state == "selesai"


def test_a_unit_that_was_let_go_is_not_examined_with_the_whole_office(empty: Office) -> None:
    answer(empty, "satuan-4", "kantor")
    empty.open()
    empty.order_format()
    *most, last = empty.units()
    for unit in most:
        empty.hand_out(unit)
        empty.gather(unit)
    empty.hand_out(last)
    staf = empty.someone("staf_program")
    empty.desk.let_go(staf, empty.case, 3, last, "passed_over", note="Operator cuti.")
    verdicts = {
        one.code: {"verdict": "sesuai", "note": ""}
        for objective in empty.view().dataset.objectives
        for one in objective.indicators
        if one.unit != last
    }
    empty.act("kasubbag_program", 4, None, facts={"checks": verdicts})
    assert empty.view().progress.step(4).state == "selesai"
    examined = {one.unit for one in empty.view().progress.outputs if one.state == "diperiksa"}
    assert examined == set(most)


def test_what_was_made_by_another_formula_is_shown_stale_with_the_reason(reported: Office) -> None:
    reported.collect()
    answer(reported, "rumus-turun", "rasio")
    stale = reported.view().progress.stale
    assert "NAMA KASUBBAG" in stale["D4"][0].text
    assert reported.view().progress.step(6).state == "perlu_dibuat_ulang"
    reported.desk.remake(reported.someone("staf_program"), reported.case, 6, None)
    assert reported.view().progress.step(6).state == "selesai"
    assert "81,82" in docx_text(reported.desk.document(reported.case, "D4").content)


OWN_SCALE = "100,01 Istimewa\n80 Baik\n0 Buruk"


def test_a_scale_of_the_offices_own_sorts_achievements_into_its_categories(office: Office) -> None:
    answer(office, "skala", OWN_SCALE)
    assert asked(office, "skala").answer.text == (  # type: ignore[union-attr]
        "Istimewa mulai 100,01; Baik mulai 80; Buruk mulai 0"
    )
    categories = office.view().measurement.indicators
    assert {categories[code].category for code in ("1.1", "3.1", "2.3")} == {
        "Istimewa", "Baik", "Buruk",
    }  # fmt: skip
    later = office.desk.open_quarter(KASUBBAG, 2026, 4)
    assert later.dataset.rules.scale[0] == (Decimal("100.01"), "Istimewa")


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("91 Tinggi", ["answer_scale_short"]),
        ("91 Tinggi\n0", ["answer_scale_line"]),
        ("91.5 Tinggi\nnol Rendah", ["answer_scale_line", "answer_scale_line"]),
        ("50 Rendah\n91 Tinggi\n0 Buruk", ["answer_scale_order"]),
        ("91 Tinggi\n10 Rendah", ["answer_scale_order"]),
        ("91 Tinggi\n0 \ue000", ["answer_control"]),
    ],
)
def test_a_scale_that_is_none_is_told_line_by_line(
    office: Office, typed: str, codes: list[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        answer(office, "skala", typed)
    assert [one.code for one in refused.value.problems] == codes
