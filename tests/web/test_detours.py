"""Pages off the straight path: sent back, let go, made again, opened again, drafts."""

import io
import re

import pytest
from docx import Document

from tests.stores import Kept
from tests.web.conftest import CAMAT, CASE, KASUBBAG, STAF, Person, file, played
from tests.web.test_board import words
from tests.web.test_whole_procedure import UNITS, do

TRANTIB = "SEKSI-TRANTIB"
NOTE = "Angka September belum sesuai dengan register."


def gathered(person: Person, *units: str) -> None:
    do(person, "1")
    person.acts_as(STAF)
    for unit in UNITS:
        do(person, f"2.{unit}")
    for unit in units:
        person.acts_as(f"operator@{unit}")
        do(person, f"3.{unit}", **{"pakai-data": "ya"})


def examined(person: Person, *units: str) -> None:
    person.acts_as(KASUBBAG)
    for unit in units:
        html = person.get(f"{CASE}/langkah/4.{unit}").text
        ticks = {f"hasil-{one}": "sesuai" for one in re.findall(r'id="hasil-([^"]+)"', html)}
        do(person, f"4.{unit}", **ticks)
        do(person, f"5.{unit}", setuju="ya")


def submit(person: Person) -> None:
    gathered(person, *UNITS)
    examined(person, *UNITS)
    person.acts_as(STAF)
    do(person, "6")
    person.acts_as(KASUBBAG)
    do(person, "7")


@pytest.fixture(scope="module")
def stored_submitted(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return played(tmp_path_factory.mktemp("submitted"), submit)


@pytest.fixture
def submitted(stored_submitted: Kept, person: Person) -> Person:  # noqa: ARG001
    """Return somebody whose office waits for the Camat's approval."""
    person.acts_as(KASUBBAG)
    return person


def test_an_examiner_sends_back_and_the_operator_reads_why(person: Person) -> None:
    gathered(person, TRANTIB)
    person.acts_as(KASUBBAG)
    page = person.get(f"{CASE}/langkah/4.{TRANTIB}").text
    assert "Kembalikan dengan catatan" in page
    person.follow(
        f"{CASE}/langkah/4.{TRANTIB}/kembalikan",
        **{"kembali-ke": f"3.{TRANTIB}", "catatan-kembali": NOTE},
    )
    assert "Dikembalikan" in words(person.text)
    assert NOTE in person.text
    person.acts_as(f"operator@{TRANTIB}")
    here = words(person.get(f"{CASE}/langkah/3.{TRANTIB}").text)
    assert NOTE in here
    assert "Unggah berkas Excel yang sudah diisi" in here
    assert "Dikembalikan" in words(person.get(CASE).text).split("Giliran Anda")[1]
    slip = words(person.text).split("Giliran Anda")[1].split("Perkiraan tenggat")[0]
    assert "dikembalikan dengan catatan" in slip
    assert NOTE in slip


def test_without_a_note_the_form_comes_back_with_what_is_missing(person: Person) -> None:
    gathered(person, TRANTIB)
    person.acts_as(KASUBBAG)
    person.get(f"{CASE}/langkah/4.{TRANTIB}")
    answer = person.post(f"{CASE}/langkah/4.{TRANTIB}/kembalikan", **{"kembali-ke": f"3.{TRANTIB}"})
    assert answer.status_code == 422
    assert 'href="#catatan-kembali"' in answer.text
    assert 'id="kembalikan" open' in answer.text


def test_the_camat_sends_back_from_the_page_made_for_a_phone(submitted: Person) -> None:
    submitted.acts_as(CAMAT)
    page = submitted.get(f"{CASE}/persetujuan/7").text
    assert f'value="3.{TRANTIB}"' in page
    empty = submitted.post(f"{CASE}/persetujuan/7/kembalikan", **{"kembali-ke": f"3.{TRANTIB}"})
    assert empty.status_code == 422
    assert "Rata-rata capaian" in empty.text
    submitted.follow(
        f"{CASE}/persetujuan/7/kembalikan",
        **{"kembali-ke": f"3.{TRANTIB}", "catatan-kembali": NOTE},
    )
    board = words(submitted.text)
    assert "Perlu dibuat ulang" in board
    assert NOTE in board


def test_a_stale_document_says_why_and_is_made_again_with_one_press(submitted: Person) -> None:
    submitted.acts_as(CAMAT)
    submitted.get(f"{CASE}/persetujuan/7")
    submitted.follow(
        f"{CASE}/persetujuan/7/kembalikan",
        **{"kembali-ke": f"3.{TRANTIB}", "catatan-kembali": NOTE},
    )
    submitted.acts_as(f"operator@{TRANTIB}")
    do(submitted, f"3.{TRANTIB}", **{"pakai-data": "ya"})
    examined(submitted, TRANTIB)
    submitted.acts_as(STAF)
    assert "Perlu dibuat ulang" in words(submitted.get(f"{CASE}/dokumen/D4").text)
    page = submitted.get(f"{CASE}/langkah/6").text
    assert "dibuat ulang oleh" in page
    assert "Buat ulang sekarang" in page
    submitted.follow(f"{CASE}/langkah/6/buat-ulang")
    assert "Perlu dibuat ulang" not in words(submitted.get(f"{CASE}/dokumen/D4").text)
    submitted.acts_as(CAMAT)
    assert "Buat ulang sekarang" not in submitted.get(f"{CASE}/langkah/7").text
    assert submitted.post(f"{CASE}/langkah/7/approve").status_code == 409


def test_a_unit_that_is_missing_is_passed_over_with_the_reason_on_the_board(
    person: Person,
) -> None:
    gathered(person)
    person.acts_as(STAF)
    person.get(f"{CASE}/langkah/3.{TRANTIB}")
    refused = person.post(f"{CASE}/langkah/3.{TRANTIB}/lewati", **{"jenis-lewati": "skipped",
        "alasan-lewati": "Tidak ada kegiatan."})  # fmt: skip
    assert refused.status_code == 422
    assert "mempunyai target pada Triwulan III" in refused.text
    person.follow(f"{CASE}/langkah/3.{TRANTIB}/lewati", **{"jenis-lewati": "passed_over",
        "alasan-lewati": "Operator cuti."})  # fmt: skip
    board = words(person.text)
    assert "belum melapor. “Operator cuti.”" in board
    person.acts_as(f"operator@{TRANTIB}")
    here = words(person.get(f"{CASE}/langkah/3.{TRANTIB}").text)
    assert "Unit masih dapat mengerjakan langkah ini" in here


def test_a_draft_can_be_looked_at_before_all_units_are_through(person: Person) -> None:
    gathered(person, *UNITS[:2])
    examined(person, *UNITS[:2])
    page = person.get(f"{CASE}/langkah/6").text
    assert "KONSEP, 2 dari 5 unit" in words(page)
    made = person.get(f"{CASE}/konsep/D4.docx")
    assert "konsep-" in made.headers["Content-Disposition"]
    assert Document(io.BytesIO(made.data)).tables
    assert person.get(f"{CASE}/konsep/D4.txt").status_code == 404
    assert "belum ada" in words(person.get(CASE).text)


def test_an_approved_quarter_is_opened_again_from_its_step(submitted: Person) -> None:
    submitted.acts_as(CAMAT)
    submitted.get(f"{CASE}/persetujuan/7")
    submitted.follow(f"{CASE}/langkah/7/approve")
    submitted.acts_as(STAF)
    assert "buka-kembali" not in submitted.get(f"{CASE}/langkah/7").text
    submitted.acts_as(CAMAT)
    page = submitted.get(f"{CASE}/langkah/7").text
    assert "Perbaikan ke-1" in page
    assert submitted.post(f"{CASE}/langkah/7/buka-kembali").status_code == 422
    submitted.follow(f"{CASE}/langkah/7/buka-kembali", **{"alasan-buka": "Angka 3.2 salah."})
    assert "Perbaikan ke-1: dibuka kembali" in words(submitted.text)
    history = words(submitted.get(f"{CASE}/riwayat").text)
    assert "Membuka kembali triwulan yang sudah disetujui" in history
    assert "“Angka 3.2 salah.”" in history


def test_the_file_of_who_came_second_waits_on_the_page_of_its_task(person: Person) -> None:
    gathered(person)
    person.acts_as(f"operator@{TRANTIB}")
    form = person.get(f"{CASE}/langkah/3.{TRANTIB}/formulir.xlsx").data
    stale_page = person.get(f"{CASE}/langkah/3.{TRANTIB}").text
    do(person, f"3.{TRANTIB}", **{"pakai-data": "ya"})
    hidden = dict(re.findall(r'name="(csrf_token|seen)" value="([^"]*)"', stale_page))
    late = person.client.post(
        f"{CASE}/langkah/3.{TRANTIB}/do",
        data={**hidden, "berkas": file(form, "isian-saya.xlsx")},
        content_type="multipart/form-data",
    )
    assert late.status_code == 409
    assert "Berkas Anda tersimpan" in late.text
    assert "isian-saya.xlsx" in late.text
    (address,) = re.findall(r'href="([^"]*tersimpan=[^"]*)"', late.text)
    page = person.get(address).text
    assert "Dipakai: isian-saya.xlsx" in page
    mark = address.split("tersimpan=")[1]
    person.follow(f"{CASE}/langkah/3.{TRANTIB}/do", tersimpan=mark)
    assert person.get(address).status_code == 404
