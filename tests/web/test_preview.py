"""A form is looked at before its documents are made, and one press makes them."""

import io
import json
import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from service.casework import Casework
from service.dataset import to_json
from tests.casework.office import docx_text
from tests.web.conftest import CASE, KASUBBAG, STAF, Person, file
from tests.web.test_board import words
from tests.web.test_whole_procedure import do

UNIT = "SEKSI-TRANTIB"
TASK = f"{CASE}/langkah/3.{UNIT}"


@pytest.fixture
def operator(person: Person) -> Person:
    do(person, "1")
    person.acts_as(STAF)
    do(person, f"2.{UNIT}")
    person.acts_as(f"operator@{UNIT}")
    return person


def report(casework: Casework, realization: str | None, **more: Any) -> tuple[io.BytesIO, str]:
    """Return the whole data set with another realization of 3.2, as JSON."""
    values = to_json(casework.view("2026-tw3").dataset)
    one = values["sasaran"][2]["indikator"][1]
    one["realisasi_tw"][2] = realization
    one.update(more)
    return file(json.dumps(values).encode(), "data.json")


def look(operator: Person, casework: Casework, realization: str | None, **more: Any) -> str:
    """Upload a report, and return the page shown before it is recorded."""
    operator.get(TASK)
    answer = operator.post(f"{TASK}/do", berkas=report(casework, realization), **more)
    assert answer.status_code == 302, answer.text
    assert operator.get(answer.location).status_code == 200
    return answer.location


def press(operator: Person, address: str) -> TestResponse:
    return operator.post(address)


def test_the_page_shows_what_changes_what_comes_of_it_and_what_will_be_printed(
    operator: Person, casework: Casework
) -> None:
    look(operator, casework, "5", nomor="9/TW3", note="Sudah dicek")
    shown = words(operator.text)
    assert "Realisasi 3.2 sasaran[2].indikator[1].realisasi_tw[2] 6 5" in shown
    assert "Belum ada yang disimpan" in shown
    assert "Seluruh kantor" in shown
    assert "S3 " in shown
    assert "Yang akan tertulis dalam dokumen" in shown
    assert "9/TW3" in shown
    assert "Sudah dicek" in shown
    assert len(casework.view("2026-tw3").progress.events) == 3


def test_one_press_makes_the_documents_and_a_second_makes_nothing(
    operator: Person, casework: Casework
) -> None:
    address = look(operator, casework, "5", nomor="9/TW3")
    page = operator.text
    operator.follow(address)
    assert "Sudah dibuat (Seksi Ketenteraman dan Ketertiban Umum" in words(operator.text)
    events = len(casework.view("2026-tw3").progress.events)
    operator.get(TASK)
    assert operator.post(address).status_code == 302
    assert len(casework.view("2026-tw3").progress.events) == events == 4
    assert "Buat dokumen" in page
    assert operator.get(address).location == TASK


def test_what_was_not_reported_is_a_word_and_never_zero(
    operator: Person, casework: Casework
) -> None:
    look(operator, casework, None)
    shown = words(operator.text)
    assert "Realisasi 3.2 sasaran[2].indikator[1].realisasi_tw[2] 6 belum dilaporkan" in shown
    assert "Masih kosong" in shown
    assert "3.2 Realisasi Triwulan III" in shown


def test_the_documents_can_be_opened_before_they_are_made(
    operator: Person, casework: Casework
) -> None:
    look(operator, casework, "5")
    links = re.findall(r'href="([^"]+/pratinjau/[^"]+\.(?:docx|pdf))"', operator.text)
    assert [one.rpartition("/")[2] for one in links] == [
        f"D3.{UNIT}.docx", f"D3.{UNIT}.pdf", f"D2.{UNIT}.docx", f"D2.{UNIT}.pdf",
    ]  # fmt: skip
    assert "PRATINJAU, belum dicatat" in docx_text(operator.client.get(links[0]).data)
    assert operator.client.get(links[1]).data.startswith(b"%PDF")
    assert operator.client.get(links[0].replace(".docx", ".txt")).status_code == 404


def test_the_same_file_again_says_so_and_offers_no_second_version(
    operator: Person, casework: Casework
) -> None:
    operator.follow(look(operator, casework, "5"))
    address = look(operator, casework, "5")
    assert "Tidak ada yang berubah dibanding versi 1" in words(operator.text)
    assert "Buat dokumen</button>" not in operator.text
    events = len(casework.view("2026-tw3").progress.events)
    operator.follow(address)
    assert "Tidak ada yang berubah dan tidak dibuat versi baru" in words(operator.text)
    assert len(casework.view("2026-tw3").progress.events) == events


def test_a_returned_report_sent_unchanged_says_that_it_is_the_same(
    operator: Person, casework: Casework
) -> None:
    operator.follow(look(operator, casework, "5"))
    operator.acts_as(KASUBBAG)
    operator.get(f"{CASE}/langkah/4.{UNIT}")
    operator.follow(
        f"{CASE}/langkah/4.{UNIT}/kembalikan",
        **{"catatan-kembali": "Angka 3.2 perlu dicek", "kembali-ke": f"3.{UNIT}"},
    )
    operator.acts_as(f"operator@{UNIT}")
    address = look(operator, casework, "5")
    shown = words(operator.text)
    assert "Isinya sama dengan yang dikembalikan" in shown
    assert "Angka 3.2 perlu dicek" in shown
    operator.follow(address)
    assert casework.view("2026-tw3").progress.task(3, UNIT).state == "selesai"


def test_another_file_keeps_what_was_typed_beside_the_first(
    operator: Person, casework: Casework
) -> None:
    look(operator, casework, "5", nomor="9/<b>", tanggal="8 Oktober 2026", note="Data & bukti")
    form = operator.text.rpartition("Unggah berkas lain")[2]
    typed = dict(re.findall(r'type="hidden" name="(nomor|tanggal|note)" value="([^"]*)"', form))
    assert typed == {
        "nomor": "9/&lt;b&gt;", "tanggal": "8 Oktober 2026", "note": "Data &amp; bukti",
    }  # fmt: skip


def test_what_is_cancelled_is_gone(operator: Person, casework: Casework) -> None:
    address = look(operator, casework, "5")
    operator.follow(f"{address}/batal")
    assert "Tidak ada yang disimpan" in words(operator.text)
    gone = operator.get(address)
    assert gone.status_code == 404
    assert "tidak menunggu lagi" in gone.text


def test_what_happened_between_look_and_press_keeps_the_file(
    operator: Person, casework: Casework
) -> None:
    address = look(operator, casework, "5")
    page = operator.shown
    operator.follow(look(operator, casework, "4"))
    operator.shown = page
    answer = press(operator, address)
    assert answer.status_code == 409
    assert "tersimpan=" in answer.text


def test_another_person_gets_neither_page_nor_documents(
    operator: Person, casework: Casework
) -> None:
    address = look(operator, casework, "5")
    operator.acts_as("operator@SEKSI-PEM")
    assert operator.get(address).status_code == 404
    assert operator.get(f"{address}/D3.{UNIT}.docx").status_code == 404
    operator.get(TASK)
    assert press(operator, address).status_code == 404
    assert operator.get(f"{CASE}/langkah/9/pratinjau/{'0' * 32}").status_code == 404
