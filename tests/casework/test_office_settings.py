"""What the office sets for all its quarters: told before it takes effect, kept as an event."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document

from service.casework import Upload
from service.casework.desks.settings import Proposed
from service.dataset import to_json
from service.errors import Conflict, Invalid, NotAllowed, NotFound
from service.progress import Actor
from service.store import Store, fsck
from tests.casework.office import Office, as_upload, docx_text, sample, scan

KASUBBAG = Actor("kasubbag_program", None, "NAMA KASUBBAG", "Kassubag Program dan Keuangan")
STAF = Actor("staf_program", None, "NAMA STAF", "Pengelola Data Kinerja")
UNIT = "SEKSI-TRANTIB"
PHONE = {"instansi.telepon": "(0567) 21234"}
PLH = {
    "jabatan": "Camat Mentebah", "nama": "NAMA PELAKSANA HARIAN, S.Sos.", "pangkat": "Penata",
    "golongan": "III/c", "nip": "198001012005011009", "peran": "camat", "sebagai": "Plh.",
    "mulai": "2026-10-09", "sampai": "2026-10-12",
}  # fmt: skip


def set_(office: Office, given: dict[str, object], **more: Any) -> Proposed:
    return office.desk.set_settings(KASUBBAG, given, **more)


def officials(office: Office) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = to_json(office.view().dataset)["pejabat"]
    return found


def word(office: Office, key: str) -> bytes:
    """Return the newest Word file of a document."""
    found = [one for one in office.view().progress.outputs if one.key == key and one.current]
    return office.store.file(found[0].ref.sha256)


def remake_all(office: Office) -> None:
    """Make every stale document once more, in the order of the steps."""
    for step in office.view().procedure.steps:
        for task in office.view().progress.step(step.number).tasks:
            now = office.view().progress.task(step.number, task.unit)
            if now.next is not None and now.again:
                who = now.next.by[0]
                actor = office.someone(who, task.unit if who == "operator" else None)
                office.desk.remake(actor, office.case, step.number, task.unit)


def stale(office: Office) -> set[str]:
    return set(office.view().progress.stale)


def test_what_becomes_stale_is_told_beforehand_and_is_so_afterwards(office: Office) -> None:
    office.order_format()
    office.hand_out(UNIT)
    told = office.desk.try_settings(KASUBBAG, PHONE)
    assert [one.text for one in told.changes] == [
        "Telepon berubah dari “(0000) 000000” menjadi “(0567) 21234”"
    ]
    (quarter,) = told.affected
    assert quarter.title == "Triwulan III Tahun 2026"
    assert not quarter.approved
    assert quarter.documents == (
        "Format Pengukuran Kinerja",
        "Checklist Inventarisasi Data Kinerja Seksi Ketenteraman dan Ketertiban Umum",
    )
    assert stale(office) == set()
    assert office.desk.office_seen() == 0

    set_(office, PHONE, note="Nomor baru")
    assert stale(office) == {"D1", f"D2.{UNIT}"}
    office.remake("kasubbag_program", 1)
    assert "(0567) 21234" in docx_text(word(office, "D1"))
    assert stale(office) == {f"D2.{UNIT}"}
    amended = office.view().progress.events[-2]
    assert (amended.action, amended.actor) == ("amended", KASUBBAG)
    assert amended.facts["because"] == "Pengaturan kantor diubah"
    assert fsck(office.store) == []


@pytest.mark.parametrize("done", [1, 3, 6])
@pytest.mark.parametrize(
    "given",
    [
        {"instansi.nama": "KECAMATAN BARU"},
        {"instansi.margin_tegak": {"atas": 30, "bawah": 25, "kiri": 30, "kanan": 20}},
        {"instansi.rupiah": "Rp1.000,00"},
        {"pejabat": [*sample()["pejabat"], PLH]},
    ],
)
def test_the_told_documents_are_the_stale_ones(
    office: Office, done: int, given: dict[str, object]
) -> None:
    office.order_format()
    if done >= 3:
        office.hand_out(UNIT)
        office.gather(UNIT)
    if done >= 6:
        office.examine(UNIT)
    (quarter,) = office.desk.try_settings(KASUBBAG, given).affected
    set_(office, given)
    names = {one.key: one.output for one in office.view().progress.outputs}
    assert len(quarter.documents) == len(stale(office))
    assert stale(office) <= names.keys()


def test_what_was_set_holds_for_quarters_opened_later(office: Office) -> None:
    set_(office, PHONE)
    later = office.desk.open_quarter(KASUBBAG, 2026, 4)
    assert later.dataset.office.phone == "(0567) 21234"
    assert office.desk.settings().said["instansi.telepon"].event.actor == KASUBBAG


def test_a_workbook_does_not_undo_what_the_office_set(office: Office) -> None:
    set_(office, PHONE)
    values = sample()
    values["instansi"]["alamat"] = "Jalan Baru Nomor 1"
    sent, found, notes = office.desk.compare_office(KASUBBAG, office.case, as_upload(values))
    assert [one.label for one in found] == ["Alamat"]
    assert "tetap berlaku, walau berkas ini berisi lain: Telepon." in notes[-1].message
    office.desk.amend_office(KASUBBAG, office.case, sent.id)
    assert office.view().dataset.office.phone == "(0567) 21234"


def test_a_workbook_that_only_says_otherwise_is_told_why_nothing_changes(office: Office) -> None:
    set_(office, {"instansi.margin_tegak": {"atas": 20, "bawah": 20, "kiri": 30, "kanan": 20}})
    set_(office, PHONE)
    with pytest.raises(Invalid) as refused:
        office.desk.compare_office(KASUBBAG, office.case, as_upload(sample()))
    assert refused.value.code == "office_unchanged"
    assert "walau berkas ini berisi lain: Telepon." in refused.value.problems[0].message


def test_an_approved_quarter_stays_as_it_is(reported: Office) -> None:
    reported.collect()
    reported.draft()
    reported.approve()
    before = reported.view()
    (quarter,) = reported.desk.try_settings(KASUBBAG, PHONE).affected
    assert (quarter.approved, quarter.documents) == (True, ())
    set_(reported, PHONE)
    assert reported.view().dataset == before.dataset
    assert reported.view().seen == before.seen
    assert reported.desk.settings().dataset.office.phone == "(0567) 21234"


def test_a_change_that_changes_nothing_makes_no_event(office: Office) -> None:
    seen = office.view().seen
    with pytest.raises(Invalid) as refused:
        set_(office, {"instansi.telepon": "(0000) 000000"})
    assert refused.value.code == "settings_unchanged"
    assert (office.desk.office_seen(), office.view().seen) == (0, seen)


def test_only_values_that_differ_are_kept_in_the_event(office: Office) -> None:
    done = set_(office, {**PHONE, "instansi.kode_pos": "00000"})
    assert done.values == PHONE


def test_of_two_people_the_second_is_told_what_the_first_did(office: Office) -> None:
    set_(office, PHONE)
    with pytest.raises(Conflict) as refused:
        set_(office, {"instansi.alamat": "Jalan Lain"}, seen=0)
    assert refused.value.code == "state_moved_on"
    assert "mengubah pengaturan kantor" in refused.value.detail
    set_(office, {"instansi.alamat": "Jalan Lain"}, seen=1)


def test_only_who_opens_quarters_changes_settings(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.desk.try_settings(STAF, PHONE)
    with pytest.raises(NotAllowed):
        office.desk.set_officials(STAF, officials(office))
    assert office.desk.office_seen() == 0


def test_there_is_nothing_to_set_before_the_first_quarter(empty: Office) -> None:
    with pytest.raises(NotFound):
        empty.desk.settings()


def test_every_fault_is_told_at_its_path(office: Office) -> None:
    wrong = {
        "instansi.nama": "",
        "instansi.zona_waktu": "Asia/Tokyo",
        "instansi.margin_tegak": {"atas": 5, "bawah": 20, "kiri": 20, "kanan": 20},
    }
    with pytest.raises(Invalid) as refused:
        set_(office, wrong)
    assert [one.place for one in refused.value.problems] == [
        "instansi.nama", "instansi.zona_waktu", "instansi.margin_tegak.atas",
    ]  # fmt: skip
    with pytest.raises(Invalid) as refused:
        set_(office, {"aturan_hitung.plafon": 100})
    assert refused.value.problems[0].code == "settings_unknown"


def test_two_holders_of_one_role_on_one_day_are_a_fault(office: Office) -> None:
    listed = officials(office)
    second = {**listed[0], "nama": "NAMA CAMAT KEDUA"}
    with pytest.raises(Invalid) as refused:
        office.desk.set_officials(KASUBBAG, [*listed, second])
    (fault,) = refused.value.problems
    assert (fault.code, fault.place) == ("settings_two_holders", f"pejabat[{len(listed)}].mulai")
    assert "NAMA CAMAT (CONTOH)" in fault.message
    first = {**listed[0], "sampai": "2026-10-31"}
    office.desk.set_officials(
        KASUBBAG, [first, *listed[1:], {**second, "mulai": "2026-11-01"}, PLH]
    )
    assert office.desk.settings().seen == 1


def test_two_who_act_in_one_role_on_one_day_are_a_fault(office: Office) -> None:
    other = {**PLH, "nama": "NAMA LAIN", "sebagai": "Plt.", "mulai": "2026-10-12", "sampai": None}
    with pytest.raises(Invalid) as refused:
        office.desk.set_officials(KASUBBAG, [*officials(office), PLH, other])
    assert refused.value.problems[0].code == "settings_two_acting"


def test_officials_of_a_unit_the_years_data_lack_are_left_out(office: Office) -> None:
    values = sample()
    gone = values["unit"][-1]["kode"]
    assert not any(one["unit"] == gone for s in values["sasaran"] for one in s["indikator"])
    head = {"jabatan": "Kepala Seksi Baru", "nama": "NAMA", "peran": "kepala_seksi", "unit": gone}
    listed = [one for one in officials(office) if one["unit"] != gone]
    office.desk.set_officials(KASUBBAG, [*listed, head])
    values["unit"] = [one for one in values["unit"] if one["kode"] != gone]
    values["pejabat"], values["triwulan"] = listed, 2
    opened = office.desk.open_case(KASUBBAG, as_upload(values))
    assert "Kepala Seksi Baru" not in [one.position for one in opened.dataset.officials]


def test_a_renamed_office_is_still_this_office(office: Office) -> None:
    set_(office, {"instansi.nama": "KECAMATAN MENTEBAH RAYA"})
    for quarter, name in ((2, "KECAMATAN MENTEBAH"), (4, "Kecamatan Mentebah Raya")):
        values = sample()
        values["triwulan"] = quarter
        values["instansi"]["nama"] = name
        opened = office.desk.open_case(KASUBBAG, as_upload(values))
        assert opened.dataset.office.name == "KECAMATAN MENTEBAH RAYA"
    values["instansi"]["nama"], values["triwulan"] = "KECAMATAN LAIN", 1
    with pytest.raises(Conflict) as refused:
        office.desk.open_case(KASUBBAG, as_upload(values))
    assert refused.value.code == "case_other_office"


@dataclass
class Clock:
    day: int = 9

    def __call__(self) -> datetime:
        return datetime(2026, 10, self.day, 1, 40, tzinfo=UTC)


@pytest.fixture
def timed(tmp_path: Path) -> Iterator[tuple[Office, Clock]]:
    """Give an office whose quarter is open, and a clock that can be moved."""
    clock, store = Clock(), Store(tmp_path / "jam", "kantor")
    made = Office(store, clock=clock)
    made.open()
    yield made, clock
    made.desk.close()
    store.close()


def test_an_acting_camat_signs_what_is_made_within_his_days(timed: tuple[Office, Clock]) -> None:
    office, clock = timed
    office.play_units()
    office.collect()
    office.draft()
    assert "NAMA CAMAT (CONTOH)" in docx_text(word(office, "D5"))
    office.desk.set_officials(KASUBBAG, [*officials(office), PLH])
    assert stale(office) == set()  # what was signed before stays signed
    set_(office, {"instansi.telepon": "(0000) 111111"})
    remake_all(office)
    text = docx_text(word(office, "D5"))
    assert "Plh. CAMAT MENTEBAH" in text
    assert "NAMA PELAKSANA HARIAN, S.Sos." in text
    assert "NIP 19800101 200501 1 009" in text
    assert "NAMA CAMAT (CONTOH)" not in text

    clock.day = 13
    office.desk.set_number(
        office.someone("kasubbag_program"), office.case, "D5", number="1/2026", date=None
    )
    assert "Plh. CAMAT MENTEBAH" in docx_text(word(office, "D5"))  # a number changes no signer
    set_(office, PHONE)
    remake_all(office)
    text = docx_text(word(office, "D5"))
    assert "NAMA CAMAT (CONTOH)" in text
    assert "Plh." not in text


def test_who_approved_stays_in_the_event_when_officials_change(
    timed: tuple[Office, Clock],
) -> None:
    office, clock = timed
    office.desk.set_officials(KASUBBAG, [*officials(office), PLH])
    office.play_units()
    office.collect()
    office.draft()
    office.approve()
    clock.day = 13
    without = [one for one in officials(office) if one["sebagai"] is None]
    office.desk.set_officials(KASUBBAG, without)
    approved = next(one for one in office.view().progress.events if one.action == "approved")
    assert approved.actor.name == "NAMA PELAKSANA HARIAN, S.Sos."
    assert approved.actor.position == "Plh. Camat Mentebah"
    text = docx_text(word(office, "D5"))
    assert "Plh. CAMAT MENTEBAH" in text
    assert "disetujui oleh NAMA PELAKSANA HARIAN, S.Sos. pada tanggal 9 Oktober 2026" in text


def test_margins_reach_the_documents_but_not_a_template_of_the_offices_own(
    office: Office,
) -> None:
    margins = {"atas": 20, "bawah": 20, "kiri": 38, "kanan": 18}
    set_(office, {"instansi.margin_mendatar": margins})
    office.order_format()
    left = Document(io.BytesIO(word(office, "D1"))).sections[0].left_margin
    assert round((left or 0) / 36_000) == 38

    own = Document(io.BytesIO(office.desk.templates.named("format-pengukuran")))
    own.sections[0].left_margin = 27 * 36_000
    made = io.BytesIO()
    own.save(made)
    upload = Upload(made.getvalue(), "format-pengukuran.docx")
    mark = office.desk.try_template(KASUBBAG, "format-pengukuran", "F4", upload)
    office.desk.adopt(KASUBBAG, "format-pengukuran", mark, running=True, confirmed=True)
    office.remake("kasubbag_program", 1)
    left = Document(io.BytesIO(word(office, "D1"))).sections[0].left_margin
    assert round((left or 0) / 36_000) == 27


def test_margins_go_back_to_those_of_the_template(office: Office) -> None:
    path = "instansi.margin_mendatar"
    set_(office, {path: {"atas": 20, "bawah": 20, "kiri": 38, "kanan": 18}})
    set_(office, {path: None})
    assert office.view().dataset.office.across is None


def test_money_is_written_as_set_and_the_documents_still_agree(office: Office) -> None:
    set_(office, {"instansi.rupiah": "Rp. 1.000,-"})
    office.play_units()
    office.collect()
    office.draft()
    text = docx_text(word(office, "D5"))
    assert "sebesar Rp.\u00a01.907.201.000,- atau 76,68 persen" in text
    read = office.desk.agreement(office.case).comparison.read["D5"]
    assert {"Rp. 1.907.201.000,-"} <= {one.text.replace("\u00a0", " ") for one in read}
    office.approve()


def test_an_emblem_waits_until_it_is_confirmed_and_then_is_on_the_letterhead(
    office: Office,
) -> None:
    office.order_format()
    picture = scan("PNG")
    mark, told = office.desk.try_emblem(KASUBBAG, Upload(picture, "lambang.png"))
    assert [one.text for one in told.changes] == ["Lambang daerah berubah"]
    assert told.affected[0].documents == ("Format Pengukuran Kinerja",)
    assert office.desk.emblem() is None
    assert office.desk.waiting_emblem(mark) == picture
    office.desk.set_emblem(KASUBBAG, mark)
    assert office.desk.emblem() == picture
    assert stale(office) == {"D1"}
    office.remake("kasubbag_program", 1)
    with ZipFile(io.BytesIO(word(office, "D1"))) as archive:
        media = [archive.read(name) for name in archive.namelist() if "media/" in name]
    assert media == [picture]
    assert fsck(office.store) == []


def test_nothing_but_an_emblem_is_printed_as_one(office: Office) -> None:
    office.order_format()
    other = office.view().progress.outputs[0].ref.sha256
    with pytest.raises(Invalid) as refused:
        set_(office, {"instansi.lambang": other})
    assert refused.value.problems[0].code == "settings_emblem"


def test_the_same_holidays_once_more_are_no_event(office: Office) -> None:
    office.desk.set_holidays(KASUBBAG, ())
    assert office.desk.office_seen() == 0
