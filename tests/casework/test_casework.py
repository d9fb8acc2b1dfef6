"""The procedure as people play it, from the opened quarter to the delivered document."""

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from service.errors import Conflict, NotAllowed, NotFound, ServiceError
from service.progress import Actor
from service.store import Store, fsck, orphans
from tests.casework.office import (
    CASE,
    TEMPLATES,
    Office,
    as_upload,
    docx_text,
    sample,
    scan,
    states,
)

UNIT, OTHER = "SEKSI-PEM", "SEKSI-YAN"


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


def test_the_accounts_of_an_office_know_its_units(office: Office) -> None:
    assert set(office.units()) <= set(office.desk.accounts.units())


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


def test_a_returned_checklist_still_says_by_when_it_was_due(delivered: Office) -> None:
    for made in (one for one in delivered.view().progress.outputs if one.key == f"D2.{UNIT}"):
        printed = docx_text(delivered.store.file(made.ref.sha256)).splitlines()
        assert "6 Oktober 2026" in printed[printed.index("Batas Waktu Pengembalian") :][:3]


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
        "kasubbag_program", "staf_program", "camat", "sekretaris"
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


def test_another_office_does_not_get_into_the_store(office: Office) -> None:
    other = sample()
    other["instansi"]["nama"] = "KECAMATAN HULU GURUNG"
    other["triwulan"] = 4
    with pytest.raises(Conflict) as told:
        office.open(as_upload(other))
    assert told.value.code == "case_other_office"
    assert [one.id for one in office.desk.cases()] == [CASE]


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


def test_a_task_done_again_makes_a_new_version_until_somebody_used_it(office: Office) -> None:
    office.order_format()
    office.hand_out(UNIT)
    office.gather(UNIT)
    changed = sample()
    changed["sasaran"][1]["indikator"][0]["faktor_pendorong"] = "Kader bertambah"
    office.gather(UNIT, upload=as_upload(changed))
    assert states(office, f"D3.{UNIT}") == ["dihimpun", "dihimpun"]
    office.examine(UNIT)
    with pytest.raises(Conflict, match="already_used_downstream"):
        office.gather(UNIT, upload=as_upload(sample()))


def test_the_line_of_a_case_that_is_done_is_kept_until_somebody_acts_in_it(
    office: Office,
) -> None:
    office.play()
    (line,) = office.desk.cases()
    assert (line.done, line.done_steps) == (True, 8)
    again = Office(office.store)
    assert again.desk.cases() == (line,)
    again.reopen()
    (line,) = again.desk.cases()
    assert (line.done, line.done_steps) == (False, 6)
