"""What people bring: forms, checks, signed files, receipts, the emblem."""

import io
import json
from zipfile import ZipFile

import pytest

from service.casework import Upload
from service.casework.signed import as_pdf
from service.errors import Invalid, NotFound
from service.store import fsck, orphans
from tests.casework.office import (
    CASE,
    SAMPLE,
    Office,
    as_upload,
    docx_text,
    pdf_text,
    sample,
    scan,
    states,
)

UNIT, OTHER = "SEKSI-PEM", "SEKSI-YAN"


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


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "case_file_empty"),
        (b"tanda tangan", "package_not_zip"),
        (b"%PDF-1.7\nbukan", "case_pdf_broken"),
        (b" " * 5000 + as_pdf(scan("PNG")), "package_not_zip"),
        (scan("JPEG")[:150], "gate_picture_damaged"),
        (scan("JPEG")[:-60], "case_not_a_scan"),
    ],
    ids=[
        "empty",
        "text",
        "cut PDF",
        "PDF that begins late",
        "cut picture",
        "picture cut near its end",
    ],
)
def test_a_signed_file_that_is_none_is_refused(reported: Office, content: bytes, code: str) -> None:
    reported.collect()
    reported.draft()
    reported.approve()
    with pytest.raises(Invalid, match=code):
        reported.sign(Upload(content, "ttd.pdf"))
    assert states(reported, "D5") == ["konsep", "disetujui"]


def test_delivery_is_done_when_every_receiver_has_a_receipt(reported: Office) -> None:
    reported.collect()
    reported.draft()
    reported.approve()
    approved = reported.desk.pdf(CASE, "D5").content
    signed = as_pdf(scan("PNG"))
    reported.sign(Upload(signed, "ttd.pdf"))
    assert reported.desk.pdf(CASE, "D5").content == signed
    first, *others = [one.name for one in reported.view().dataset.receivers]
    reported.deliver(first, upload=Upload(scan("PNG"), "../tanda terima?.png"))
    assert reported.view().progress.step(8).state != "selesai"
    for name in others:
        reported.deliver(name)
    assert reported.view().progress.done
    assert "94,72" in pdf_text(approved)


@pytest.mark.parametrize("version", [1, 2], ids=["draft", "approved"])
def test_the_pdf_made_here_is_not_taken_for_the_signed_one(reported: Office, version: int) -> None:
    reported.collect()
    reported.draft()
    reported.approve()
    made = reported.desk.pdf(CASE, "D5", version).content
    with pytest.raises(Invalid, match="belum bertanda tangan"):
        reported.sign(Upload(made, "ttd.pdf"))
    assert states(reported, "D5") == ["konsep", "disetujui"]


@pytest.mark.parametrize(
    ("day", "told"),
    [("2026-10-08", "persetujuan dokumen pada 9 Oktober"), ("2026-10-10", "hari ini 9 Oktober")],
)
def test_nothing_is_received_before_its_approval_or_tomorrow(
    reported: Office, day: str, told: str
) -> None:
    reported.collect()
    reported.draft()
    reported.approve()
    reported.sign(Upload(scan("PNG"), "ttd.png"))
    receiver = reported.view().dataset.receivers[0].name
    facts = {"receiver": receiver, "received_by": "Staf Umum", "received_on": day}
    with pytest.raises(Invalid) as caught:
        reported.act("staf_program", 8, action="deliver", facts=facts)
    (wrong,) = caught.value.problems
    assert wrong.place == "received_on"
    assert told in wrong.message
    assert receiver in wrong.message


def test_an_incomplete_receipt_tells_every_missing_field(reported: Office) -> None:
    reported.collect()
    reported.draft()
    reported.approve()
    reported.sign(Upload(scan("PNG"), "ttd.png"))
    receiver = reported.view().dataset.receivers[0].name
    facts = {"receiver": receiver, "received_on": "kemarin"}
    with pytest.raises(Invalid) as caught:
        reported.act("staf_program", 8, action="deliver", facts=facts)
    assert [one.place for one in caught.value.problems] == ["received_by", "received_on"]
    with pytest.raises(NotFound):
        reported.deliver("Kementerian")


def test_the_budget_form_comes_back_as_the_budget_of_the_quarter(reported: Office) -> None:
    form = reported.desk.budget_form(CASE)
    assert form.name == "formulir-anggaran-tw3-2026.xlsx"
    before = reported.view().dataset.programmes
    reported.collect(upload=Upload(form.content, form.name))
    assert reported.view().dataset.programmes == before
    assert states(reported, "D4") == ["disusun"]


def test_a_form_is_named_after_its_unit_and_quarter(office: Office) -> None:
    stored = office.desk.form(CASE, UNIT)
    assert stored.name == "formulir-data-kinerja-seksi-pemerintahan-tw3-2026.xlsx"
    assert office.desk.form(CASE, None).content.startswith(b"PK")
    with pytest.raises(NotFound):
        office.desk.form(CASE, "SEKSI-LAIN")


def _members(docx: bytes) -> list[bytes]:
    with ZipFile(io.BytesIO(docx)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_the_emblem_is_a_png_and_stands_in_documents_made_afterwards(office: Office) -> None:
    actor = office.someone("kasubbag_program")
    assert office.desk.emblem() is None
    refused = {
        b"": "package_empty",
        b"lambang": "package_not_zip",
        scan("JPEG"): "package_wrong_kind",
        scan("PNG")[:-60]: "case_not_an_emblem",
    }
    for content, code in refused.items():
        with pytest.raises(Invalid, match=code):
            office.desk.try_emblem(actor, Upload(content, "lambang.png"))
    mark, _ = office.desk.try_emblem(actor, Upload(scan("PNG"), "lambang.png"))
    office.desk.set_emblem(actor, mark)
    assert office.desk.emblem() == scan("PNG")
    office.order_format()
    assert scan("PNG") in _members(office.desk.document(CASE, "D1").content)
    assert fsck(office.store) == []
    assert orphans(office.store) == []
