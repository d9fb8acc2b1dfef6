"""Jejak: what is handed out and refused is noted, found, and taken away safely."""

import csv
import io
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from flask import Flask

from service.casework import Casework
from service.errors import ToolFailed
from service.store import TrailQuery
from service.web.flood import ALL, EACH
from tests.web.conftest import CAMAT, CASE, KASUBBAG, STAF, Person, file
from tests.web.test_marked import UNIT
from tests.web.test_whole_procedure import do

OPERATOR = f"operator@{UNIT}"


@pytest.fixture
def office(person: Person) -> Person:
    """Return somebody with one document to hand out."""
    do(person, "1")
    return person


def entries(casework: Casework, **query: object) -> list[tuple[str, str, str]]:
    found = casework.trail._store.trail.find(TrailQuery(**query))  # type: ignore[arg-type]
    return [(one.kind, one.role, one.about) for one in found]


def rows(shown: str) -> list[str]:
    body = shown.partition("<tbody>")[2].partition("</tbody>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in body.split("</tr>")[:-1]]


def test_a_download_is_noted_with_who_took_which_file_from_where(
    office: Person, casework: Casework
) -> None:
    office.acts_as(STAF)
    taken = office.get(f"{CASE}/dokumen/D1/word")
    (one,) = casework.trail._store.trail.find(TrailQuery())
    assert (one.kind, one.role, one.case, one.about) == (
        "downloaded", "staf_program", "2026-tw3", "D1",
    )  # fmt: skip
    assert one.address == "127.0.0.1"
    assert one.facts["content"] == taken.headers["ETag"].strip('"')
    assert one.facts["name"].endswith(".docx")


def test_bytes_somebody_has_already_count_as_handed_out_too(
    office: Person, casework: Casework
) -> None:
    address = f"{CASE}/dokumen/D1/word"
    tag = office.get(address).headers["ETag"]
    assert office.client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert len(entries(casework)) == 2


def test_looking_is_no_taking(office: Person, casework: Casework) -> None:
    for address in (CASE, "/jejak", f"{CASE}/dokumen/D1", "/lambang.png", "/tidak-ada"):
        office.get(address)
    office.client.head(f"{CASE}/dokumen/D1/word")
    assert entries(casework) == []


def test_what_a_program_brought_itself_is_not_noted_but_what_it_takes_is(
    office: Person, casework: Casework
) -> None:
    api = "/api/v1"
    office.client.post(f"{api}/render/format-pengukuran", json={})
    assert office.client.get(f"{api}/templates/format-pengukuran/example").status_code == 200
    assert [one for one in entries(casework) if one[0] == "downloaded"] == []
    office.client.get(f"{api}/cases/2026-tw3/outputs/D1.docx", headers={"X-Peran": "camat"})
    assert entries(casework)[0] == ("downloaded", "camat", "D1")


@pytest.mark.parametrize(
    ("address", "about"),
    [("/dokumen/D9/word", "D9"), ("/unggahan/99/berkas", "99"), ("/langkah/99", "99")],
)
def test_asking_for_what_is_not_there_is_noted(
    office: Person, casework: Casework, address: str, about: str
) -> None:
    assert office.get(f"{CASE}{address}").status_code == 404
    assert entries(casework)[0][::2] == ("refused", about)


def test_an_act_of_another_role_and_a_refused_upload_are_noted(
    office: Person, casework: Casework
) -> None:
    office.acts_as(CAMAT)
    office.post("/hari-libur", daftar="17 Agustus 2026 Hari Jadi")
    assert entries(casework)[0][:2] == ("refused", "camat")
    office.acts_as(KASUBBAG)
    office.get("/mulai")
    assert office.post("/mulai/unggah", berkas=file(b"rusak", "a.xlsx")).status_code == 422
    office.acts_as(CAMAT)
    upload, act = rows(office.get("/jejak?jenis=refused").text)
    assert "Unggahan belum dapat dipakai (/mulai/unggah)" in upload
    assert "Peran ini tidak berwenang (/hari-libur)" in act


def test_a_form_that_is_wrong_is_no_refusal(office: Person, casework: Casework) -> None:
    office.get("/hari-libur")
    assert office.post("/hari-libur", daftar="bukan tanggal").status_code == 422
    assert entries(casework) == []


def test_a_flood_is_noted_once_with_how_many_there_were(app: Flask, casework: Casework) -> None:
    clock = [datetime(2026, 10, 9, 1, 0, tzinfo=UTC)]
    casework._reading.clock = casework.trail._clock = lambda: clock[0]
    client = app.test_client()
    for _ in range(EACH + 30):
        client.get("/triwulan/tidak-ada")
    assert len(entries(casework, limit=999)) == EACH
    clock[0] = datetime(2026, 10, 9, 1, 1, tzinfo=UTC)
    client.get("/triwulan/tidak-ada")
    found = casework.trail._store.trail.find(TrailQuery(limit=999))
    assert [one.kind for one in found[:2]] == ["refused", "refused_more"]
    assert found[1].facts["count"] == 30
    assert found[1].address == "127.0.0.1"


def test_a_flood_from_many_addresses_is_bounded_too(app: Flask, casework: Casework) -> None:
    casework._reading.clock = lambda: datetime(2026, 10, 9, 1, 0, tzinfo=UTC)
    for number in range(ALL + 20):
        place = {"REMOTE_ADDR": f"10.0.0.{number}"}
        app.test_client().get("/triwulan/tidak-ada", environ_base=place)
    assert len(entries(casework, limit=999)) == ALL


def test_a_file_is_handed_out_though_its_note_cannot_be_written_and_the_gap_is_told(
    office: Person, casework: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise ToolFailed("store_disk_full")

    with monkeypatch.context() as refusing:
        refusing.setattr(casework.trail._store.trail, "add", full)
        for _ in range(3):
            assert office.get(f"{CASE}/dokumen/D1/word").status_code == 200
    office.get(f"{CASE}/dokumen/D1/word")
    found = casework.trail._store.trail.find(TrailQuery())
    assert [one.kind for one in found] == ["downloaded", "unnoted"]
    assert found[1].facts["count"] == 3


def test_events_and_entries_stand_in_one_list_newest_first(office: Person) -> None:
    office.get(f"{CASE}/dokumen/D1/word")
    newest, made, opened = rows(office.get("/jejak").text)
    assert "Mengunduh" in newest
    assert "(langkah 1)" in made
    assert "Membuka triwulan" in opened
    assert "TW III 2026" in made


@pytest.mark.parametrize(
    ("sought", "count"),
    [
        ("", 3), ("dokumen=D1", 2), ("dokumen=d9", 0), ("jenis=downloaded", 1),
        ("triwulan=2026-tw3", 3), ("triwulan=2025-tw1", 0), ("kata=membuka", 1),
        ("indikator=1.1", 2), ("indikator=tidak", 0), ("orang=tidak", 0),
        ("dari=2026-10-09&sampai=2026-10-09", 3), ("sampai=8 Oktober 2026", 0),
        ("dari=2026-10-10", 0), ("sebelum=rusak~~", 3),
    ],
)  # fmt: skip
def test_lines_are_found_by(office: Person, sought: str, count: int) -> None:
    office.get(f"{CASE}/dokumen/D1/word")
    shown = office.get(f"/jejak?{sought}").text
    assert len(rows(shown)) == count
    assert f">{count} catatan" in shown


def test_a_day_that_is_none_is_told_at_its_field(office: Person) -> None:
    answer = office.get("/jejak?dari=besok")
    assert answer.status_code == 422
    assert '<a href="#dari">' in answer.text
    assert 'value="besok"' in answer.text


def test_days_the_wrong_way_round_are_told_at_the_later_one(office: Person) -> None:
    answer = office.get("/jejak?dari=2026-10-10&sampai=2026-10-09")
    assert answer.status_code == 422
    assert '<a href="#sampai">Sampai tanggal “2026-10-09” lebih awal' in answer.text
    assert 'value="2026-10-10"' in answer.text


def test_days_far_away_mean_all_of_it(office: Person) -> None:
    assert len(rows(office.get("/jejak?dari=0001-01-01&sampai=9999-12-31").text)) == 2


def test_older_lines_follow_on_the_next_page(office: Person, casework: Casework) -> None:
    for number in range(60):
        casework.trail.note("signed_out", None, f"10.0.0.{number}")
    office.acts_as(CAMAT)
    first = office.get("/jejak").text
    assert len(rows(first)) == 50
    older = re.search(r'href="([^"]*sebelum=[^"]*)"', first)
    assert older is not None
    second = office.get(older[1].replace("&amp;", "&")).text
    assert len(rows(second)) == 12
    assert set(rows(first)).isdisjoint(rows(second))


def test_who_may_not_see_all_sees_the_events_and_what_is_his_own(office: Person) -> None:
    office.acts_as(CAMAT)
    office.get(f"{CASE}/dokumen/D1/word")
    office.acts_as(OPERATOR)
    assert len(rows(office.get("/jejak").text)) == 2
    office.get(f"{CASE}/dokumen/D1/word")
    assert len(rows(office.get("/jejak").text)) == 3
    assert "Periksa rantai" not in office.text
    assert office.get("/jejak/jejak.csv").text.count("127.0.0.1") == 1
    office.acts_as(CAMAT)
    assert len(rows(office.get("/jejak").text)) == 5


def test_the_chain_is_checked_on_a_press_and_a_break_is_named(
    office: Person, casework: Casework
) -> None:
    office.acts_as(CAMAT)
    office.get(f"{CASE}/dokumen/D1/word")
    assert "belum diperiksa" in office.get("/jejak").text
    assert "berantai utuh dari 9 Oktober 2026" in office.get("/jejak?periksa=ya").text
    with casework.trail._store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE trail SET at = '', body = '?' WHERE kind = 'downloaded'")
    assert "Catatan ini diubah di luar layanan" in office.get("/jejak").text
    assert "pada jejak telah diubah" in office.get("/jejak?periksa=ya").text


def test_the_csv_holds_every_line_and_no_cell_starts_a_formula(
    office: Person, casework: Casework
) -> None:
    for text in ("=1+1", "+1", "-1", "@a", "\t=1", " =1", "a;b", 'a"b', "a\nb"):
        casework.trail.note("downloaded", None, "", about=text, facts={"name": text})
    office.acts_as(CAMAT)
    answer = office.get("/jejak/jejak.csv")
    assert answer.data.startswith("\ufeff".encode())
    assert answer.mimetype == "text/csv"
    assert 'filename="jejak-2026-10-09.csv"' in answer.headers["Content-Disposition"]
    table = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert len(table) == 1 + 9 + 2  # a heading, the entries, two events
    assert {len(row) for row in table} == {13}
    for row in table:
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))
            assert "\n" not in cell
    assert "'=1+1, '=1+1" not in answer.text


def test_taking_the_trail_away_is_noted_with_what_was_looked_for(
    office: Person, casework: Casework
) -> None:
    office.get("/jejak/jejak.csv?orang=Siti")
    (one,) = casework.trail._store.trail.find(TrailQuery())
    assert one.facts["filter"] == "nama “Siti”"


def test_the_pdf_says_what_was_looked_for_how_many_and_the_fingerprint(office: Person) -> None:
    office.acts_as(CAMAT)
    content = office.get("/jejak/jejak.pdf?triwulan=2026-tw3").data
    pdf = pypdfium2.PdfDocument(content)
    assert pdf[0].get_width() > pdf[0].get_height()
    text = " ".join(pdf[0].get_textpage().get_text_bounded().split())
    assert "KECAMATAN MENTEBAH" in text
    assert "Yang dicari: triwulan “2026-tw3”." in text
    assert "2 catatan ditemukan" in text
    assert "TW III 2026" in text
    assert "berantai utuh dari 9 Oktober 2026" in text
    assert re.search(r"sidik jari terakhir [0-9a-f ]{64,66}", text)
    assert "Halaman 1 dari 1" in text


def test_a_long_pdf_says_that_the_csv_has_the_rest(
    office: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.casework.trail.sheet.MOST_PRINTED", 1)
    office.acts_as(CAMAT)
    assert "(1 terbaru)" in office.get("/jejak").text
    pdf = pypdfium2.PdfDocument(office.get("/jejak/jejak.pdf").data)
    text = " ".join(pdf[0].get_textpage().get_text_bounded().split())
    assert "yang tercetak 1 catatan terbaru" in text
    assert "CSV" in text


def test_a_pdf_that_is_not_made_is_told_with_what_helps(
    office: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "wkhtmltopdf"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    answer = office.get("/jejak/jejak.pdf?orang=Siti")
    assert answer.status_code == 503
    assert "Word" not in answer.text.partition("<main")[2].partition("</main>")[0]
    assert "Persempit pencarian" in answer.text
    assert "CSV" in answer.text


def test_an_empty_service_has_a_trail_too(newcomer: Person) -> None:
    assert "Tidak ada catatan" in newcomer.get("/jejak").text
    assert newcomer.get("/jejak/jejak.pdf").status_code == 200
    assert newcomer.get("/data-pribadi").status_code == 200


def test_the_menu_leads_to_the_trail(person: Person) -> None:
    assert '<a href="/jejak" aria-current="page">Jejak</a>' in person.get("/jejak").text


def test_what_somebody_did_is_told_with_the_address_it_came_from(
    person: Person, casework: Casework
) -> None:
    person.client.environ_base["REMOTE_ADDR"] = "10.1.2.3"
    do(person, "1")
    told = casework._store.trail.find(TrailQuery(kinds=("acted",)))
    (acted,) = [one for one in told if one.address == "10.1.2.3"]
    assert (acted.case, acted.role, acted.about) == ("2026-tw3", "kasubbag_program", "#2")
    person.acts_as(CAMAT)
    assert "10.1.2.3" in person.get("/jejak").text
    person.acts_as(STAF)
    assert "10.1.2.3" not in person.get("/jejak").text
