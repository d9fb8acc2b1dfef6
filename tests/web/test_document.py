"""A document's page: pictures, both files, number and date, every version."""

import pytest

from tests.web.conftest import CASE, STAF, Person
from tests.web.test_board import words
from tests.web.test_whole_procedure import text_of

PAGE = f"{CASE}/dokumen/D1"


@pytest.fixture
def reader(person: Person) -> Person:
    person.get(f"{CASE}/langkah/1")
    person.follow(f"{CASE}/langkah/1/do")
    return person


def test_its_pages_are_shown_as_pictures(reader: Person) -> None:
    html = reader.get(PAGE).text
    assert f'src="{PAGE}/halaman/1.png?versi=1"' in html
    picture = reader.get(f"{PAGE}/halaman/1.png?versi=1")
    assert picture.data.startswith(b"\x89PNG")
    assert reader.get(f"{PAGE}/halaman/99.png?versi=1").status_code == 404


def test_both_files_have_readable_names(reader: Person) -> None:
    for kind, start in (("word", b"PK"), ("pdf", b"%PDF")):
        answer = reader.get(f"{PAGE}/{kind}")
        assert answer.data.startswith(start)
        assert "01-format-pengukuran-tw3-2026-v1." in answer.headers["Content-Disposition"]
        assert answer.headers["Content-Disposition"].startswith("attachment")


def test_engine_and_fingerprints_stand_behind_the_technical_details(reader: Person) -> None:
    html = reader.get(PAGE).text
    before, after = html.split("Rincian teknis")
    assert "SHA-256" not in before
    assert "SHA-256 templat Word" in after
    assert "PDF dibuat dengan" in after


def test_a_number_and_a_date_make_a_new_version(reader: Person) -> None:
    reader.get(PAGE)
    reader.follow(f"{PAGE}/nomor", nomor="000.8.6.3/12/2026", tanggal="5 Oktober 2026")
    shown = words(reader.text)
    assert "Format Pengukuran Kinerja versi 2 sudah dibuat" in shown
    assert "000.8.6.3/12/2026 5 Oktober 2026" in shown
    assert "000.8.6.3/12/2026" in text_of(reader.get(f"{PAGE}/word").data)
    old = words(reader.get(f"{PAGE}?versi=1").text)
    assert "Ini versi lama" in old


def test_a_date_that_is_none_is_refused_beside_its_field(reader: Person) -> None:
    reader.get(PAGE)
    answer = reader.post(f"{PAGE}/nomor", nomor="7", tanggal="31 November 2026")
    assert answer.status_code == 422
    assert 'href="#tanggal"' in answer.text
    assert "bukan tanggal" in answer.text
    assert 'value="31 November 2026"' in answer.text


def test_somebody_who_does_not_make_it_may_not_number_it(reader: Person) -> None:
    reader.acts_as("operator@SEKSI-PEM")
    reader.get(PAGE)
    assert reader.post(f"{PAGE}/nomor", nomor="7").status_code == 403
    reader.acts_as(STAF)


def test_a_version_that_was_never_made_is_not_found(reader: Person) -> None:
    assert reader.get(f"{PAGE}?versi=9").status_code == 404
    assert reader.get(f"{PAGE}/word?versi=9").status_code == 404
