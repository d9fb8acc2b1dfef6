"""The board: first what to do, then the figures, then every step and unit."""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from tests.web.conftest import CASE, SAMPLE, STAF, Person, demo, file, served, working


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_the_slip_names_what_to_do_by_whom_and_by_when(person: Person) -> None:
    shown = words(person.get(CASE).text)
    assert "Giliran Anda Perintahkan dan siapkan format" in shown
    assert "Kepala Sub Bagian Program dan Keuangan (Anda)" in shown
    assert "Senin, 5 Oktober 2026" in shown


def test_the_figures_are_those_of_the_data(person: Person) -> None:
    shown = words(person.get(CASE).text)
    assert "94,72% Sangat Tinggi" in shown
    assert "76,68%" in shown
    assert "Rp1.907.201.000 dari pagu Rp2.487.350.000" in shown
    assert "5 tercapai 7 belum tercapai 0 tidak terukur" in shown
    assert "Sementara: 0 dari 5 unit sudah dicek ulang" in shown


def test_a_passed_date_is_an_estimate_and_never_red(person: Person) -> None:
    html = person.get(CASE).text
    assert "Lewat perkiraan tenggat 4 hari kerja" in words(html)
    assert "state--late" not in html


def test_units_without_an_indicator_are_skipped_with_the_reason(person: Person) -> None:
    shown = words(person.get(CASE).text)
    assert "Seksi Ekonomi dan Pembangunan Dilewati: tidak mempunyai indikator tahun 2026" in shown


def test_somebody_else_sees_whose_turn_it_is_and_may_take_the_role(person: Person) -> None:
    person.acts_as(STAF)
    shown = words(person.get(CASE).text)
    assert "Tindakan berikutnya Perintahkan dan siapkan format" in shown
    assert "Bertindak sebagai Kepala Sub Bagian Program dan Keuangan" in shown


def test_a_step_shows_which_units_are_missing(person: Person) -> None:
    person.follow(f"{CASE}/langkah/1/do")
    person.acts_as(STAF)
    person.get(f"{CASE}/langkah/2.SEKSI-PEM")
    person.follow(f"{CASE}/langkah/2.SEKSI-PEM/do")
    shown = words(person.get(CASE).text)
    assert "1 dari 5 unit" in shown
    assert "Belum: Sekretariat Kecamatan, Seksi Pemberdayaan Masyarakat dan Desa" in shown


def test_all_files_come_as_one_zip_and_the_control_sheet_as_pdf(person: Person) -> None:
    person.follow(f"{CASE}/langkah/1/do")
    archive = person.get(f"{CASE}/arsip.zip")
    names = zipfile.ZipFile(io.BytesIO(archive.data)).namelist()
    assert any(name.endswith("format-pengukuran-tw3-2026-v1.docx") for name in names)
    sheet = person.get(f"{CASE}/lembar-kendali.pdf")
    if sheet.status_code == 200:
        assert sheet.data.startswith(b"%PDF")
    else:
        assert sheet.status_code == 503
        assert "wkhtmltopdf" in sheet.text


@pytest.mark.skipif(shutil.which("wkhtmltopdf") is None, reason="it alone makes this sheet")
def test_the_control_sheet_has_the_paper_of_the_office(newcomer: Person) -> None:
    raw = json.loads(SAMPLE.read_bytes())
    raw["instansi"]["kertas"] = "A4"
    newcomer.get("/mulai")
    newcomer.follow("/mulai/unggah", berkas=file(json.dumps(raw).encode(), "kantor.json"))
    sheet = newcomer.get(f"{CASE}/lembar-kendali.pdf")
    width, height = pypdfium2.PdfDocument(sheet.data)[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)


def test_an_office_without_budget_says_so_instead_of_zero(newcomer: Person) -> None:
    data = json.loads(SAMPLE.read_text("utf-8"))
    data |= {"program": [], "ringkasan_tw3": {}}
    newcomer.get("/mulai")
    newcomer.follow("/mulai/unggah", berkas=file(json.dumps(data).encode(), "kantor.json"))
    shown = words(newcomer.get(CASE).text)
    assert "Penyerapan anggaran s.d. Triwulan III Tanpa anggaran" in shown
    assert "Rp0" not in shown


def test_what_is_not_reported_is_a_word_and_never_a_zero(person: Person) -> None:
    person.get("/mulai")
    person.follow("/mulai/triwulan", tahun="2026", triwulan="4")
    shown = words(person.text)
    assert "Rata-rata capaian kinerja Belum dilaporkan" in shown
    assert "Triwulan IV Belum dilaporkan Pagu Rp2.487.350.000" in shown
    assert "12 belum dilaporkan" in shown


def test_the_other_quarters_can_be_opened_from_the_switch(person: Person) -> None:
    html = person.get(CASE).text
    assert f'href="{CASE}/berikutnya"' in html
    assert 'href="/mulai?triwulan=2#triwulan"' in html
    assert f'href="{CASE}" aria-current="page"' in html


def visitor(folder: Path, today: date) -> Iterator[Person]:
    """Yield somebody who looks at the store of `folder` on another day."""
    settings = demo(folder, today=today)
    with working(settings) as casework:
        yield Person(served(settings, casework).test_client())


def test_a_quarter_that_passed_shows_the_warning_of_the_sop(person: Person, tmp_path: Path) -> None:
    assert "Peringatan SOP" not in person.get(CASE).text
    for late in visitor(tmp_path, date(2026, 10, 16)):
        shown = words(late.get(CASE).text)
        assert "Peringatan SOP Apabila Pengukuran Data Kinerja tidak dilaksanakan maka" in shown
        assert (
            "Triwulan III 2026 belum selesai; perkiraan tenggat terakhir 14 Oktober 2026 "
            "sudah lewat." in shown
        )


@pytest.mark.usefixtures("person")
def test_a_quarter_nobody_opened_is_warned_of_with_the_way_to_open_it(tmp_path: Path) -> None:
    for late in visitor(tmp_path, date(2027, 2, 1)):
        shown = late.get(CASE).text
        assert "Triwulan IV 2026</a> belum dibuka" in shown
        assert 'href="/mulai?triwulan=4#triwulan"' in shown
