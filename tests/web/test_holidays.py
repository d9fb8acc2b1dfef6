"""The page of days without work: national ones as computed, the office's own to edit."""

from tests.web.conftest import CASE, KASUBBAG, STAF, Person
from tests.web.test_board import words

PAGE = "/hari-libur"


def test_a_year_lists_holidays_and_collective_leave_estimates_marked(person: Person) -> None:
    shown = words(person.get(f"{PAGE}?tahun=2027").text)
    assert "Hari libur 2027" in shown
    assert "Rabu, 10 Maret 2027 Hari Raya Idul Fitri (perkiraan)" in shown
    assert "Jumat, 12 Maret 2027 Cuti Bersama Hari Raya Idul Fitri" in shown
    assert "Selasa, 17 Agustus 2027 Hari Kemerdekaan Republik Indonesia Minggu" not in shown
    assert "belum diketahui" not in shown


def test_a_year_whose_collective_leave_is_unknown_says_so(person: Person) -> None:
    assert "Cuti bersama tahun 2028 belum diketahui" in words(person.get(f"{PAGE}?tahun=2028").text)


def test_the_year_is_this_one_unless_another_sensible_one_is_asked_for(person: Person) -> None:
    for asked in ("", "?tahun=abad", "?tahun=99999", "?tahun=-1"):
        assert "<h1>Hari libur 2026</h1>" in person.get(PAGE + asked).text


def test_what_the_office_adds_moves_the_due_dates_on_the_board(person: Person) -> None:
    person.get(PAGE)
    person.follow(PAGE, daftar="06-10-2026 Hari Jadi Kabupaten", tahun="2026")
    assert "Daftar hari libur kantor disimpan: 1 hari" in words(person.text)
    assert "6 Oktober 2026 Hari Jadi Kabupaten</textarea>" in person.text
    shown = words(person.get(CASE).text)
    assert "Lewat perkiraan tenggat 3 hari kerja" in shown
    assert "Perkiraan tenggat Rabu, 7 Oktober" in shown
    person.get(PAGE)
    person.follow(PAGE, daftar="")
    assert "Perkiraan tenggat Selasa, 6 Oktober" in words(person.get(CASE).text)


def test_wrong_lines_are_all_told_and_what_was_typed_stays(person: Person) -> None:
    person.get(PAGE)
    typed = "6 Oktober 2026 Hari Jadi\nbesok libur <b>\n7 Oktober 2026"
    answer = person.post(PAGE, daftar=typed)
    assert answer.status_code == 422
    shown = words(answer.text)
    assert "Ada 2 baris yang perlu diperbaiki" in shown
    assert "Baris 2" in shown
    assert "Baris 3" in shown
    assert "besok libur &lt;b&gt;" in answer.text
    assert "Perkiraan tenggat Selasa, 6 Oktober" in words(person.get(CASE).text)


def test_who_may_not_open_a_quarter_reads_the_list_only(person: Person) -> None:
    person.get(PAGE)
    person.follow(PAGE, daftar="06-10-2026 Hari Jadi Kabupaten")
    person.acts_as(STAF)
    shown = person.get(PAGE).text
    assert "<textarea" not in shown
    assert "Selasa, 6 Oktober 2026: Hari Jadi Kabupaten" in words(shown)
    assert "hanya dapat diubah oleh Kassubag Program dan Keuangan" in words(shown)
    person.get("/mulai")
    assert person.post(PAGE, daftar="").status_code == 403
    person.acts_as(KASUBBAG)
    assert "Hari Jadi Kabupaten</textarea>" in person.get(PAGE).text


def test_an_empty_store_shows_the_page_too(newcomer: Person) -> None:
    assert newcomer.get(PAGE).status_code == 200
