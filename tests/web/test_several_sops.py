"""Several SOPs on the pages: choosing, opening, playing, and finding back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.app import create_app, create_casework, open_store
from tests import sops
from tests.web.conftest import CAMAT, CASE, KASUBBAG, SAMPLE, STAF, Person, demo, file

TINY = f"/triwulan/{sops.TINY}-2026-tw3"


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    """Return somebody in front of an empty store of an office with the tiny SOP."""
    settings = demo(tmp_path / "data", procedures_dir=sops.write_tiny(tmp_path / "sop"))
    store = open_store(settings)
    casework = create_casework(settings, store, background=False)
    yield Person(create_app(settings, casework).test_client())
    casework.close()
    store.close()


def open_tiny(person: Person) -> None:
    person.acts_as(STAF)
    person.get("/mulai")
    sent = file(SAMPLE.read_bytes(), "kantor.json")
    person.follow("/mulai/unggah", berkas=sent, prosedur=sops.TINY)


def open_main(person: Person) -> None:
    person.acts_as(KASUBBAG)
    person.get("/mulai")
    person.follow("/mulai/unggah", berkas=file(SAMPLE.read_bytes(), "kantor.json"))


def chosen(text: str) -> list[str]:
    """Return the SOP selected in each form."""
    return re.findall(r'<option value="([a-z-]+)" selected>', text)


def test_the_beginning_lets_choose_the_sop_the_main_one_first(person: Person) -> None:
    text = person.get("/mulai").text
    offered = re.findall(r'<option value="([a-z-]+)"', text.partition("sop-unggah")[2])
    assert offered[:1] == chosen(text) == ["pengukuran-kinerja"]
    assert sops.TINY in offered
    assert person.get("/mulai?prosedur=lain").status_code == 404


def test_a_chosen_sop_is_opened_and_played_to_its_end(person: Person) -> None:
    open_tiny(person)
    assert "Surat Tugas Triwulan III tahun 2026 sudah dibuka" in person.text
    assert "<h1>Surat Tugas Triwulan III</h1>" in person.text
    person.get(f"{TINY}/langkah/1")
    person.follow(f"{TINY}/langkah/1/do", nomor="090/1/2026", tanggal="9 Oktober 2026")
    person.acts_as(CAMAT)
    person.get(f"{TINY}/langkah/2")
    person.follow(f"{TINY}/langkah/2/do")
    person.get(TINY)
    assert "Semua langkah Triwulan III sudah selesai" in person.text
    assert "Setiap output yang diminta SOP Surat Tugas sudah ada" in person.text
    assert "diteruskan, versi 2" in person.text
    assert "090/1/2026" in person.get(f"{TINY}/dokumen/S1").text


def test_beranda_leads_to_the_other_sops_opened_or_not(person: Person) -> None:
    open_main(person)
    assert f"/mulai?prosedur={sops.TINY}&amp;triwulan=3#triwulan" in person.get(CASE).text
    person.get(f"/mulai?prosedur={sops.TINY}&triwulan=3")
    assert chosen(person.text) == [sops.TINY, sops.TINY]
    person.acts_as(STAF)
    person.get(f"/mulai?prosedur={sops.TINY}&triwulan=3")
    person.follow("/mulai/triwulan", tahun="2026", triwulan="3", prosedur=sops.TINY)
    assert f'href="{CASE}">Pengukuran Kinerja, Triwulan III 2026' in person.text
    assert f'href="{TINY}">Surat Tugas, Triwulan III 2026' in person.get(CASE).text


def test_cases_are_listed_under_their_sop(person: Person) -> None:
    open_main(person)
    open_tiny(person)
    aside = person.get("/mulai").text.partition("Triwulan yang sudah dibuka")[2]
    heads = [aside.index(f'<h3 class="h-group">{name}</h3>') for name in
             ("Pengukuran Kinerja", "Surat Tugas")]  # fmt: skip
    assert heads[0] < aside.index(f'href="{CASE}"') < heads[1] < aside.index(f'href="{TINY}"')


def test_pages_of_no_case_tell_of_the_sop_looked_at_last(person: Person) -> None:
    open_main(person)
    open_tiny(person)
    person.get(TINY)
    assert "Menyusun surat" in person.get("/bantuan").text
    assert person.get("/").location == TINY
    person.get(CASE)
    assert "Menyusun surat" not in person.get("/bantuan").text
    assert person.get("/").location == CASE


def test_quarters_on_beranda_are_those_of_the_sop(person: Person) -> None:
    open_main(person)
    open_tiny(person)
    quarters = person.get(TINY).text.partition('class="quarters"')[2].partition("</ul>")[0]
    assert f'href="{TINY}" aria-current' in quarters
    assert CASE + '"' not in quarters
    assert f'href="{TINY}/berikutnya"' in quarters
    assert f"/mulai?prosedur={sops.TINY}&amp;triwulan=1#triwulan" in quarters


def test_only_those_an_sop_names_may_open_it(person: Person) -> None:
    person.acts_as(KASUBBAG)
    person.get("/mulai")
    sent = file(SAMPLE.read_bytes(), "kantor.json")
    refused = person.post("/mulai/unggah", berkas=sent, prosedur=sops.TINY)
    assert refused.status_code == 403
    assert "Staf Umum" in refused.text


def test_a_faulty_workbook_is_sent_again_for_the_same_sop(person: Person) -> None:
    person.acts_as(STAF)
    person.get("/mulai")
    wrong = file(SAMPLE.read_bytes().replace(b'"triwulan": 3', b'"triwulan": 9'), "kantor.json")
    refused = person.post("/mulai/unggah", berkas=wrong, prosedur=sops.TINY)
    assert refused.status_code == 422
    assert f'action="/mulai/unggah?prosedur={sops.TINY}"' in refused.text
