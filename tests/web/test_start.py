"""An office begins with its own data."""

import io
import re
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from service import workbook
from service.app import create_app
from service.casework import Casework
from service.dataset import parse, read_json
from service.settings import Settings
from service.web import current
from tests.web.conftest import CASE, SAMPLE, Person, file


def test_an_empty_store_opens_on_the_beginning(newcomer: Person) -> None:
    assert newcomer.get("/").location == "/mulai"
    assert "Mulai dengan data kantor Anda" in newcomer.get("/mulai").text


def test_the_empty_workbook_is_an_excel_file_for_the_chosen_quarter(newcomer: Person) -> None:
    answer = newcomer.get("/mulai/berkas-kosong.xlsx?tahun=2026&triwulan=4")
    assert openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames
    assert newcomer.get("/mulai/berkas-kosong.xlsx?triwulan=7").status_code == 404


def test_a_workbook_of_the_office_opens_the_quarter(newcomer: Person) -> None:
    form = workbook.write(parse(read_json(SAMPLE.read_bytes(), SAMPLE.name)))
    newcomer.get("/mulai")
    newcomer.follow("/mulai/unggah", berkas=file(form, "kantor.xlsx"))
    assert "Triwulan III tahun 2026 sudah dibuka dari kantor.xlsx" in newcomer.text
    assert newcomer.get("/").location == CASE


def test_another_office_reads_its_own_name_in_the_procedure(newcomer: Person) -> None:
    sent = SAMPLE.read_bytes().replace(b"KECAMATAN MENTEBAH", b"KECAMATAN ILIR TIMUR II")
    newcomer.get("/mulai")
    newcomer.follow("/mulai/unggah", berkas=file(sent, "kantor.json"))
    assert "di lingkungan Kecamatan Ilir Timur II" in newcomer.get(f"{CASE}/langkah/1").text
    assert "{kantor}" not in newcomer.text


def test_every_wrong_cell_is_shown_and_nothing_is_stored(
    newcomer: Person, casework: Casework
) -> None:
    form = openpyxl.load_workbook(
        io.BytesIO(workbook.write(parse(read_json(SAMPLE.read_bytes(), SAMPLE.name))))
    )
    sheet = form["Kantor"]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "KECAMATAN MENTEBAH":
                cell.value = None
    broken = io.BytesIO()
    form.save(broken)
    newcomer.get("/mulai")
    answer = newcomer.post("/mulai/unggah", berkas=file(broken.getvalue(), "kantor.xlsx"))
    assert answer.status_code == 422
    assert "Tidak ada yang disimpan" in answer.text
    assert 'href="#salah-1"' in answer.text
    assert 'id="salah-1"' in answer.text
    assert "Kantor!" in answer.text
    assert casework.cases() == ()


@pytest.mark.parametrize("content", [b"", b"bukan Excel", b"PK\x03\x04potong"])
def test_what_is_no_workbook_is_refused_with_what_to_do(newcomer: Person, content: bytes) -> None:
    newcomer.get("/mulai")
    answer = newcomer.post("/mulai/unggah", berkas=file(content, "data.xlsx"))
    assert answer.status_code == 422
    assert "Tidak ada yang disimpan" in answer.text


def test_a_form_without_a_file_asks_for_one(newcomer: Person) -> None:
    newcomer.get("/mulai")
    answer = newcomer.post("/mulai/unggah")
    assert answer.status_code == 422
    assert 'href="#berkas"' in answer.text
    assert "Pilih berkas" in answer.text


def test_the_same_quarter_cannot_be_opened_twice(person: Person) -> None:
    person.get("/mulai")
    again = person.post("/mulai/unggah", berkas=file(SAMPLE.read_bytes(), "mentebah-2026.json"))
    assert again.status_code == 409


def test_another_quarter_opens_with_the_data_on_file(person: Person) -> None:
    person.get("/mulai")
    person.follow("/mulai/triwulan", tahun="2026", triwulan="4")
    assert "Pengukuran Kinerja Triwulan IV" in person.text
    assert person.post("/mulai/triwulan", tahun="2026", triwulan="9").status_code == 404


def test_an_empty_store_keeps_the_clock_of_the_settings(casework: Casework) -> None:
    jayapura = ZoneInfo("Asia/Jayapura")
    app = create_app(Settings(secret_key="rahasia", time_zone=jayapura, demo=True), casework)  # noqa: S106
    with app.test_request_context("/mulai"):
        assert current.zone() == jayapura


def test_what_was_read_from_an_unusual_place_is_said(newcomer: Person) -> None:
    moved = (SAMPLE.parent / "berantakan" / "kantor-lembar-berganti-nama.xlsx").read_bytes()
    newcomer.get("/mulai")
    newcomer.follow("/mulai/unggah", berkas=file(moved, "kantor.xlsx"))
    assert "sudah dibuka dari kantor.xlsx" in newcomer.text
    assert re.search(r'role="status">.*?lembar', newcomer.text, re.DOTALL | re.IGNORECASE)
