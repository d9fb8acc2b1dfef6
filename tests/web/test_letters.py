"""The letters that go with a step, as the person who writes them meets them."""

import re
from io import BytesIO

import pytest
from docx import Document

from service.casework import Casework
from tests.web.conftest import CAMAT, CASE, KASUBBAG, STAF, Person
from tests.web.test_whole_procedure import do, gather

FIRST = f"{CASE}/langkah/1"


@pytest.fixture
def opened(person: Person) -> Person:
    person.acts_as(KASUBBAG)
    return person


def headings(person: Person) -> list[str]:
    return re.findall(r"Surat yang menyertai: ([^<]+)<", person.text)


def test_a_letter_is_written_before_the_step_and_holds_nothing(opened: Person) -> None:
    opened.get(FIRST)
    assert headings(opened) == ["Nota Dinas Perintah"]
    told = {"nomor-surat": "000.8.6.3/17/2026", "tanggal-surat": "1 Oktober 2026"}
    opened.follow(f"{FIRST}/letter", **told)
    assert "Sudah dibuat: Nota Dinas Perintah versi 1." in opened.text
    assert "Perintahkan dan siapkan format" in opened.text
    assert "Belum mulai" in opened.text
    docx = opened.get(f"{CASE}/dokumen/D6/word")
    words = "\n".join(cell.text for t in Document(BytesIO(docx.data)).tables for cell in t._cells)
    assert "000.8.6.3/17/2026" in words
    opened.get(FIRST)
    opened.follow(f"{FIRST}/do")
    opened.get(FIRST)
    assert headings(opened) == ["Nota Dinas Perintah"]
    assert "Sudah ada versi 1" in opened.text


def test_only_who_writes_it_is_offered_the_letter(opened: Person) -> None:
    opened.acts_as(STAF)
    opened.get(FIRST)
    assert headings(opened) == []
    assert opened.post(f"{FIRST}/letter").status_code == 403


def test_a_letter_waits_for_what_its_step_waits_for(opened: Person) -> None:
    opened.get(f"{CASE}/langkah/8")
    assert headings(opened) == []
    assert opened.post(f"{CASE}/langkah/8/letter").status_code == 409


def test_what_is_wrong_with_a_letter_stands_at_its_own_field(opened: Person) -> None:
    opened.get(FIRST)
    wrong = {"nomor-surat": "17", "tanggal-surat": "kemarin"}
    answer = opened.post(f"{FIRST}/letter", **wrong)
    assert answer.status_code == 422
    assert 'href="#tanggal-surat"' in opened.text
    assert 'id="nomor-surat" name="nomor-surat" value="17"' in opened.text
    opened.get(FIRST)
    opened.follow(f"{FIRST}/do", nomor="000.8.6.3/17/2026")
    opened.get(FIRST)
    used = opened.post(f"{FIRST}/letter", **{"nomor-surat": "000.8.6.3/17/2026"})
    assert used.status_code == 409
    assert 'href="#nomor-surat"' in opened.text


def test_the_handing_out_is_written_for_each_unit_with_the_day_it_is_due_back(
    opened: Person,
) -> None:
    opened.get(FIRST)
    opened.follow(f"{FIRST}/do")
    opened.get(f"{CASE}/langkah/2.SEKSI-YAN")
    assert headings(opened) == ["Nota Dinas Penyampaian Format"]
    opened.follow(f"{CASE}/langkah/2.SEKSI-YAN/letter")
    docx = opened.get(f"{CASE}/dokumen/D9.SEKSI-YAN/word")
    words = "\n".join(p.text for p in Document(BytesIO(docx.data)).paragraphs)
    assert "paling lambat tanggal 6 Oktober 2026." in words


def test_what_is_approved_and_signed_is_the_document_and_not_its_letter(
    person: Person, casework: Casework
) -> None:
    gather(person, casework)
    gathered = person
    gathered.acts_as(KASUBBAG)
    do(gathered, "7")
    do(gathered, "7", "letter")
    gathered.acts_as(CAMAT)
    gathered.get(f"{CASE}/persetujuan/7")
    assert f"{CASE}/dokumen/D5/" in gathered.text
    assert "/dokumen/D8" not in gathered.text
    gathered.follow(f"{CASE}/langkah/7/approve")
    gathered.acts_as(KASUBBAG)
    gathered.get(f"{CASE}/langkah/7")
    assert re.search(r'href="([^"]*)">.*Unduh PDF untuk ditandatangani', gathered.text)
    assert "/dokumen/D8/pdf" not in gathered.text.split("Dokumen yang sudah dibuat")[0]
