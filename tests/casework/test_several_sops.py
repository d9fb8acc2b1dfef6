"""Several SOPs at one desk; each case runs by the SOP it was opened with."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from service.app import create_casework
from service.casework import CaseView, Casework
from service.errors import Conflict, Invalid, NotAllowed, NotFound
from service.progress import Actor
from service.settings import Settings
from service.store import Store, backup, fsck, restore
from tests import sops
from tests.casework.office import CASE, SAMPLE, docx_text

TINY = f"{sops.TINY}-2026-tw3"
KASUBBAG = Actor("kasubbag_program", None, "", "")
STAF = Actor("staf_program", None, "", "")


def desk(store: Store, folder: Path) -> Casework:
    """Return a desk with the shipped SOPs and those of `folder`, as an installation makes it."""
    settings = Settings(secret_key="rahasia", procedures_dir=folder)  # noqa: S106
    return create_casework(settings, store, background=False)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "data", "kantor")
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the tiny SOP."""
    return sops.write_tiny(tmp_path / "sop")


def three_steps() -> dict[str, Any]:
    """Return the tiny SOP with a step more and another name."""
    sop = sops.tiny() | {"name": "Surat Tugas Baru", "version": "2"}
    sop["outputs"][0]["states"].append("diarsipkan")
    sop["steps"].append(
        sops.step(3, "Mengarsipkan", "staf_program", "diarsipkan", {"after_step": 2},
                  "S1 diteruskan")
    )  # fmt: skip
    return sop


def act(office: Casework, view: CaseView, role: str, step: int) -> CaseView:
    who = next(one for one in office.actors(view.dataset, view.procedure) if one.role == role)
    return office.act(who, view.id, step, None, "do")


def test_an_sop_of_two_steps_from_a_folder_runs_to_its_end(store: Store, folder: Path) -> None:
    office = desk(store, folder)
    view = office.open_case(STAF, SAMPLE, sops.TINY)
    assert (view.id, view.procedure.name) == (TINY, "Surat Tugas")
    view = act(office, view, "staf_program", 1)
    assert not view.progress.done
    view = act(office, view, "camat", 2)
    assert view.progress.done
    text = docx_text(office.document(TINY, "S1").content)
    assert "Surat Tugas KECAMATAN MENTEBAH Triwulan III (diteruskan)" in text
    assert "NAMA CAMAT (CONTOH)" in text
    first = docx_text(office.document(TINY, "S1", 1).content)
    assert "diteruskan …" in first  # a state not reached yet prints dots, not a hole


def test_a_new_version_of_an_sops_own_template_makes_its_documents_stale(
    store: Store, folder: Path
) -> None:
    office = desk(store, folder)
    act(office, office.open_case(STAF, SAMPLE, sops.TINY), "staf_program", 1)
    assert office.view(TINY).progress.stale == {}
    sops.write(folder, sops.tiny(), surat=sops.word("Surat Tugas baru"))
    (reason,) = office.view(TINY).progress.stale["S1"]
    assert (reason.kind, reason.text) == (
        "template",
        "Templat Word untuk Surat Tugas sudah diganti",
    )


def test_the_main_sop_keeps_its_addresses_and_others_carry_their_code(
    store: Store, folder: Path
) -> None:
    office = desk(store, folder)
    assert office.open_case(KASUBBAG, SAMPLE).id == CASE
    assert office.open_quarter(STAF, 2026, 3, sops.TINY).id == TINY
    assert [(one.id, one.procedure_name) for one in office.cases()] == [
        (CASE, "Pengukuran Kinerja"), (TINY, "Surat Tugas"),
    ]  # fmt: skip
    with pytest.raises(Conflict):
        office.open_quarter(STAF, 2026, 3, sops.TINY)


def test_who_may_open_is_asked_of_the_sop_that_is_opened(store: Store, folder: Path) -> None:
    office = desk(store, folder)
    with pytest.raises(NotAllowed):
        office.open_case(STAF, SAMPLE)
    with pytest.raises(NotAllowed):
        office.open_case(KASUBBAG, SAMPLE, sops.TINY)
    with pytest.raises(NotFound) as caught:
        office.open_case(KASUBBAG, SAMPLE, "lain")
    assert "pengukuran-kinerja" in caught.value.detail
    assert office.cases() == ()


def test_a_number_planned_for_one_sop_is_not_given_to_anothers_document(
    store: Store, folder: Path
) -> None:
    office = desk(store, folder)
    first = office.open_case(KASUBBAG, SAMPLE)
    assert office.open_quarter(STAF, 2026, 3, sops.TINY).dataset.document_numbers == ()
    assert office.view(first.id).dataset == first.dataset


def test_a_changed_sop_holds_for_new_cases_and_old_ones_stand_as_they_were(
    store: Store, folder: Path
) -> None:
    office = desk(store, folder)
    old = act(office, office.open_case(STAF, SAMPLE, sops.TINY), "staf_program", 1)
    sops.write(folder, three_steps())
    changed = desk(store, folder)
    assert changed.view(TINY) == old
    new = changed.open_quarter(STAF, 2026, 4, sops.TINY)
    assert (len(old.procedure.steps), len(new.procedure.steps)) == (2, 3)
    assert act(changed, changed.view(TINY), "camat", 2).progress.done
    assert [(one.procedure_name, one.total_steps) for one in changed.cases()] == [
        ("Surat Tugas Baru", 3), ("Surat Tugas", 2),
    ]  # fmt: skip


def test_a_case_outlives_the_folder_of_its_sop(store: Store, folder: Path) -> None:
    office = desk(store, folder)
    office.open_case(KASUBBAG, SAMPLE)
    old = act(office, office.open_quarter(STAF, 2026, 3, sops.TINY), "staf_program", 1)
    alone = create_casework(Settings(secret_key="rahasia"), store, background=False)  # noqa: S106
    assert alone.view(TINY) == old
    assert "Surat Tugas" in docx_text(alone.document(TINY, "S1").content)
    with pytest.raises(NotFound) as caught:
        act(alone, old, "camat", 2)
    assert caught.value.code == "document_template_unknown"
    with pytest.raises(NotFound):
        alone.open_quarter(STAF, 2026, 4, sops.TINY)


def test_a_case_from_before_sops_were_kept_follows_the_installed_one(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(Casework, "_procedure_files", lambda *_: ())
        desk(store, folder).open_case(STAF, SAMPLE, sops.TINY)
    sops.write(folder, three_steps())
    view = desk(store, folder).view(TINY)
    assert len(view.procedure.steps) == 3
    assert [ref.kind for ref in view.progress.events[0].files] == ["upload", "dataset"]


def test_archive_fsck_and_backup_hold_the_sop(store: Store, folder: Path, tmp_path: Path) -> None:
    office = desk(store, folder)
    view = office.open_case(STAF, SAMPLE, sops.TINY)
    source = (folder / sops.TINY / "procedure.yaml").read_bytes()
    with ZipFile(io.BytesIO(office.archive(TINY).content)) as archive:
        assert archive.read(f"sop/001-sop-{sops.TINY}.yaml") == source
    backup(store, tmp_path / "cadangan.tar.gz")
    restore(tmp_path / "cadangan.tar.gz", tmp_path / "pulih")
    again = Store(tmp_path / "pulih", "kantor")
    assert desk(again, folder).view(TINY) == view
    again.close()
    (kept,) = [ref for ref in view.progress.events[0].files if ref.kind == "procedure"]
    (store.folder / "files" / kept.sha256[:2] / kept.sha256).unlink()
    (told,) = fsck(store)
    assert f"SOP sop-{sops.TINY}.yaml, triwulan {TINY}, peristiwa ke-1" in told


def test_a_broken_sop_of_the_office_stops_the_start_with_every_mistake(
    store: Store, folder: Path
) -> None:
    sop = sops.tiny()
    sop["steps"][0]["actions"][0]["by"] = ["lurah"]
    sop["outputs"][0]["template"] = "undangan"
    sops.write(folder, sop)
    with pytest.raises(Invalid) as caught:
        desk(store, folder)
    assert [one.code for one in caught.value.problems] == [
        "procedure_unknown_role", "procedure_template_missing",
    ]  # fmt: skip
    assert all("surat-tugas/procedure.yaml: " in one.message for one in caught.value.problems)
