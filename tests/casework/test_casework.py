"""The procedure as people play it, from the opened quarter to the delivered document."""

import io
import json
import shutil
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from zipfile import ZipFile

import pytest

from service.casework import Upload
from service.errors import Conflict, Invalid, NotAllowed, NotFound, ServiceError
from service.progress import Actor
from service.store import Store, fsck, orphans
from tests.casework.office import (
    CASE,
    SAMPLE,
    TEMPLATES,
    Office,
    as_upload,
    docx_text,
    pdf_text,
    sample,
    scan,
)

UNIT, OTHER = "SEKSI-PEM", "SEKSI-YAN"


def states(office: Office, key: str) -> list[str]:
    return [one.state for one in office.view().progress.outputs if one.key == key]


def test_the_whole_procedure_leaves_every_document_and_is_done(delivered: Office) -> None:
    view = delivered.view()
    assert view.progress.done
    made = {one.key for one in view.progress.outputs}
    per_unit = {f"{code}.{unit}" for code in ("D2", "D3") for unit in delivered.units()}
    assert made == {"D1", "D4", "D5"} | per_unit
    assert len(made) == 13
    assert states(delivered, "D1") == ["kosong", "terisi"]
    assert states(delivered, f"D2.{UNIT}") == ["diserahkan", "terisi"]
    assert states(delivered, f"D3.{UNIT}") == ["dihimpun", "diperiksa", "dicek_ulang"]
    assert states(delivered, "D4") == ["disusun"]
    assert states(delivered, "D5") == [
        "konsep", "disetujui", "ditandatangani", *["disampaikan"] * 3
    ]  # fmt: skip


def test_a_played_case_is_sound_on_disk(delivered: Office) -> None:
    assert fsck(delivered.store) == []
    assert orphans(delivered.store) == []


def test_every_state_is_a_file_of_its_own_that_knows_what_it_was_made_from(
    delivered: Office,
) -> None:
    rendered = [one for one in delivered.view().progress.outputs if one.ref.kind == "output"]
    assert len({one.ref.sha256 for one in rendered}) == len(rendered)
    for one in rendered:
        assert delivered.store.file(one.ref.dataset)
        assert delivered.store.file(one.ref.template).startswith(b"PK")


def test_the_documents_print_the_expected_figures(delivered: Office) -> None:
    final = docx_text(delivered.desk.document(CASE, "D5", 2).content)
    for figure in ("94,72", "76,68", "Rp1.907.201.000", "Triwulan III"):
        assert figure in final
    unit = docx_text(delivered.desk.document(CASE, f"D3.{UNIT}").content)
    assert "Seksi Pemerintahan".upper() in unit.upper()


def test_the_draft_says_that_it_is_one_and_the_approved_document_does_not(
    delivered: Office,
) -> None:
    assert "KONSEP" in docx_text(delivered.desk.document(CASE, "D5", 1).content)
    assert "KONSEP" not in docx_text(delivered.desk.document(CASE, "D5", 2).content)


def test_files_have_readable_names(delivered: Office) -> None:
    stored = delivered.desk.document(CASE, f"D3.{UNIT}", 2)
    assert stored.name == "03-rekapitulasi-data-seksi-pemerintahan-tw3-2026-v2.docx"
    assert delivered.desk.document(CASE, "D5").name == "07-dokumen-pengukuran-tw3-2026-v6.jpg"


def test_a_signed_scan_is_kept_as_sent_and_shown_as_one_page(delivered: Office) -> None:
    signed = delivered.desk.document(CASE, "D5")
    assert (signed.content, signed.media_type) == (scan("JPEG"), "image/jpeg")
    made = delivered.desk.pdf(CASE, "D5")
    assert made.pages == 1
    assert delivered.desk.page(CASE, "D5", None, 1).startswith(b"\x89PNG")
    with pytest.raises(NotFound):
        delivered.desk.page(CASE, "D5", None, 2)


def test_the_summary_counts_the_steps_done(delivered: Office, office: Office) -> None:
    (done,) = delivered.desk.cases()
    assert (done.done_steps, done.total_steps, done.done) == (8, 8, True)
    office.order_format()
    (begun,) = office.desk.cases()
    assert (begun.done_steps, begun.done, begun.office) == (1, False, "KECAMATAN MENTEBAH")


def test_whoever_opens_an_empty_store_gets_his_name_from_the_data(office: Office) -> None:
    (opened,) = office.view().progress.events
    assert opened.actor.name == "NAMA KASUBBAG PROGRAM (CONTOH), S.E."


def test_actors_are_the_roles_that_act_with_every_reporting_unit(office: Office) -> None:
    people = office.desk.actors(office.view().dataset)
    assert [one.role for one in people if one.unit is None] == [
        "kasubbag_program", "staf_program", "camat"
    ]  # fmt: skip
    assert [one.unit for one in people if one.role == "operator"] == office.units()


def test_an_acting_official_acts_within_his_dates(empty: Office) -> None:
    values = sample()
    values["pejabat"].append(
        {
            "jabatan": "Sekretaris Camat", "nama": "NAMA PENGGANTI", "pangkat": None,
            "golongan": None, "nip": None, "peran": "camat", "sebagai": "Plh.",
            "mulai": "2026-10-01", "sampai": "2026-10-31",
        }
    )  # fmt: skip
    empty.open(as_upload(values))
    assert empty.someone("camat").name == "NAMA PENGGANTI"


def test_only_the_role_of_the_procedure_may_act(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.act("camat", 1)
    office.order_format()
    office.hand_out(UNIT)
    with pytest.raises(NotAllowed):
        office.act(("operator", OTHER), 3, UNIT)


def test_a_quarter_is_opened_once(office: Office) -> None:
    before = list(office.store.files.names())
    changed = sample()
    changed["catatan"] = "lain"
    with pytest.raises(Conflict, match="case_exists"):
        office.open(as_upload(changed))
    assert list(office.store.files.names()) == before


def test_a_second_click_is_told_and_makes_nothing(office: Office) -> None:
    seen = office.view().seen
    office.order_format(seen=seen)
    with pytest.raises(Conflict, match="state_moved_on"):
        office.order_format(seen=seen)
    assert states(office, "D1") == ["kosong"]


def test_what_another_unit_did_meanwhile_is_no_conflict(office: Office) -> None:
    seen = office.order_format().seen
    office.hand_out(OTHER, seen=seen)
    office.hand_out(UNIT, seen=seen)
    assert states(office, f"D2.{UNIT}") == ["diserahkan"]


def test_of_two_who_act_on_the_same_state_one_wins(office: Office) -> None:
    seen = office.order_format().seen
    outcomes: list[str] = []

    def act() -> None:
        try:
            office.hand_out(UNIT, seen=seen)
            outcomes.append("made")
        except Conflict as fault:
            outcomes.append(fault.code)

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["made", *["state_moved_on"] * 3]
    assert states(office, f"D2.{UNIT}") == ["diserahkan"]
    assert fsck(office.store) == []


def test_two_processes_on_one_store_do_not_both_win(office: Office) -> None:
    other = Office(Store(office.store.folder, "kantor"))
    seen = office.view().seen
    other.order_format(seen=seen)
    with pytest.raises(Conflict, match="state_moved_on"):
        office.order_format(seen=seen)
    other.store.close()


@pytest.mark.parametrize(
    "upload",
    [
        Upload(b"", "kosong.xlsx"),
        Upload(b"bukan excel", "laporan.xlsx"),
        Upload(b"PK\x05\x06" + bytes(18), "kosong.zip"),
        Upload(b"{", "rusak.json"),
    ],
    ids=["empty", "text", "empty zip", "broken JSON"],
)
def test_a_bad_upload_leaves_nothing_behind(office: Office, upload: Upload) -> None:
    office.order_format()
    seen = office.hand_out(UNIT).seen
    before = list(office.store.files.names())
    with pytest.raises(Invalid):
        office.gather(UNIT, upload=upload)
    assert office.view().seen == seen
    assert list(office.store.files.names()) == before


def test_a_derived_figure_that_disagrees_is_refused_when_a_quarter_is_opened(
    empty: Office,
) -> None:
    values = json.loads(SAMPLE.content)
    values["ringkasan_tw3"]["rata_rata_capaian"] = "11.11"
    with pytest.raises(Invalid) as caught:
        empty.open(as_upload(values))
    assert caught.value.problems
    assert empty.store.cases() == ()
    assert list(empty.store.files.names()) == []


def test_a_unit_upload_changes_the_figures_of_that_unit_only(office: Office) -> None:
    values = sample()
    for objective in values["sasaran"]:
        for indicator in objective["indikator"]:
            indicator["faktor_penghambat"] = "Listrik padam & jaringan <putus> “hari” 😀"
    office.order_format()
    office.hand_out(UNIT)
    office.gather(UNIT, upload=as_upload(values))
    told = {
        one.unit: one.obstacles
        for objective in office.view().dataset.objectives
        for one in objective.indicators
        if one.obstacles == "Listrik padam & jaringan <putus> “hari” 😀"
    }
    assert set(told) == {UNIT}
    assert told[UNIT] in docx_text(office.desk.document(CASE, f"D3.{UNIT}").content)


def test_step_three_without_a_file_takes_the_data_on_file(office: Office) -> None:
    office.order_format()
    office.hand_out(UNIT)
    office.gather(UNIT, upload=None)
    assert states(office, f"D3.{UNIT}") == ["dihimpun"]


def test_step_three_without_a_file_and_without_data_asks_for_the_form(empty: Office) -> None:
    values = sample()
    for objective in values["sasaran"]:
        for indicator in objective["indikator"]:
            indicator["realisasi_tw"][2:] = [None, None]
            if indicator.get("xy_tw"):
                indicator["xy_tw"][2:] = [None, None]
    empty.open(as_upload(values))
    empty.order_format()
    empty.hand_out(UNIT)
    with pytest.raises(Invalid, match="case_form_missing"):
        empty.gather(UNIT, upload=None)


def test_an_examination_tells_every_indicator_that_lacks_a_verdict(office: Office) -> None:
    office.order_format()
    office.hand_out(UNIT)
    office.gather(UNIT)
    codes = [
        one.code
        for objective in office.view().dataset.objectives
        for one in objective.indicators
        if one.unit == UNIT
    ]
    checks = {codes[0]: {"verdict": "perbaiki", "note": " "}, "9.9": {"verdict": "sesuai"}}
    with pytest.raises(Invalid) as caught:
        office.act("kasubbag_program", 4, UNIT, facts={"checks": checks})
    assert {one.place for one in caught.value.problems} == {*codes, "9.9"}


def test_the_examined_recapitulation_prints_what_the_examiner_noted(office: Office) -> None:
    office.order_format()
    office.hand_out(UNIT)
    office.gather(UNIT)
    checks = {
        one.code: {"verdict": "perbaiki", "note": "Lampirkan daftar hadir"}
        for objective in office.view().dataset.objectives
        for one in objective.indicators
        if one.unit == UNIT
    }
    office.act("kasubbag_program", 4, UNIT, facts={"checks": checks})
    assert "Lampirkan daftar hadir" in docx_text(office.desk.document(CASE, f"D3.{UNIT}").content)
    assert "Lampirkan daftar hadir" not in docx_text(
        office.desk.document(CASE, f"D3.{UNIT}", 1).content
    )


def test_a_number_makes_a_new_file_of_that_document_and_nothing_else(office: Office) -> None:
    office.order_format()
    before = office.view().progress.outputs
    actor = office.someone("kasubbag_program")
    office.desk.set_number(actor, CASE, "D1", number="000.8.6.3/17/2026", date=date(2026, 10, 7))
    *kept, new = office.view().progress.outputs
    assert [one.ref for one in kept] == [one.ref for one in before]
    assert (new.key, new.state, new.version) == ("D1", "kosong", 2)
    assert new.ref.dataset == before[0].ref.dataset
    text = docx_text(office.desk.document(CASE, "D1").content)
    assert "000.8.6.3/17/2026" in text
    assert "7 Oktober 2026" in text
    assert office.view().progress.step(1).state == "selesai"


def test_a_number_stays_with_the_document_in_its_later_states(office: Office) -> None:
    office.order_format()
    office.hand_out(UNIT)
    office.gather(UNIT, number="000.8.6.3/18/2026", date=date(2026, 10, 8))
    office.examine(UNIT)
    newest = office.view().progress.outputs[-1]
    assert (newest.state, newest.ref.number) == ("diperiksa", "000.8.6.3/18/2026")
    assert states(office, f"D2.{UNIT}") == ["diserahkan", "terisi"]


def test_a_number_used_twice_is_refused_with_the_place_of_the_first(office: Office) -> None:
    office.order_format(number="000.8.6.3/17/2026")
    with pytest.raises(Conflict, match="Format Pengukuran Kinerja, Triwulan III Tahun 2026"):
        office.hand_out(UNIT, number="000.8.6.3 / 17 / 2026")
    assert states(office, f"D2.{UNIT}") == []
    assert office.desk.number_used("000.8.6.3/17/2026") is not None
    assert office.desk.number_used("000.8.6.3/99/2026") is None
    actor = office.someone("kasubbag_program")
    office.desk.open_quarter(actor, 2026, 4)
    with pytest.raises(Conflict, match="Triwulan III"):
        office.desk.act(actor, "2026-tw4", 1, None, "do", number="000.8.6.3/17/2026")


def test_a_signed_file_keeps_its_bytes_when_it_gets_its_number(office: Office) -> None:
    office.play_units()
    office.collect()
    office.draft()
    office.approve()
    office.sign(Upload(scan("PNG"), "pindai.png"))
    actor = office.someone("kasubbag_program")
    view = office.desk.set_number(
        actor, CASE, "D5", number="000.8.6.3/20/2026", date=date(2026, 10, 9)
    )
    newest = view.progress.outputs[-1]
    assert (newest.state, newest.ref.number) == ("ditandatangani", "000.8.6.3/20/2026")
    assert office.desk.document(CASE, "D5").content == scan("PNG")


def test_only_who_makes_a_document_or_opens_quarters_may_number_it(office: Office) -> None:
    office.order_format()
    with pytest.raises(NotAllowed):
        office.desk.set_number(office.someone("operator", UNIT), CASE, "D1", number="1", date=None)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "case_file_empty"),
        (b"tanda tangan", "case_not_a_scan"),
        (b"%PDF-1.7\nbukan", "case_pdf_broken"),
        (scan("JPEG")[:200], "case_not_a_scan"),
    ],
    ids=["empty", "text", "cut PDF", "cut picture"],
)
def test_a_signed_file_that_is_none_is_refused(office: Office, content: bytes, code: str) -> None:
    office.play_units()
    office.collect()
    office.draft()
    office.approve()
    with pytest.raises(Invalid, match=code):
        office.sign(Upload(content, "ttd.pdf"))
    assert states(office, "D5") == ["konsep", "disetujui"]


def test_delivery_is_done_when_every_receiver_has_a_receipt(office: Office) -> None:
    office.play_units()
    office.collect()
    office.draft()
    office.approve()
    signed = office.desk.pdf(CASE, "D5").content
    office.sign(Upload(signed, "ttd.pdf"))
    assert office.desk.pdf(CASE, "D5").content == signed
    first, *others = [one.name for one in office.view().dataset.receivers]
    office.deliver(first, upload=Upload(scan("PNG"), "../tanda terima?.png"))
    assert office.view().progress.step(8).state != "selesai"
    for name in others:
        office.deliver(name)
    assert office.view().progress.done
    assert "94,72" in pdf_text(signed)


def test_an_incomplete_receipt_tells_every_missing_field(office: Office) -> None:
    office.play_units()
    office.collect()
    office.draft()
    office.approve()
    office.sign(Upload(scan("PNG"), "ttd.png"))
    receiver = office.view().dataset.receivers[0].name
    facts = {"receiver": receiver, "received_on": "kemarin"}
    with pytest.raises(Invalid) as caught:
        office.act("staf_program", 8, action="deliver", facts=facts)
    assert [one.place for one in caught.value.problems] == ["received_by", "received_on"]
    with pytest.raises(NotFound):
        office.deliver("Kementerian")


def test_when_one_document_cannot_be_made_nothing_is_recorded(
    office: Office, tmp_path: Path
) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    (templates / "checklist.docx").write_bytes(b"PK broken")
    office.order_format()
    seen = office.hand_out(UNIT).seen
    broken = Office(office.store, templates)
    before = list(office.store.files.names())
    with pytest.raises(ServiceError):
        broken.gather(UNIT)
    assert office.view().seen == seen
    assert list(office.store.files.names()) == before


def test_a_case_without_a_budget_is_complete(empty: Office) -> None:
    values = sample()
    values["program"] = []
    empty.open(as_upload(values))
    assert empty.play().progress.done


def test_the_next_quarter_opens_with_the_newest_data(office: Office) -> None:
    actor = office.someone("kasubbag_program")
    view = office.desk.open_quarter(actor, 2026, 4)
    assert (view.id, view.quarter, view.dataset.quarter) == ("2026-tw4", 4, 4)
    assert [one.id for one in office.desk.cases()] == ["2026-tw4", CASE]
    with pytest.raises(Conflict, match="case_exists"):
        office.desk.open_quarter(actor, 2026, 3)
    with pytest.raises(NotAllowed):
        office.desk.open_quarter(office.someone("camat"), 2026, 2)


def test_an_empty_store_has_no_quarter_to_open_from(empty: Office) -> None:
    with pytest.raises(NotFound, match="case_no_dataset"):
        empty.desk.open_quarter(Actor("kasubbag_program", None, "", ""), 2026, 3)


def test_the_emblem_is_a_png_and_stands_in_documents_made_afterwards(office: Office) -> None:
    actor = office.someone("kasubbag_program")
    assert office.desk.emblem() is None
    for content in (b"", b"lambang", scan("JPEG")):
        with pytest.raises(Invalid, match="case_not_an_emblem"):
            office.desk.set_emblem(actor, Upload(content, "lambang.png"))
    office.desk.set_emblem(actor, Upload(scan("PNG"), "lambang.png"))
    assert office.desk.emblem() == scan("PNG")
    office.order_format()
    assert scan("PNG") in _members(office.desk.document(CASE, "D1").content)
    assert fsck(office.store) == []
    assert orphans(office.store) == []


def test_a_form_is_named_after_its_unit_and_quarter(office: Office) -> None:
    stored = office.desk.form(CASE, UNIT)
    assert stored.name == "formulir-data-kinerja-seksi-pemerintahan-tw3-2026.xlsx"
    assert office.desk.form(CASE, None).content.startswith(b"PK")
    with pytest.raises(NotFound):
        office.desk.form(CASE, "SEKSI-LAIN")


def test_an_unknown_document_or_version_is_not_found(office: Office) -> None:
    office.order_format()
    for key, version in (("D9", None), ("D1", 2), ("D1", 0), ("D3.X", None)):
        with pytest.raises(NotFound):
            office.desk.document(CASE, key, version)


def test_a_changed_data_set_on_disk_is_noticed_by_the_next_reader(office: Office) -> None:
    (opened,) = office.view().progress.events
    sha = next(ref.sha256 for ref in opened.files if ref.kind == "dataset")
    office.store.files.path(sha).write_bytes(b"{}")
    with pytest.raises(ServiceError, match=sha):
        Office(office.store).view()


def test_a_view_of_an_unchanged_case_is_not_read_again(office: Office) -> None:
    assert office.view() is office.view()
    before = office.view()
    office.order_format()
    assert office.view() is not before
    assert replace(office.view()).seen == before.seen + 1


def _members(docx: bytes) -> list[bytes]:
    with ZipFile(io.BytesIO(docx)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_numbering_a_document_later_does_not_move_the_day_it_was_examined(empty: Office) -> None:
    days = iter(range(5, 28))
    today = [datetime(2026, 10, 5, 1, 40, tzinfo=UTC)]
    office = Office(empty.store, clock=lambda: today[0])
    office.open()
    for step in (office.order_format, *(
        partial(one, UNIT) for one in (office.hand_out, office.gather, office.examine)
    )):  # fmt: skip
        today[0] = today[0].replace(day=next(days))
        step()
    actor = office.someone("kasubbag_program")
    today[0] = today[0].replace(day=20)
    office.desk.set_number(actor, CASE, f"D3.{UNIT}", number="1/2026", date=None)
    text = docx_text(office.desk.document(CASE, f"D3.{UNIT}").content)
    assert "8 Oktober 2026" in text
    assert "20 Oktober 2026" not in text


def test_a_task_done_again_makes_a_new_version_until_somebody_used_it(office: Office) -> None:
    office.order_format()
    office.hand_out(UNIT)
    office.gather(UNIT)
    office.gather(UNIT)
    assert states(office, f"D3.{UNIT}") == ["dihimpun", "dihimpun"]
    office.examine(UNIT)
    with pytest.raises(Conflict, match="already_used_downstream"):
        office.gather(UNIT)


def test_the_budget_form_comes_back_as_the_budget_of_the_quarter(office: Office) -> None:
    office.play_units()
    form = office.desk.budget_form(CASE)
    assert form.name == "formulir-anggaran-tw3-2026.xlsx"
    before = office.view().dataset.programmes
    office.collect(upload=Upload(form.content, form.name))
    assert office.view().dataset.programmes == before
    assert states(office, "D4") == ["disusun"]
