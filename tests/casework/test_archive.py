"""A case handed out whole: the ZIP and the Lembar Kendali."""

import io
from zipfile import ZipFile

import pytest

from service.casework import Upload
from tests.casework.office import CASE, SAMPLE, Office, as_upload, pdf_text, sample, scan


def members(office: Office) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(office.desk.archive(CASE).content)) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == len(set(archive.namelist()))
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_archive_holds_the_newest_of_each_document_on_top_and_the_older_below(
    delivered: Office,
) -> None:
    assert delivered.desk.archive(CASE).name == "pengukuran-kinerja-tw3-2026.zip"
    found = members(delivered)
    top = {name for name in found if "/" not in name and name.endswith((".docx", ".jpg"))}
    newest = {one.key for one in delivered.view().progress.outputs}
    assert len(top) == len(newest)
    assert found["07-dokumen-pengukuran-tw3-2026-v3-bertanda-tangan.jpg"] == scan("JPEG")
    assert "versi-lama/07-dokumen-pengukuran-tw3-2026-v2.docx" in found
    assert "versi-lama/03-rekapitulasi-data-seksi-pemerintahan-tw3-2026-v2.docx" in found
    assert "03-rekapitulasi-data-seksi-pemerintahan-tw3-2026-v3.docx" in found
    assert "unggahan/001-mentebah-2026.json" in found
    versions = {one.ref.sha256 for one in delivered.view().progress.outputs}
    old = {name for name in found if name.startswith("versi-lama/") and name.endswith(".docx")}
    assert len(top) + len(old) == len(versions)


def test_the_control_sheet_is_in_the_archive(office: Office) -> None:
    office.order_format()
    found = members(office)["lembar-kendali-tw3-2026.pdf"]
    assert "Format Pengukuran Kinerja" in " ".join(pdf_text(found).split())


def test_without_its_program_the_control_sheet_is_a_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    found = members(office)["lembar-kendali-tw3-2026.html"]
    assert "<!doctype html>" in found.decode().lower()


def test_a_pdf_made_before_is_in_the_archive_beside_its_word_file(office: Office) -> None:
    office.order_format()
    made = office.desk.pdf(CASE, "D1")
    with ZipFile(io.BytesIO(office.desk.archive(CASE).content)) as archive:
        assert archive.read("01-format-pengukuran-tw3-2026-v1.pdf") == made.content


def test_the_files_of_an_unchanged_case_are_the_same_bytes(office: Office) -> None:
    once, again = members(office), members(office)
    for found in (once, again):
        del found["lembar-kendali-tw3-2026.pdf"]  # prints when it was made
    assert once == again


def test_a_name_from_outside_stays_inside_the_archive(office: Office) -> None:
    office.order_format()
    office.hand_out("SEKSI-PEM")
    office.gather("SEKSI-PEM", upload=Upload(SAMPLE.content, "..\\..\\/etc/<x>.json"))
    with ZipFile(io.BytesIO(office.desk.archive(CASE).content)) as archive:
        uploads = [name for name in archive.namelist() if name.startswith("unggahan/")]
    assert uploads == ["unggahan/001-mentebah-2026.json", "unggahan/004-x-.json"]


def test_the_control_sheet_shows_what_exists_who_made_it_and_what_is_missing(
    office: Office,
) -> None:
    office.order_format(number="000.8.6.3/1/2026")
    sheet = office.desk.control_sheet(CASE)
    (made,) = office.view().progress.outputs
    for told in (
        "Triwulan III Tahun 2026",
        made.ref.name,
        made.ref.sha256[:12],
        "NAMA KASUBBAG PROGRAM (CONTOH), S.E.",
        "9 Oktober 2026",
        "pukul 08.40",
        "Nomor 000.8.6.3/1/2026",
        "menunggu langkah 2",
        "belum ada",
        "belum disampaikan",
        "Seksi Ekonomi dan Pembangunan dilewati",
        "1 dari 8 langkah selesai",
    ):
        assert told in sheet


def test_the_control_sheet_shows_the_receipts(delivered: Office) -> None:
    sheet = delivered.desk.control_sheet(CASE)
    assert sheet.count("NAMA PENERIMA") == 3
    assert "menunggu langkah" not in sheet
    assert "belum disampaikan" not in sheet


def test_names_from_the_data_cannot_become_markup(empty: Office) -> None:
    values = sample()
    values["instansi"]["nama"] = "Kecamatan <meta name='pdfkit-x'>"
    view = empty.open(as_upload(values))
    sheet = empty.desk.control_sheet(view.id)
    assert "Kecamatan &lt;meta" in sheet
    assert "<meta name=" not in sheet
