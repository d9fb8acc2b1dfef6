"""A refused workbook: the page of its wrong cells, and the marked copy to mend."""

import re
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook

from tests.web.api.conftest import Program, codes
from tests.web.conftest import CASE, KASUBBAG, STAF, Person, file
from tests.web.test_board import words
from tests.web.test_whole_procedure import do
from tests.workbook.books import edited

UNIT = "SEKSI-YAN"
TASK = f"{CASE}/langkah/3.{UNIT}"
COPY = re.compile(r'href="(/salinan-bertanda/[0-9a-f]{32}\.xlsx)"')


@pytest.fixture
def clerk(person: Person) -> Person:
    """Return the operator of a unit that has its form."""
    do(person, "1")
    person.acts_as(STAF)
    do(person, f"2.{UNIT}")
    person.acts_as(f"operator@{UNIT}")
    return person


def wrong(book: Workbook) -> None:
    book["Realisasi"]["N6"] = "enam"
    book["Narasi"]["F6"] = "31/11/2026"
    book["Narasi"]["I7"] = "sudah"


def mended(book: Workbook) -> None:
    book["Realisasi"]["N6"] = 84.12
    book["Narasi"]["F6"] = "30/11/2026"
    book["Narasi"]["I7"] = "proses"


def send(clerk: Person, content: bytes, name: str = "realisasi-yan.xlsx") -> str:
    clerk.get(TASK)
    answer = clerk.post(f"{TASK}/do", berkas=file(content, name))
    return answer.text if answer.status_code == 422 else answer.headers["Location"]


def refused(clerk: Person) -> str:
    form = clerk.client.get(f"{TASK}/formulir.xlsx").data
    return send(clerk, edited(form, wrong))


def test_filled_wrongly_in_three_ways_mended_in_the_copy_and_taken(clerk: Person) -> None:
    address = COPY.search(refused(clerk))
    assert address is not None
    answer = clerk.client.get(address[1])
    assert 'filename="realisasi-yan-perbaikan.xlsx"' in answer.headers["Content-Disposition"]
    assert load_workbook(BytesIO(answer.data)).sheetnames[0] == "Perbaikan"
    assert send(clerk, edited(answer.data, mended)).startswith("/triwulan/")


def test_the_page_says_what_each_cell_is_about_and_what_stays(clerk: Person) -> None:
    shown = words(refused(clerk))
    assert "3 isian salah dalam berkas Anda" in shown
    assert "Tidak ada yang disimpan. Data dan dokumen yang sudah ada tetap seperti semula." in shown
    assert "Bukan angka: Realisasi TW III, indikator 1.1" in shown
    assert "Realisasi!N6 Realisasi TW III, indikator 1.1 enam" in shown
    assert re.search(r"\d+ isian lain sudah benar: \d+ di lembar Realisasi, \d+ di lembar N", shown)
    assert "realisasi-yan.xlsx, diperiksa 9 Oktober 2026 pukul" in shown


def test_the_version_that_stays_is_named(clerk: Person) -> None:
    do(clerk, f"3.{UNIT}", **{"pakai-data": "ya"})
    assert "Rekapitulasi Data Kinerja versi 1 (9 Oktober 2026 pukul" in words(refused(clerk))


def test_the_copy_is_for_who_sent_the_file_alone(clerk: Person) -> None:
    found = COPY.search(refused(clerk))
    assert found is not None
    for other in (KASUBBAG, "operator@SEKSI-PEM"):
        clerk.acts_as(other)
        answer = clerk.get(found[1])
        assert answer.status_code == 404
        assert "Salinan bertanda sudah tidak ada" in answer.text
    clerk.acts_as(f"operator@{UNIT}")
    assert clerk.client.get(found[1]).status_code == 200


@pytest.mark.parametrize(
    ("show", "send_to"), [("/mulai", "/mulai/unggah"), (f"{CASE}/data-kantor",) * 2]
)
def test_the_workbook_of_the_office_has_one_too(person: Person, show: str, send_to: str) -> None:
    form = person.client.get(f"{CASE}/data-kantor/berkas.xlsx").data
    content = edited(form, lambda book: book["Pejabat"].__setitem__("E6", "12"))
    person.get(show)
    answer = person.post(send_to, berkas=file(content, "kantor.xlsx"))
    assert answer.status_code == 422
    assert "NIP, baris 6" in answer.text
    found = COPY.search(answer.text)
    assert found is not None
    assert person.client.get(found[1]).status_code == 200


def test_json_is_told_without_a_copy(person: Person) -> None:
    person.get("/mulai")
    answer = person.post("/mulai/unggah", berkas=file(b'{"tahun": 2026}', "kantor.json"))
    assert COPY.search(answer.text) is None
    assert "Untuk berkas ini tidak ada salinan bertanda" in answer.text


def test_a_program_gets_the_address_of_the_copy(clerk: Person, app: Flask) -> None:
    form = clerk.client.get(f"{TASK}/formulir.xlsx").data
    program = Program(app.test_client())
    answer = program.send(f"/cases/2026-tw3/tasks/3.{UNIT}", file=(edited(form, wrong), "a.xlsx"))
    assert "workbook_not_a_number" in codes(answer)
    assert answer.json["berlaku_sampai"].startswith("20")
    address = answer.json["salinan_bertanda"].removeprefix("/api/v1")
    assert load_workbook(BytesIO(program.get(address).data)).sheetnames[0] == "Perbaikan"
    other = {"X-Peran": "operator", "X-Unit": "SEKSI-PEM"}
    assert program.get(address, headers=other).status_code == 404


def test_a_program_that_opens_a_quarter_gets_it_too(person: Person, app: Flask) -> None:
    form = person.client.get(f"{CASE}/data-kantor/berkas.xlsx").data
    content = edited(form, lambda book: book["Pejabat"].__setitem__("E6", "12"))
    program = Program(app.test_client())
    answer = program.send("/cases", data=(content, "kantor.xlsx"))
    address = answer.json["salinan_bertanda"].removeprefix("/api/v1")
    assert program.get(address).data.startswith(b"PK")
    assert program.get(f"{address[:15]}{'0' * 32}").status_code == 404


def test_another_units_form_is_exchanged_and_not_mended(clerk: Person) -> None:
    other = clerk.client.get(f"{CASE}/langkah/3.SEKSI-PEM/formulir.xlsx").data
    shown = send(clerk, other)
    assert not COPY.search(shown)
    assert "Ambil formulir yang benar" in words(shown)
    assert f'href="{TASK}/formulir.xlsx"' in shown


def test_a_share_that_cannot_be_worked_out_is_told_at_its_numerator_alone(clerk: Person) -> None:
    def mistyped(book: Workbook) -> None:
        book["Realisasi"]["L7"] = "seribu lebih"
        book["Realisasi"]["N7"] = "#VALUE!"
        book["Realisasi"]["N7"].data_type = "e"

    shown = words(send(clerk, edited(clerk.client.get(f"{TASK}/formulir.xlsx").data, mistyped)))
    assert "1 isian salah dalam berkas Anda" in shown
    assert "Realisasi!L7" in shown
