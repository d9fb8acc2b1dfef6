"""From the opened quarter to the delivered, signed document, with nothing but forms."""

import io
import re

import docx
import pytest

from service import workbook
from service.casework import Casework
from service.casework.signed import as_pdf
from tests.casework.office import scan
from tests.web.conftest import CAMAT, CASE, KASUBBAG, STAF, Person, file
from tests.web.test_board import words

UNITS = ["SEKRETARIAT", "SEKSI-PEM", "SEKSI-PMD", "SEKSI-TRANTIB", "SEKSI-YAN"]


def text_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def do(person: Person, task: str, action: str = "do", **fields: object) -> None:
    """Do an action; findings that `fields` say nothing about are accepted."""
    html = person.get(f"{CASE}/langkah/{task}").text
    accepted = dict.fromkeys(re.findall(r'name="(putusan-[^"]+)"', html), "diterima")
    person.follow(f"{CASE}/langkah/{task}/{action}", **{**accepted, **fields})


def gather(person: Person, casework: Casework) -> None:
    """Do steps 1 to 6."""
    do(person, "1", nomor="000.8.6.3/1/2026", tanggal="1 Oktober 2026")
    person.acts_as(STAF)
    for unit in UNITS:
        do(person, f"2.{unit}")
    for unit in UNITS:
        person.acts_as(f"operator@{unit}")
        form = workbook.write(casework.view("2026-tw3").dataset, unit)
        do(person, f"3.{unit}", berkas=file(form, f"{unit}.xlsx"))
    person.acts_as(KASUBBAG)
    for unit in UNITS:
        check(person, unit)
        do(person, f"5.{unit}", setuju="ya")
    person.acts_as(STAF)
    do(person, "6", nomor="000.8.6.3/6/2026", tanggal="9/10/2026")


def check(person: Person, unit: str) -> None:
    html = person.get(f"{CASE}/langkah/4.{unit}").text
    codes = re.findall(r'<fieldset class="finding" id="hasil-([^"]+)"', html)
    assert codes
    do(person, f"4.{unit}", **{f"hasil-{code}": "sesuai" for code in codes})


@pytest.fixture
def gathered(person: Person, casework: Casework) -> Person:
    gather(person, casework)
    return person


def sign(gathered: Person) -> None:
    """Upload the signed document after everything that is none."""
    gathered.acts_as(KASUBBAG)
    gathered.get(f"{CASE}/langkah/7")
    assert gathered.post(f"{CASE}/langkah/7/sign").status_code == 422
    assert 'href="#berkas"' in gathered.text
    broken = gathered.post(f"{CASE}/langkah/7/sign", berkas=file(b"%PDF-rusak", "pindai.pdf"))
    assert broken.status_code == 422
    assert "pindai.pdf" in broken.text
    made = gathered.get(f"{CASE}/dokumen/D5/pdf").data
    gathered.get(f"{CASE}/langkah/7")
    unsigned = gathered.post(f"{CASE}/langkah/7/sign", berkas=file(made, "D5.pdf"), note="Asli")
    assert unsigned.status_code == 422
    assert 'href="#berkas"' in unsigned.text
    assert "belum bertanda tangan" in unsigned.text
    assert "Asli</textarea>" in unsigned.text
    signed = as_pdf(scan("PNG"))
    do(gathered, "7", "sign", berkas=file(signed, "bertanda tangan.pdf"))
    assert gathered.get(f"{CASE}/dokumen/D5/word").data == signed


def deliver(gathered: Person) -> list[str]:
    """Record every receipt after two that are wrong, and return the receivers."""
    gathered.acts_as(STAF)
    receivers = re.findall(
        r'name="penerima" value="([^"]+)"', gathered.get(f"{CASE}/langkah/8").text
    )
    assert len(receivers) > 1
    refused = gathered.post(
        f"{CASE}/langkah/8/deliver", **{"penerima": receivers[1], "tanggal-terima": "kemarin"}
    )
    assert refused.status_code == 422
    assert 'href="#diterima-oleh"' in refused.text
    assert f"Nama penerima di {receivers[1]} belum diisi" in words(refused.text)
    assert refused.text.count('value="kemarin"') == 1
    early = gathered.post(
        f"{CASE}/langkah/8/deliver",
        **{
            "penerima": receivers[1],
            "diterima-oleh": "Bagian Umum",
            "tanggal-terima": "1 Oktober 2026",
            "nomor-terima": "17",
        },
    )
    assert early.status_code == 422
    assert 'href="#tanggal-terima"' in early.text
    for kept in ("Bagian Umum", "1 Oktober 2026", "17"):
        assert early.text.count(f'value="{kept}"') == 1
    for name in receivers:
        gathered.follow(
            f"{CASE}/langkah/8/deliver",
            **{"penerima": name, "diterima-oleh": "Staf Umum", "tanggal-terima": "9 Oktober 2026"},
        )
        assert f"Tanda terima dari {name} tercatat." in words(gathered.text)
    return receivers


def test_forms_alone_lead_to_the_delivered_signed_document(gathered: Person) -> None:
    recap = text_of(gathered.get(f"{CASE}/dokumen/D4/word").data)
    assert "94,72" in recap
    assert "76,68" in recap

    gathered.acts_as(KASUBBAG)
    do(gathered, "7", nomor="000.8.6.3/7/2026", tanggal="9 Oktober 2026")
    gathered.acts_as(CAMAT)
    assert "Giliran Anda Setujui Dokumen Pengukuran Kinerja" in words(gathered.get(CASE).text)
    shown = words(gathered.get(f"{CASE}/persetujuan/7").text)
    assert "94,72% Sangat Tinggi" in shown
    assert "Triwulan II: 100,15%" in shown
    assert "3.2 Jumlah gangguan" in shown
    assert "11 dari target 9 (Kejadian), capaian 77,78%" in shown
    gathered.follow(f"{CASE}/langkah/7/approve", note="Lanjutkan.")
    assert "Dokumen Pengukuran Kinerja versi 2" in gathered.text
    assert "Sudah disetujui Oleh Camat Mentebah" in words(
        gathered.get(f"{CASE}/persetujuan/7").text
    )

    sign(gathered)
    receivers = deliver(gathered)
    document = words(gathered.get(f"{CASE}/dokumen/D5").text)
    for name in receivers:
        assert f"disampaikan kepada {name}" in document
    board = words(gathered.get(CASE).text)
    assert "Semua langkah Triwulan III sudah selesai" in board
    history = words(gathered.get(f"{CASE}/riwayat").text)
    assert "Setujui langkah 7" in history
    assert "“Lanjutkan.”" in history
    assert f"penerima {receivers[0]}" in history


def test_a_finding_without_a_note_is_refused_and_nothing_typed_is_lost(
    person: Person, casework: Casework
) -> None:
    do(person, "1")
    person.acts_as(STAF)
    do(person, "2.SEKSI-PMD")
    person.acts_as("operator@SEKSI-PMD")
    do(person, "3.SEKSI-PMD", **{"pakai-data": "ya"})
    person.acts_as(KASUBBAG)
    person.get(f"{CASE}/langkah/4.SEKSI-PMD")
    typed = {"hasil-2.3": "perbaiki", "hasil-3.1": "sesuai", "catatan-3.1": "Sudah <dicek> & cocok"}
    answer = person.post(f"{CASE}/langkah/4.SEKSI-PMD/do", **typed)
    assert answer.status_code == 422
    assert 'href="#catatan-2.3"' in answer.text
    assert 'name="hasil-2.3" value="perbaiki" checked' in answer.text
    assert "Sudah &lt;dicek&gt; &amp; cocok" in answer.text
    assert len(casework.view("2026-tw3").progress.events) == 4


def test_a_wrong_form_of_a_unit_shows_each_cell_and_stores_nothing(
    person: Person, casework: Casework
) -> None:
    do(person, "1")
    person.acts_as(STAF)
    do(person, "2.SEKSI-YAN")
    person.acts_as("operator@SEKSI-YAN")
    person.get(f"{CASE}/langkah/3.SEKSI-YAN")
    other = workbook.write(casework.view("2026-tw3").dataset, "SEKSI-PEM")
    answer = person.post(f"{CASE}/langkah/3.SEKSI-YAN/do", berkas=file(other, "salah.xlsx"))
    assert answer.status_code == 422
    assert "Tidak ada yang disimpan" in answer.text
    assert len(casework.view("2026-tw3").progress.events) == 3


def test_a_step_before_its_turn_says_what_it_waits_for(person: Person) -> None:
    shown = words(person.get(f"{CASE}/langkah/6").text)
    assert "Menunggu langkah sebelumnya" in shown
    assert "Langkah 5, Seksi Pemerintahan Rekapitulasi Data Kinerja" in shown
    assert person.get(f"{CASE}/persetujuan/7").status_code == 200
    assert person.get(f"{CASE}/persetujuan/3").status_code == 404
    assert person.get(f"{CASE}/penyampaian").location == f"{CASE}/langkah/8"


def test_a_step_page_shows_what_it_needs_and_whether_it_exists(person: Person) -> None:
    shown = words(person.get(f"{CASE}/langkah/2").text)
    assert "Kelengkapan Rekapitulasi Data Kinerja Belum ada" in shown
    person.get(f"{CASE}/langkah/1")
    person.follow(f"{CASE}/langkah/1/do")
    shown = words(person.get(f"{CASE}/langkah/2").text)
    assert "Kelengkapan Rekapitulasi Data Kinerja Ada" in shown


@pytest.mark.parametrize("task", ["1", "3", "3.SEKSI-PEM", "6"])
def test_what_a_step_makes_itself_is_not_called_missing(person: Person, task: str) -> None:
    shown = words(person.get(f"{CASE}/langkah/{task}").text)
    kept = shown.split("Kelengkapan")[-1].split("Output")[0]
    assert "Dibuat pada langkah ini" in kept
    assert "Belum ada" not in kept


def test_an_indicator_that_wants_to_be_low_says_so(person: Person) -> None:
    do(person, "1")
    person.acts_as(STAF)
    do(person, "2.SEKSI-TRANTIB")
    person.acts_as("operator@SEKSI-TRANTIB")
    shown = words(person.get(f"{CASE}/langkah/3.SEKSI-TRANTIB").text)
    assert "(Kejadian; semakin rendah semakin baik" in shown
    assert "Semakin rendah semakin baik" in words(person.get("/bantuan").text)
