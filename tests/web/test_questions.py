"""Perlu konfirmasi: every open question, the form to answer it, and what answers change."""

import re

import pytest
from flask import Flask

from service.procedure import load_all
from tests.web.conftest import CASE, SAMPLE, STAF, Person, file

LIST = "/perlu-konfirmasi"
ALL = len({one.id for sop in load_all().values() for one in sop.questions})


def answered(person: Person, question: str, **fields: object) -> None:
    """Look at what an answer would change, then keep it."""
    address = f"{LIST}/{question}"
    person.get(address)
    shown = person.post(address, lanjut="lihat", **fields)
    assert shown.status_code == 200, shown.text
    assert "Yang berubah bila jawaban ini disimpan" in shown.text
    person.follow(address, lanjut="simpan", **fields)


def test_every_question_stands_on_one_page_with_what_happens_meanwhile(person: Person) -> None:
    page = person.get(LIST).text
    for one in [one for sop in load_all().values() for one in sop.questions]:
        assert f'id="{one.id}"' in page
        assert one.meanwhile in page or one.id == "tanggal-tenggat"  # asked once for both
    assert f"{ALL} pertanyaan masih terbuka" in page
    assert re.search(rf"Konfirmasi \({ALL}<", page)


def test_the_questions_can_be_read_before_the_first_quarter_is_open(newcomer: Person) -> None:
    assert f"{ALL} pertanyaan masih terbuka" in newcomer.get(LIST).text
    answered(newcomer, "tanggal-tenggat", jawaban="8")
    assert f"{ALL - 1} pertanyaan masih terbuka" in newcomer.get(LIST).text


def test_what_an_answer_changes_is_said_and_nothing_is_kept_before_it_is_saved(
    person: Person,
) -> None:
    person.get(f"{LIST}/tanggal-tenggat")
    shown = person.post(f"{LIST}/tanggal-tenggat", jawaban="8", catatan="Rapat", lanjut="lihat")
    assert "langkah 2 dari 5 Oktober 2026 menjadi 8 Oktober 2026" in shown.text
    assert 'name="catatan" value="Rapat"' in shown.text
    assert f"{ALL} pertanyaan masih terbuka" in person.get(LIST).text


def test_an_answer_moves_the_due_date_and_clears_its_mark(person: Person) -> None:
    assert "Tanggal berapa tenggat langkah 2?" in person.get(f"{CASE}/langkah/2").text
    answered(person, "tanggal-tenggat", jawaban="8", catatan="Hasil rapat")
    assert "Kamis, 8 Oktober" in person.get(CASE).text
    assert "Tanggal berapa tenggat langkah 2?" not in person.get(f"{CASE}/langkah/2").text
    listed = person.get(LIST).text
    assert "Tanggal 8" in listed
    assert f"{ALL - 1} pertanyaan masih terbuka" in listed


def test_a_passed_date_is_late_only_once_the_rule_is_confirmed(person: Person) -> None:
    assert "Terlambat" not in person.get(CASE).text
    assert "Lewat perkiraan tenggat" in person.shown.text
    for one in load_all().main.questions:
        if one.confirms == "due":
            answered(person, one.id, jawaban=one.options[0].value)
    board = person.get(CASE).text
    assert "Terlambat" in board
    assert "erkiraan tenggat" not in board


def test_a_changed_answer_leaves_the_earlier_one_in_its_history(person: Person) -> None:
    answered(person, "tanggal-tenggat", jawaban="8", catatan="Hasil rapat")
    answered(person, "tanggal-tenggat", jawaban="5")
    page = person.get(f"{LIST}/tanggal-tenggat").text
    past = page[page.index("Riwayat jawaban") :]
    assert past.index("Tanggal 5") < past.index("Tanggal 8") < past.index("Hasil rapat")


def test_an_answer_of_the_office_s_own_is_taken_where_the_question_allows_it(
    person: Person,
) -> None:
    answered(person, "waktu-7", jawaban="lain", **{"jawaban-lain": "45 menit"})
    assert "45 menit" in person.get(f"{CASE}/langkah/7").text
    assert 'value="45 menit"' in person.get(f"{LIST}/waktu-7").text


def test_receivers_are_edited_as_a_list(person: Person) -> None:
    page = person.get(f"{LIST}/instansi-penerima").text
    assert 'value="Bupati Kapuas Hulu"' in page
    answered(person, "instansi-penerima", **{"nama-1": "Bappeda", "nama-2": "", "nama-3": "Camat"})
    page = person.get(f"{LIST}/instansi-penerima").text
    assert "Bappeda; Camat" in page
    assert 'value="Bupati Kapuas Hulu"' not in page
    view = person.client.application.extensions["service"].casework.view("2026-tw3")
    assert list(view.progress.task(8).receivers) == ["Bappeda", "Camat"]


def test_a_shape_that_comes_later_is_said_for_the_running_quarter(person: Person) -> None:
    answered(person, "satuan-4", jawaban="kantor")
    for address in (LIST, f"{LIST}/satuan-4"):
        assert "Triwulan III Tahun 2026 tetap dikerjakan seperti" in person.get(address).text


@pytest.mark.parametrize(
    ("question", "fields", "told"),
    [
        ("skala", {}, "Pilih atau isi jawabannya dahulu."),
        ("tanggal-tenggat", {"jawaban": "lain", "jawaban-lain": "40"}, "seharusnya 1–28"),
        ("tanggal-efektif", {"jawaban": "besok"}, "bukan tanggal"),
        ("instansi-penerima", {"nama-1": "A", "nama-2": "a"}, "lebih dari sekali"),
    ],
)
def test_a_wrong_answer_is_refused_in_words_and_what_was_typed_stays(
    person: Person, question: str, fields: dict[str, str], told: str
) -> None:
    person.get(f"{LIST}/{question}")
    for button in ("lihat", "simpan"):
        answer = person.post(f"{LIST}/{question}", lanjut=button, **fields)
        assert answer.status_code == 422
        assert told in answer.text
        for value in fields.values():
            assert f'value="{value}"' in answer.text


def test_another_role_reads_the_answers_and_is_told_who_gives_them(person: Person) -> None:
    person.get(f"{LIST}/kertas")
    person.acts_as(STAF)
    page = person.get(f"{LIST}/kertas").text
    assert "dijawab oleh Kassubag Program dan Keuangan" in page
    assert "Lihat yang berubah" not in page
    person.get(LIST)
    for button in ("lihat", "simpan"):
        answer = person.post(f"{LIST}/kertas", jawaban="A4", lanjut=button)
        assert answer.status_code == 403
        assert "Menjawab pertanyaan SOP" in answer.text


def test_of_two_who_answer_at_once_the_second_is_told(app: Flask, person: Person) -> None:
    other = Person(app.test_client())
    other.get(f"{LIST}/kertas")
    answered(person, "kertas", jawaban="F4")
    answer = other.post(f"{LIST}/kertas", jawaban="A4", lanjut="simpan")
    assert answer.status_code == 409
    assert "Data sudah berubah" in answer.text


def test_a_question_nobody_asks_is_not_found(person: Person) -> None:
    assert person.get(f"{LIST}/warna").status_code == 404


def test_typed_signs_are_shown_as_they_are_and_run_nothing(person: Person) -> None:
    answered(person, "nomor-sop", jawaban="<b>7</b> & {{ 7 * 7 }}")
    for address in (LIST, f"{LIST}/nomor-sop", "/bantuan"):
        page = person.get(address).text
        assert "&lt;b&gt;7&lt;/b&gt; &amp; {{ 7 * 7 }}" in page


def test_the_identity_of_the_sop_is_shown_with_what_the_office_told(person: Person) -> None:
    assert "belum diisi" in person.get("/bantuan").text
    answered(person, "dasar-hukum-4", jawaban="perpres-29-2014")
    answered(person, "peralatan-4", jawaban="Scanner")
    page = person.get("/bantuan").text
    assert "Peraturan Presiden Nomor 29 Tahun 2014" in page
    assert "Printer dan Scanner" in page


def test_an_examination_done_once_is_one_form_for_the_whole_office(newcomer: Person) -> None:
    answered(newcomer, "satuan-4", jawaban="kantor")
    answered(newcomer, "satuan-5", jawaban="kantor")
    newcomer.get("/mulai")
    newcomer.follow("/mulai/unggah", berkas=file(SAMPLE.read_bytes(), "mentebah-2026.json"))
    page = newcomer.get(f"{CASE}/langkah/4")
    assert page.status_code == 200
    board = newcomer.get(CASE).text
    assert "4. Diperiksa" not in board
    assert "3. Terisi" in board or "3. Dihimpun" in board
