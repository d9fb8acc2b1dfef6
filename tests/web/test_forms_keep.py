"""What was typed stays in the form, and every fault stands at its field."""

import io
import re

import pytest
from PIL import Image

from service import workbook
from service.casework import Casework
from tests.web.conftest import CASE, KASUBBAG, STAF, Person, file
from tests.web.test_board import words
from tests.web.test_whole_procedure import do

UNIT = "SEKSI-PMD"
USED = "000.8.6.3/1/2026"


def scan() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 90), "white").save(out, "PDF")
    return out.getvalue()


def field(html: str, name: str) -> str:
    """Return the input or the text area called `name`."""
    found = re.search(rf'<(?:input|textarea)[^>]*\bname="{name}"[^>]*>[^<]*', html)
    assert found is not None, name
    return found.group()


@pytest.fixture
def handed_out(person: Person) -> Person:
    """Return somebody whose format is numbered and handed to one unit."""
    do(person, "1", nomor=USED)
    person.acts_as(STAF)
    do(person, f"2.{UNIT}")
    return person


@pytest.fixture
def examiner(handed_out: Person) -> Person:
    handed_out.acts_as(f"operator@{UNIT}")
    do(handed_out, f"3.{UNIT}", **{"pakai-data": "ya"})
    handed_out.acts_as(KASUBBAG)
    return handed_out


def test_a_refused_workbook_forgets_neither_number_nor_date_nor_note(
    handed_out: Person, casework: Casework
) -> None:
    handed_out.acts_as(f"operator@{UNIT}")
    handed_out.get(f"{CASE}/langkah/3.{UNIT}")
    other = workbook.write(casework.view("2026-tw3").dataset, "SEKSI-PEM")
    typed = {"nomor": "7/<b>", "tanggal": "8 Oktober 2026", "note": "Data & bukti"}
    answer = handed_out.post(
        f"{CASE}/langkah/3.{UNIT}/do", berkas=file(other, "salah.xlsx"), **typed
    )
    assert answer.status_code == 422
    assert "Unggah lagi" in answer.text
    assert 'value="7/&lt;b&gt;"' in field(answer.text, "nomor")
    assert 'value="8 Oktober 2026"' in field(answer.text, "tanggal")
    assert "Data &amp; bukti" in field(answer.text, "note")


def test_a_used_number_is_told_at_its_field_and_nothing_ticked_is_lost(examiner: Person) -> None:
    html = examiner.get(f"{CASE}/langkah/4.{UNIT}").text
    codes = re.findall(r'<fieldset class="finding" id="hasil-([^"]+)"', html)
    ticked = {f"hasil-{code}": "sesuai" for code in codes}
    ticked |= {f"hasil-{codes[0]}": "perbaiki", f"catatan-{codes[0]}": "Lampirkan daftar hadir"}
    answer = examiner.post(f"{CASE}/langkah/4.{UNIT}/do", nomor=USED, **ticked)
    assert answer.status_code == 409
    assert 'href="#nomor"' in answer.text
    assert 'aria-invalid="true"' in field(answer.text, "nomor")
    assert f'value="{USED}"' in field(answer.text, "nomor")
    assert "sudah dipakai untuk Format Pengukuran Kinerja" in answer.text
    assert f'name="hasil-{codes[0]}" value="perbaiki" checked' in answer.text
    assert answer.text.count('value="sesuai" checked') == len(codes) - 1
    assert "Lampirkan daftar hadir" in answer.text


def test_a_used_number_stays_in_the_form_of_the_document_too(examiner: Person) -> None:
    page = f"{CASE}/dokumen/D3.{UNIT}"
    examiner.get(page)
    answer = examiner.post(f"{page}/nomor", nomor=USED, tanggal="8 Oktober 2026")
    if answer.status_code == 403:
        examiner.acts_as(f"operator@{UNIT}")
        examiner.get(page)
        answer = examiner.post(f"{page}/nomor", nomor=USED, tanggal="8 Oktober 2026")
    assert answer.status_code == 409
    assert 'href="#nomor"' in answer.text
    assert f'value="{USED}"' in field(answer.text, "nomor")


def test_what_may_be_done_again_is_open_when_it_was_refused(examiner: Person) -> None:
    do(examiner, f"4.{UNIT}", nomor="4", **checks(examiner))
    html = examiner.get(f"{CASE}/langkah/4.{UNIT}").text
    assert '<details class="again">' in html
    answer = examiner.post(f"{CASE}/langkah/4.{UNIT}/do")
    assert answer.status_code == 422
    assert '<details class="again" open>' in answer.text


def checks(person: Person) -> dict[str, str]:
    html = person.get(f"{CASE}/langkah/4.{UNIT}").text
    return {f"hasil-{one}": "sesuai" for one in re.findall(r'id="hasil-([^"]+)"', html)}


def test_an_empty_upload_is_told_at_the_file(handed_out: Person) -> None:
    handed_out.acts_as(f"operator@{UNIT}")
    handed_out.get(f"{CASE}/langkah/3.{UNIT}")
    answer = handed_out.post(
        f"{CASE}/langkah/3.{UNIT}/do", berkas=file(b"bukan Excel", "data.xlsx"), nomor="9"
    )
    assert answer.status_code == 422
    assert 'href="#berkas"' in answer.text
    assert 'value="9"' in field(answer.text, "nomor")


def test_a_statement_that_is_not_ticked_is_asked_for_as_such(examiner: Person) -> None:
    do(examiner, f"4.{UNIT}", **checks(examiner))
    examiner.get(f"{CASE}/langkah/5.{UNIT}")
    answer = examiner.post(f"{CASE}/langkah/5.{UNIT}/do", note="Cocok")
    assert answer.status_code == 422
    assert "Centang pernyataan" in words(answer.text)
    assert "Pernyataan belum diisi" not in words(answer.text)
