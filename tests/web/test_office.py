"""The office's data change inside an open quarter: shown old beside new before they take effect."""

import io
import re

from openpyxl import load_workbook

from tests.web.conftest import CASE, KASUBBAG, STAF, Person, file
from tests.web.test_board import words
from tests.web.test_whole_procedure import do


def changed(content: bytes, old: object, new: object) -> bytes:
    """Return the workbook with every cell that holds `old` holding `new`."""
    book = load_workbook(io.BytesIO(content))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value == old]
    assert cells
    for cell in cells:
        cell.value = new
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def compare(person: Person, old: object, new: object) -> str:
    person.acts_as(KASUBBAG)
    book = person.get(f"{CASE}/data-kantor/berkas.xlsx").data
    person.get(f"{CASE}/data-kantor")
    answer = person.post(f"{CASE}/data-kantor", berkas=file(changed(book, old, new), "kantor.xlsx"))
    assert answer.status_code == 200, answer.text
    return person.text


def test_a_changed_official_is_shown_and_makes_the_documents_stale(person: Person) -> None:
    do(person, "1")
    before = "NAMA KASUBBAG PROGRAM (CONTOH), S.E."
    page = compare(person, before, "NAMA PENGGANTI (CONTOH), S.E.")
    assert before in page
    assert "NAMA PENGGANTI (CONTOH), S.E." in page
    (mark,) = re.findall(r'name="tersimpan" value="([^"]+)"', page)
    person.follow(f"{CASE}/data-kantor/terapkan", tersimpan=mark)
    assert "1 dokumen perlu dibuat ulang" in words(person.text)
    assert "Perlu dibuat ulang: Pejabat Kepala Sub Bagian Program" in words(person.text)
    person.get(f"{CASE}/langkah/1")
    person.follow(f"{CASE}/langkah/1/buat-ulang")
    assert "Perlu dibuat ulang:" not in words(person.get(CASE).text)
    assert "Data kantor diperbarui dari kantor.xlsx" in person.get(f"{CASE}/riwayat").text


def test_what_units_reported_is_not_taken_from_the_workbook(person: Person) -> None:
    do(person, "1")
    person.acts_as(STAF)
    do(person, "2.SEKSI-TRANTIB")
    person.acts_as("operator@SEKSI-TRANTIB")
    do(person, "3.SEKSI-TRANTIB", **{"pakai-data": "ya"})
    person.acts_as(KASUBBAG)
    book = load_workbook(io.BytesIO(person.get(f"{CASE}/data-kantor/berkas.xlsx").data))
    rows = [row for sheet in book for row in sheet.iter_rows()]
    for row in rows:
        if "3.2" in [cell.value for cell in row]:
            for cell in row:
                cell.value = 7 if cell.value == 6 else cell.value
    made = io.BytesIO()
    book.save(made)
    person.get(f"{CASE}/data-kantor")
    answer = person.post(f"{CASE}/data-kantor", berkas=file(made.getvalue(), "kantor.xlsx"))
    assert answer.status_code == 422
    assert "Tidak ada yang berubah" in answer.text


def test_nobody_else_changes_the_office_and_nothing_after_the_approval(person: Person) -> None:
    person.acts_as(STAF)
    page = person.get(f"{CASE}/data-kantor").text
    assert "Bukan peran Anda" in page
    refused = person.post(f"{CASE}/data-kantor", berkas=file(b"PK", "kantor.xlsx"))
    assert refused.status_code == 403


def test_a_wrong_workbook_shows_its_cells_and_changes_nothing(person: Person) -> None:
    person.acts_as(KASUBBAG)
    book = person.get(f"{CASE}/data-kantor/berkas.xlsx").data
    person.get(f"{CASE}/data-kantor")
    wrong = changed(book, "naik", "miring")
    answer = person.post(f"{CASE}/data-kantor", berkas=file(wrong, "kantor.xlsx"))
    assert answer.status_code == 422
    assert "miring" in answer.text
