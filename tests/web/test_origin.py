"""From each figure on a page to its cell, and from the cell to the documents."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from service.casework import Casework
from tests.casework.test_provenance import form, with_value
from tests.stores import Kept
from tests.web.conftest import CASE, KASUBBAG, STAF, Person, file, played

UNIT = "SEKSI-TRANTIB"


def report_twice(person: Person) -> None:
    person.acts_as(KASUBBAG)
    person.get(f"{CASE}/langkah/1")
    person.follow(f"{CASE}/langkah/1/do")
    person.acts_as(STAF)
    person.get(f"{CASE}/langkah/2.{UNIT}")
    person.follow(f"{CASE}/langkah/2.{UNIT}/do")
    person.acts_as(f"operator@{UNIT}")
    sent = form(UNIT)
    for upload in (sent, with_value(sent, place_in(sent.content), 5)):
        person.get(f"{CASE}/langkah/3.{UNIT}")
        person.follow(f"{CASE}/langkah/3.{UNIT}/do", berkas=file(upload.content, upload.name))


@pytest.fixture(scope="module")
def stored_reported(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return played(tmp_path_factory.mktemp("reported"), report_twice)


@pytest.fixture
def reported(stored_reported: Kept, person: Person) -> Person:  # noqa: ARG001
    """Return somebody whose unit Trantib has reported twice: first 6, then 5."""
    person.acts_as(f"operator@{UNIT}")
    return person


def place_in(content: bytes) -> str:
    """Return the cell of 3.2's realization of the quarter in the unit's form."""
    sheet = load_workbook(BytesIO(content))["Realisasi"]
    headings = [cell.value for cell in sheet[5]]
    (row,) = (cells[0].row for cells in sheet.iter_rows(min_row=6) if cells[0].value == "3.2")
    return f"Realisasi!{sheet.cell(row, headings.index('Realisasi TW III') + 1).coordinate}"


def test_the_page_of_a_figure_walks_from_formula_to_cell_to_document(reported: Person) -> None:
    page = reported.get(f"{CASE}/asal/3.2").text
    assert "2 + 3 + 5 = 10" in page
    assert "(2 × 9 − 10) / 9 × 100 = 88,89" in page
    assert place_in(form(UNIT).content) in page
    assert "perbaikan.xlsx" in page
    assert "Operator Data Kinerja Seksi Ketenteraman" in page
    assert "Rekapitulasi Data Kinerja versi 2" in page


def test_the_page_of_a_figure_tells_old_and_new(reported: Person) -> None:
    page = reported.get(f"{CASE}/asal/3.2").text
    changes = page[page.index('id="perubahan"') :]
    row = re.search(r"Realisasi Triwulan III</th>(.*?)</tr>", changes, re.S)
    assert row is not None
    assert re.findall(r'data-label="Sebelum">(.*?)<', row[1]) == ["6"]
    assert "<b>5</b>" in row[1]


def test_a_cell_leads_to_its_upload_as_it_was_sent(reported: Person) -> None:
    page = reported.get(f"{CASE}/asal/3.2").text
    (address,) = re.findall(r'class="cell" href="([^"]+#3\.2\.realisasi\.3)"', page)[:1]
    upload = reported.get(address.partition("#")[0]).text
    assert 'id="3.2.realisasi.3"' in upload
    assert "Rekapitulasi Data Kinerja versi 2" in upload
    (sent,) = re.findall(r'href="([^"]+/berkas)"', upload)
    book = load_workbook(BytesIO(reported.get(sent).data))
    assert book["Realisasi"][place_in(form(UNIT).content).partition("!")[2]].value == 5


def test_an_older_upload_tells_what_changed_since(reported: Person) -> None:
    first = next(one.number for one in events(reported) if "isian" in str(one.files))
    page = reported.get(f"{CASE}/unggahan/{first}").text
    row = page[page.index('id="3.2.realisasi.3"') :].partition("</tr>")[0]
    assert 'data-label="Di berkas">6<' in row
    assert "<b>5</b>" in row


def test_every_figure_of_board_step_and_check_leads_to_its_origin(reported: Person) -> None:
    board = reported.get(CASE).text
    assert f'href="{CASE}/asal#rata-rata"' in board
    assert f'href="{CASE}/asal#anggaran"' in board
    reported.acts_as(KASUBBAG)
    check = reported.get(f"{CASE}/langkah/4.{UNIT}").text
    shown = re.findall(r"<b>(.*?)</b>", check[check.index("finding") :])
    figures = [one for one in shown if re.search(r"\d", one)]
    assert figures
    assert all(f'href="{CASE}/asal/' in one for one in figures[:5])


def test_the_list_of_figures_has_an_anchor_for_each_indicator(reported: Person) -> None:
    page = reported.get(f"{CASE}/asal").text
    for anchor in ("rata-rata", "anggaran", "1.1", "3.2", "7.01.01.2.01.0006"):
        assert f'id="{anchor}"' in page
    alone = reported.get(f"{CASE}/asal?unit={UNIT}").text
    assert 'id="3.2"' in alone
    assert 'id="1.1"' not in alone


def test_a_budget_line_is_walked_too(reported: Person) -> None:
    page = reported.get(f"{CASE}/asal/7.01.01.2.01.0006").text
    assert "2.400.000 + 900.000 + 1.050.000 = 4.350.000" in page
    assert "program[" in page


def test_what_is_not_there_is_told(reported: Person) -> None:
    assert reported.get(f"{CASE}/asal/9.9").status_code == 404
    assert reported.get(f"{CASE}/unggahan/2").status_code == 404
    assert reported.get(f"{CASE}/unggahan/2/berkas").status_code == 404


def events(person: Person) -> tuple[object, ...]:
    work: Casework = person.client.application.extensions["service"].casework
    return work.view("2026-tw3").progress.events


def test_an_older_document_tells_what_it_prints_and_what_stands_now(reported: Person) -> None:
    page = reported.get(f"{CASE}/dokumen/D3.{UNIT}?versi=1").text
    row = page[page.index("Realisasi Triwulan III 3.2") :].partition("</tr>")[0]
    assert 'data-label="Di dokumen">6<' in row
    assert "<b>5</b>" in row
    newest = reported.get(f"{CASE}/dokumen/D3.{UNIT}").text
    assert "masih sama dengan data sekarang" in newest
    blank = reported.get(f"{CASE}/dokumen/D1").text
    assert "masih sama dengan data sekarang" in blank
