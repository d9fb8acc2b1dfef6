"""The office changes a Word template: tried first, adopted by an event, never lost."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from service.casework import Upload
from service.errors import Conflict, Invalid, NotAllowed, NotFound
from service.store import Store, backup, fsck, restore
from tests.casework.office import CASE, TEMPLATES, Office, docx_text

NAME, TITLE, NEW_TITLE = "rekap-data", "REKAPITULASI DATA KINERJA", "REKAP DATA KINERJA BARU"


def edited(content: bytes, old: str, new: str) -> bytes:
    """Return a Word file with a text of its body changed, as somebody would in Word."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            member = before.read(name)
            if name == "word/document.xml":
                assert old.encode() in member
                member = member.replace(old.encode(), new.encode())
            undated = zipfile.ZipInfo(name)  # the same change makes the same bytes
            after.writestr(undated, member, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def in_use(office: Office) -> bytes:
    return office.desk.template_file(NAME, "F4").content


def changed(new: str = NEW_TITLE) -> Upload:
    first = (TEMPLATES / f"{NAME}.docx").read_bytes()
    return Upload(edited(first, TITLE, new), "rekap baru.docx")


def adopt(office: Office, *, running: bool, new: str = NEW_TITLE, who: str = "") -> None:
    actor = office.someone(who or "kasubbag_program")
    mark = office.desk.try_template(actor, NAME, "F4", changed(new))
    office.desk.adopt(actor, NAME, mark, running=running)


def newest(office: Office, output: str) -> str:
    made = [one for one in office.view().progress.outputs if one.output == output]
    return docx_text(office.store.file(made[-1].ref.sha256))


def gathered(office: Office) -> str:
    """Gather the first unit's data, so that its recapitulation exists; return the unit."""
    office.order_format()
    unit = office.units()[0]
    office.hand_out(unit)
    office.gather(unit)
    return unit


def test_a_version_adopted_for_the_running_quarter_makes_its_documents_stale(
    office: Office,
) -> None:
    unit = gathered(office)
    adopt(office, running=True)
    key = f"D3.{unit}"
    (reason,) = office.view().progress.stale[key]
    assert reason.kind == "template"
    office.examine(unit)
    assert NEW_TITLE in newest(office, "D3")


def test_a_version_adopted_for_later_quarters_leaves_the_running_one_alone(office: Office) -> None:
    unit = gathered(office)
    adopt(office, running=False)
    assert not office.view().progress.stale
    office.examine(unit)
    assert TITLE in newest(office, "D3")
    kasubbag = office.someone("kasubbag_program")
    office.case = office.desk.open_quarter(kasubbag, 2026, 4).id
    gathered(office)
    assert NEW_TITLE in newest(office, "D3")


def test_an_approved_quarter_keeps_its_templates_also_when_it_is_opened_again(
    reported: Office,
) -> None:
    reported.collect()
    reported.draft()
    reported.approve()
    adopt(reported, running=True)
    assert not reported.view().progress.stale
    reported.reopen()
    assert not any(
        reason.kind == "template" for told in reported.view().progress.stale.values()
        for reason in told
    )  # fmt: skip


def test_the_office_goes_back_to_an_earlier_version_and_no_file_is_lost(office: Office) -> None:
    kasubbag, first = office.someone("kasubbag_program"), in_use(office)
    adopt(office, running=True)
    second = in_use(office)
    assert second != first
    listed = office.desk.office_template(NAME, "F4")
    oldest = listed.versions[-1]
    mark = office.desk.try_version(kasubbag, NAME, "F4", oldest.file.sha256)
    office.desk.adopt(kasubbag, NAME, mark, running=True, note="Kembali")
    assert in_use(office) == first
    versions = office.desk.office_template(NAME, "F4").versions
    contents = [office.desk.template_file(NAME, "F4", one.file.sha256).content for one in versions]
    assert contents == [first, second, first]
    assert [one.in_use for one in versions] == [True, False, False]


def test_the_other_papers_template_stays(office: Office) -> None:
    a4 = office.desk.template_file(NAME, "A4").content
    adopt(office, running=True)
    assert office.desk.template_file(NAME, "A4").content == a4


def test_who_adopts_second_is_told_and_changes_nothing(office: Office) -> None:
    kasubbag = office.someone("kasubbag_program")
    mark = office.desk.try_template(kasubbag, NAME, "F4", changed("YANG KEDUA"))
    adopt(office, running=True)
    with pytest.raises(Conflict) as caught:
        office.desk.adopt(kasubbag, NAME, mark, running=True)
    assert caught.value.code == "state_moved_on"
    assert NEW_TITLE in docx_text(in_use(office))


def test_two_candidates_wait_at_once_and_survive_a_restart(office: Office) -> None:
    kasubbag = office.someone("kasubbag_program")
    one = office.desk.try_template(kasubbag, NAME, "F4", changed("SATU"))
    two = office.desk.try_template(kasubbag, NAME, "F4", changed("DUA"))
    again = Office(office.store)
    assert "SATU" in docx_text(again.desk.candidate(NAME, one).content)
    assert "DUA" in docx_text(again.desk.candidate(NAME, two).content)
    again.desk.adopt(kasubbag, NAME, two, running=True)
    with pytest.raises(NotFound):
        again.desk.candidate(NAME, two)


def test_a_candidate_belongs_to_its_own_template_and_its_name_is_no_path(office: Office) -> None:
    kasubbag = office.someone("kasubbag_program")
    mark = office.desk.try_template(kasubbag, NAME, "F4", changed())
    for name, asked in (("checklist", mark), (NAME, "../store.sqlite3"), (NAME, "0" * 32)):
        with pytest.raises(NotFound):
            office.desk.candidate(name, asked)


def test_only_who_may_open_a_quarter_changes_a_template(office: Office) -> None:
    with pytest.raises(NotAllowed):
        adopt(office, running=True, who="staf_program")


@pytest.mark.parametrize("wrong", ["{{ nomer_surat }}", "{{ triwulan"])
def test_a_faulty_version_is_refused_with_places_and_comes_back_with_comments(
    office: Office, wrong: str
) -> None:
    kasubbag = office.someone("kasubbag_program")
    with pytest.raises(Invalid) as caught:
        office.desk.try_template(kasubbag, NAME, "F4", changed(wrong))
    fault = caught.value
    assert fault.code == "template_refused"
    assert any(one.place for one in fault.problems), fault.problems
    marked = office.desk.marked_template(fault.details["marked"])
    with zipfile.ZipFile(io.BytesIO(marked.content)) as archive:
        told = archive.read(next(n for n in archive.namelist() if "comments" in n)).decode()
    assert wrong.strip("{} ") in told


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (in_use, "template_same"),
        (lambda _: b"%PDF-1.7 ...", "package_wrong_kind"),
        (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "package_old"),
        (lambda _: b"", "package_empty"),
    ],
)
def test_what_is_no_new_version_is_told_apart(
    office: Office, make: Callable[[Office], bytes], code: str
) -> None:
    kasubbag = office.someone("kasubbag_program")
    with pytest.raises(Invalid) as caught:
        office.desk.try_template(kasubbag, NAME, "F4", Upload(make(office), "berkas.docx"))
    assert caught.value.code == code


def test_a_letter_without_a_single_tag_is_no_template(office: Office) -> None:
    kasubbag, letter = office.someone("kasubbag_program"), io.BytesIO()
    Document().save(letter)
    with pytest.raises(Invalid) as caught:
        office.desk.try_template(kasubbag, NAME, "F4", Upload(letter.getvalue(), "surat.docx"))
    assert [one.code for one in caught.value.problems] == ["template_without_tags"]


def test_a_template_of_the_other_paper_is_warned_of_but_may_be_used(office: Office) -> None:
    kasubbag = office.someone("kasubbag_program")
    other = Upload((TEMPLATES / "a4" / f"{NAME}.docx").read_bytes(), "a4.docx")
    mark = office.desk.try_template(kasubbag, NAME, "F4", other)
    warning = office.desk.candidate(NAME, mark).warning
    assert warning is not None
    assert "halaman templat ini 210 × 297 mm, sedangkan F4 berukuran 215 × 330 mm" in (
        warning.message
    )
    office.desk.adopt(kasubbag, NAME, mark, running=False)
    assert in_use(office) == other.content


def test_asking_for_more_has_to_be_confirmed(office: Office) -> None:
    kasubbag = office.someone("kasubbag_program")
    asking = changed("{{ perbaikan }} {{ ringkasan.kategori }}")
    mark = office.desk.try_template(kasubbag, NAME, "F4", asking)
    candidate = office.desk.candidate(NAME, mark)
    assert candidate.changed.asks
    with pytest.raises(Invalid) as caught:
        office.desk.adopt(kasubbag, NAME, mark, running=True)
    assert caught.value.code == "template_unconfirmed"
    office.desk.adopt(kasubbag, NAME, mark, running=True, confirmed=True)
    assert in_use(office) == candidate.content


def test_an_sops_own_template_is_changed_although_it_never_ran(office: Office) -> None:
    kasubbag, name = office.someone("kasubbag_program"), "pengumpulan-data-kinerja.data-unit"
    before = office.desk.template_file(name, "F4").content
    sent = Upload(edited(before, "</w:body>", "<!-- --></w:body>"), "unit.docx")
    mark = office.desk.try_template(kasubbag, name, "F4", sent)
    office.desk.adopt(kasubbag, name, mark, running=True)
    assert office.desk.template_file(name, "F4").content == sent.content
    view = office.desk.open_quarter(kasubbag, 2026, 3, "pengumpulan-data-kinerja")
    made = office.desk.templates.for_output(view.procedure.code, "data-unit", "F4", view.id)
    assert made == sent.content


def test_a_quarter_that_kept_its_version_can_be_given_it_later(office: Office) -> None:
    kasubbag = office.someone("kasubbag_program")
    unit = gathered(office)
    adopt(office, running=False)
    assert office.desk.office_template(NAME, "F4").holding_back
    adopt(office, running=True)
    assert f"D3.{unit}" in office.view().progress.stale
    assert not office.desk.office_template(NAME, "F4").holding_back
    with pytest.raises(Invalid) as caught:
        office.desk.try_template(kasubbag, NAME, "F4", changed())
    assert caught.value.code == "template_same"


def test_the_preview_is_the_document_of_the_case_new_and_old(office: Office) -> None:
    kasubbag = office.someone("kasubbag_program")
    mark = office.desk.try_template(kasubbag, NAME, "F4", changed())
    candidate = office.desk.candidate(NAME, mark)
    subject = candidate.subject(CASE, "D3.SEKSI-PEM")
    new = docx_text(office.desk.candidate_word(candidate, subject, new=True).content)
    old = docx_text(office.desk.candidate_word(candidate, subject, new=False).content)
    assert NEW_TITLE in new
    assert NEW_TITLE not in old
    assert "Seksi Pemerintahan" in new
    pdf = office.desk.candidate_preview(candidate, subject, new=True)
    assert pdf.content.startswith(b"%PDF")


def test_fsck_looks_at_every_version_and_the_backup_carries_them(
    office: Office, tmp_path: Path
) -> None:
    adopt(office, running=True)
    second = office.desk.office_template(NAME, "F4").current.file.sha256
    backup(office.store, tmp_path / "cadangan.tar.gz")
    restore(tmp_path / "cadangan.tar.gz", tmp_path / "pulih")
    copy = Store(tmp_path / "pulih", "kantor")
    assert docx_text(Office(copy).desk.template_file(NAME, "F4").content) == docx_text(
        in_use(office)
    )
    copy.close()
    assert fsck(office.store) == []
    office.store.files.path(second).unlink()
    (told,) = fsck(office.store)
    assert "templat rekap baru.docx" in told
