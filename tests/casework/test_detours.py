"""Sent back, let go, made again, opened again: off the straight path of the steps."""

from dataclasses import replace
from pathlib import Path

import pytest

from service.casework import Upload
from service.errors import Conflict, Invalid, NotAllowed, NotFound
from service.progress import Progress, TaskProgress
from tests.casework.office import Office, docx_text, scan

TRANTIB = "SEKSI-TRANTIB"


def task(office: Office, step: int, unit: str | None = None) -> TaskProgress:
    return office.view().progress.task(step, unit)


def stale(progress: Progress) -> dict[str, str]:
    return {key: reasons[0].text for key, reasons in progress.stale.items()}


@pytest.fixture
def collected(reported: Office) -> Office:
    """Give an office whose quarter has been put together, too."""
    reported.collect()
    return reported


def test_a_task_that_was_sent_back_is_asked_for_again_with_the_note(office: Office) -> None:
    office.order_format()
    office.hand_out(TRANTIB)
    office.gather(TRANTIB)
    office.send_back("kasubbag_program", 4, TRANTIB)
    back = task(office, 3, TRANTIB)
    assert back.state == "dikembalikan"
    assert back.next is not None
    assert back.next.by == ("operator",)
    assert back.returned is not None
    assert back.returned.note == "Angka belum sesuai dengan register."
    assert task(office, 4, TRANTIB).state == "menunggu"


def test_what_was_sent_back_is_kept_as_an_older_version(office: Office) -> None:
    office.order_format()
    office.hand_out(TRANTIB)
    first = office.gather(TRANTIB)
    office.send_back("kasubbag_program", 4, TRANTIB)
    office.gather(TRANTIB)
    versions = [one for one in office.view().progress.outputs if one.key == f"D3.{TRANTIB}"]
    assert [(one.version, one.stands) for one in versions] == [(1, False), (2, True)]
    kept = office.desk.document(office.case, f"D3.{TRANTIB}", 1)
    assert kept.sha256 == next(
        one.ref.sha256 for one in first.progress.outputs if one.key == f"D3.{TRANTIB}"
    )


def test_the_camat_can_send_back_to_one_unit_and_the_others_stay_as_they_are(
    collected: Office,
) -> None:
    collected.draft()
    collected.send_back("camat", 7, to=f"3.{TRANTIB}")
    states = {one.unit: one.state for one in collected.view().progress.step(5).tasks}
    assert states.pop(TRANTIB) == "menunggu"
    assert set(states.values()) == {"selesai"}
    told = stale(collected.view().progress)
    assert "Rekapitulasi Data Kinerja Seksi" in told["D4"]
    assert "dikembalikan oleh" in told["D4"]


def test_nothing_is_sent_back_without_a_note(collected: Office) -> None:
    with pytest.raises(Invalid, match="return_note_missing"):
        collected.send_back("kasubbag_program", 7, to="6", note="  ")
    assert task(collected, 6).state == "selesai"


def test_only_who_acts_in_a_step_sends_back_from_it(collected: Office) -> None:
    with pytest.raises(NotAllowed, match="not_allowed"):
        collected.send_back("camat", 6, to=f"3.{TRANTIB}")


def test_a_task_that_is_not_waited_for_cannot_be_sent_back(collected: Office) -> None:
    with pytest.raises(NotFound, match="return_unknown"):
        collected.send_back("kasubbag_program", 4, TRANTIB, to="3.SEKSI-PEM")
    with pytest.raises(NotFound, match="return_unknown"):
        collected.send_back("kasubbag_program", 4, TRANTIB, to="6")


def test_what_was_sent_back_once_is_not_sent_back_twice(collected: Office) -> None:
    collected.send_back("kasubbag_program", 7, to="6")
    with pytest.raises(Conflict, match="return_twice") as told:
        collected.send_back("kasubbag_program", 7, to="6")
    assert "Kassubag" in told.value.detail or "Kepala Sub Bagian" in told.value.detail


def test_an_examined_task_is_not_sent_again_on_the_side(reported: Office) -> None:
    with pytest.raises(Conflict, match="already_used_downstream"):
        reported.gather(TRANTIB, upload=reported.report("3.2", "5"))


def test_a_changed_figure_makes_everything_after_it_stale_with_who_changed_it(
    collected: Office,
) -> None:
    collected.draft()
    collected.send_back("camat", 7, to=f"3.{TRANTIB}")
    collected.gather(TRANTIB, upload=collected.report("3.2", "5"))
    told = stale(collected.view().progress)
    assert set(told) == {"D1", "D4", "D5"}
    for text in told.values():
        assert text.startswith("Realisasi 3.2 berubah dari 6 menjadi 5 oleh ")
        assert text.endswith("9 Oktober 2026")


def test_a_value_put_back_leaves_nothing_stale_but_what_was_done_anew(collected: Office) -> None:
    collected.send_back("kasubbag_program", 7, to=f"3.{TRANTIB}")
    collected.gather(TRANTIB)
    collected.examine(TRANTIB)
    collected.recheck(TRANTIB)
    reasons = collected.view().progress.stale["D4"]
    assert [one.kind for one in reasons] == ["upstream"]
    assert "dibuat ulang oleh" in reasons[0].text


def test_one_press_makes_a_stale_document_again(collected: Office) -> None:
    collected.send_back("kasubbag_program", 7, to=f"3.{TRANTIB}")
    collected.gather(TRANTIB, upload=collected.report("3.2", "5"))
    assert task(collected, 6).state == "perlu_dibuat_ulang"
    assert task(collected, 6).next is None  # its unit has to be examined first
    collected.examine(TRANTIB)
    collected.recheck(TRANTIB)
    wanted = task(collected, 6).next
    assert wanted is not None
    assert wanted.name == "remake"
    collected.remake("staf_program", 6)
    assert collected.view().progress.stale == {}
    assert task(collected, 6).state == "selesai"
    assert "Jumlah gangguan" in docx_text(collected.desk.document(collected.case, "D4").content)
    achievement = collected.view().measurement.indicators["3.2"].achievement
    printed = str(achievement).replace(".", ",")
    assert printed in docx_text(collected.desk.document(collected.case, "D4").content)


def test_nothing_stale_is_approved(collected: Office) -> None:
    collected.draft()
    collected.send_back("camat", 7, to=f"3.{TRANTIB}")
    collected.gather(TRANTIB, upload=collected.report("3.2", "5"))
    collected.examine(TRANTIB)
    collected.recheck(TRANTIB)
    collected.remake("staf_program", 6)
    with pytest.raises(Conflict, match="outputs_stale") as told:
        collected.approve()
    assert [one.place for one in told.value.problems] == ["D5"]
    assert "Realisasi 3.2 berubah" in told.value.problems[0].message
    collected.remake("kasubbag_program", 7)
    collected.approve()


def test_another_template_makes_its_documents_stale(office: Office, tmp_path: Path) -> None:
    office.order_format()
    templates = tmp_path / "templat"
    templates.mkdir()
    for path in Path("templates_docx").glob("*.docx"):
        (templates / path.name).write_bytes(path.read_bytes())
    elsewhere = Office(office.store, templates)
    assert stale(elsewhere.view().progress) == {}
    draw = templates / "format-pengukuran.docx"
    draw.write_bytes((templates / "checklist.docx").read_bytes())
    assert stale(elsewhere.view().progress) == {
        "D1": "Templat Word untuk Format Pengukuran Kinerja sudah diganti"
    }
    assert elsewhere.view().progress.task(2, TRANTIB).state == "terbuka"
    elsewhere.remake("kasubbag_program", 1)
    assert stale(elsewhere.view().progress) == {}


def test_making_again_what_is_fresh_is_refused(collected: Office) -> None:
    with pytest.raises(Conflict, match="task_not_stale"):
        collected.remake("staf_program", 6)


def test_a_missing_unit_is_passed_over_and_prints_not_reported(office: Office) -> None:
    office.order_format()
    for unit in office.units():
        office.hand_out(unit)
        if unit != TRANTIB:
            office.gather(unit)
            office.examine(unit)
            office.recheck(unit)
    office.let_go(TRANTIB, "passed_over")
    assert task(office, 3, TRANTIB).state == "dilewati"
    assert office.view().progress.step(5).state == "selesai"
    view = office.collect()
    assert view.measurement.indicators["3.2"].status == "belum_dilaporkan"
    assert "belum dilaporkan" in docx_text(office.desk.document(office.case, "D4").content).lower()


def test_a_unit_with_a_target_is_not_skipped_as_having_nothing_to_report(office: Office) -> None:
    office.order_format()
    office.hand_out(TRANTIB)
    with pytest.raises(Invalid, match="excuse_has_targets") as told:
        office.let_go(TRANTIB, "skipped")
    assert "3.2" in told.value.detail


def test_a_unit_goes_only_with_a_reason_and_before_it_reports(office: Office) -> None:
    office.order_format()
    office.hand_out(TRANTIB)
    with pytest.raises(Invalid, match="excuse_note_missing"):
        office.let_go(TRANTIB, "passed_over", note=None)
    office.gather(TRANTIB)
    with pytest.raises(Conflict, match="excuse_reported"):
        office.let_go(TRANTIB, "passed_over")


def test_a_unit_that_was_passed_over_can_still_report(office: Office) -> None:
    office.order_format()
    for unit in office.units():
        office.hand_out(unit)
        if unit != TRANTIB:
            office.gather(unit)
            office.examine(unit)
            office.recheck(unit)
    form = office.desk.form(office.case, TRANTIB)
    office.let_go(TRANTIB, "passed_over")
    office.collect()
    office.gather(TRANTIB, upload=Upload(form.content, form.name))
    assert task(office, 4, TRANTIB).state == "terbuka"
    assert task(office, 6).state == "perlu_dibuat_ulang"
    assert any("belum dilaporkan menjadi 6" in one.text for one in task(office, 6).stale)


def test_a_draft_says_how_many_units_are_through_and_counts_for_nothing(office: Office) -> None:
    office.order_format()
    for unit in office.units()[:-1]:
        office.hand_out(unit)
        office.gather(unit)
        office.examine(unit)
        office.recheck(unit)
    before = office.view().seen
    made = office.desk.draft(office.case, "D5")
    assert "KONSEP, 4 dari 5 unit" in docx_text(made.content)
    assert office.view().seen == before
    assert task(office, 6).state == "menunggu"
    with pytest.raises(NotFound):
        office.desk.draft(office.case, "D3")


def test_an_approved_quarter_is_locked_until_it_is_opened_again(collected: Office) -> None:
    collected.draft()
    collected.approve()
    with pytest.raises(Conflict, match="task_locked") as told:
        collected.send_back("kasubbag_program", 7, to=f"3.{TRANTIB}")
    assert "Camat" in told.value.detail
    with pytest.raises(NotAllowed):
        collected.reopen("staf_program")
    with pytest.raises(Invalid, match="reopen_note_missing"):
        collected.reopen(note=None)
    collected.reopen()
    assert collected.view().progress.locked is None
    assert collected.view().progress.revision == 1
    assert task(collected, 7).state == "terbuka"
    with pytest.raises(Conflict, match="reopen_not_approved"):
        collected.reopen()


def test_after_opening_again_the_whole_way_leads_to_a_second_signature(office: Office) -> None:
    office.play()
    office.reopen()
    office.send_back("kasubbag_program", 7, to=f"3.{TRANTIB}")
    office.gather(TRANTIB, upload=office.report("3.2", "5"))
    office.examine(TRANTIB)
    office.recheck(TRANTIB)
    office.remake("staf_program", 6)
    office.draft()
    draft = docx_text(office.desk.document(office.case, "D5").content)
    assert "Perbaikan ke-1" in draft
    assert "KONSEP" in draft
    office.approve()
    office.sign(Upload(scan("PNG"), "pindai-2.png"))
    assert office.view().progress.step(8).state == "terbuka"
    for receiver in office.view().dataset.receivers:
        office.deliver(receiver.name)
    assert office.view().progress.done


def test_amended_data_make_stale_what_prints_them_and_nothing_else(collected: Office) -> None:
    view = collected.view()
    receivers = view.dataset.receivers[:1]
    changed = type(view.dataset)(**{**view.dataset.__dict__, "receivers": receivers})
    kasubbag = collected.someone("kasubbag_program")
    collected.desk.amend(kasubbag, collected.case, changed, "Daftar penerima dijawab kantor.")
    assert collected.view().progress.stale == {}
    collected.draft()
    collected.desk.amend(kasubbag, collected.case, view.dataset, "Daftar penerima dikembalikan.")
    assert stale(collected.view().progress)["D5"].startswith(
        "Daftar instansi penerima berubah dari "
    )


def test_a_new_look_of_a_document_makes_nothing_after_it_stale(
    office: Office, tmp_path: Path
) -> None:
    templates = tmp_path / "templat"
    templates.mkdir()
    for path in Path("templates_docx").glob("*.docx"):
        (templates / path.name).write_bytes(path.read_bytes())
    elsewhere = Office(office.store, templates)
    elsewhere.play_units()
    collected_here = elsewhere.collect()
    assert collected_here.progress.stale == {}
    changed = templates / "rekap-data.docx"
    changed.write_bytes((templates / "checklist.docx").read_bytes())
    assert set(stale(elsewhere.view().progress)) == {f"D3.{unit}" for unit in elsewhere.units()}
    elsewhere.remake("staf_program", 5, TRANTIB)
    assert "D4" not in elsewhere.view().progress.stale
    assert elsewhere.view().progress.task(6).state == "selesai"


def test_making_one_document_again_undoes_no_examination_of_another(collected: Office) -> None:
    view = collected.view()
    address = replace(view.dataset.office, address="Jalan Baru 1")
    kasubbag = collected.someone("kasubbag_program")
    moved = replace(view.dataset, office=address)
    collected.desk.amend(kasubbag, collected.case, moved, "Kantor pindah alamat.")
    assert {f"D2.{TRANTIB}", f"D3.{TRANTIB}"} <= set(collected.view().progress.stale)
    operator = collected.someone("operator", TRANTIB)
    collected.desk.remake(operator, collected.case, 3, TRANTIB)
    standing = [one.state for one in collected.view().progress.outputs if one.stands
                and one.key == f"D3.{TRANTIB}"]  # fmt: skip
    assert standing[-1] == "dicek_ulang"
    assert f"D2.{TRANTIB}" not in collected.view().progress.stale
    assert task(collected, 4, TRANTIB).state == "selesai"
