"""Keselarasan: the page that says what was compared, and the refusal that leads to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.app import create_app
from service.store import Store
from tests.casework.office import Office
from tests.consistency.papers import mistaken_templates
from tests.web.api.conftest import Program
from tests.web.conftest import CAMAT, CASE, KASUBBAG, Person, demo


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Give an office whose documents disagree; tests only read it."""
    folder = tmp_path_factory.mktemp("mistaken")
    store = Store(folder / "data", "kantor")
    made = Office(store, mistaken_templates(folder / "templates"))
    made.open()
    made.play_units()
    made.collect()
    made.draft()
    yield made
    made.desk.close()
    store.close()


@pytest.fixture
def reader(mistaken: Office, tmp_path: Path) -> Person:
    app = create_app(demo(tmp_path), mistaken.desk)
    return Person(app.test_client())


def test_a_new_case_says_that_there_is_nothing_to_compare(person: Person) -> None:
    assert "Belum ada yang dibandingkan" in person.get(f"{CASE}/keselarasan").text
    assert f'href="{CASE}/keselarasan"' in person.get(CASE).text


def test_the_page_lists_what_differs_with_links_to_the_documents(reader: Person) -> None:
    page = reader.get(f"{CASE}/keselarasan").text
    assert "10 hal tercetak berbeda" in page
    assert "Realisasi s.d. Triwulan III indikator 3.2" in page
    for key in ("D4", "D5", "D3.SEKSI-TRANTIB"):
        assert f'href="{CASE}/dokumen/{key}"' in page
    assert "Angka setiap indikator" in page


def test_the_approval_shows_it_and_a_refusal_leads_to_the_list(reader: Person) -> None:
    reader.acts_as(CAMAT)
    page = reader.get(f"{CASE}/persetujuan/7").text
    assert "10 hal tercetak berbeda pada dokumen" in page
    assert f'href="{CASE}/keselarasan"' in page
    answer = reader.post(f"{CASE}/langkah/7/approve")
    assert answer.status_code == 409
    assert "Dokumen belum selaras" in answer.text
    assert f'href="{CASE}/dokumen/D5"' in answer.text


def test_documents_that_agree_say_so_before_the_approval_and_the_signature(
    office_agrees: Person,
) -> None:
    office_agrees.acts_as(CAMAT)
    assert "Dokumen selaras" in office_agrees.get(f"{CASE}/persetujuan/7").text
    office_agrees.follow(f"{CASE}/langkah/7/approve")
    office_agrees.acts_as(KASUBBAG)
    assert "Dokumen selaras" in office_agrees.get(f"{CASE}/langkah/7").text
    page = office_agrees.get(f"{CASE}/keselarasan").text
    assert "Semua dokumen selaras" in page


@pytest.fixture
def office_agrees(tmp_path: Path) -> Iterator[Person]:
    store = Store(tmp_path / "data", "kantor")
    office = Office(store)
    office.open()
    office.play_units()
    office.collect()
    office.draft()
    app = create_app(demo(tmp_path), office.desk)
    yield Person(app.test_client())
    office.desk.close()
    store.close()


def test_programs_get_the_same_and_a_refused_approval(mistaken: Office, tmp_path: Path) -> None:
    app = create_app(demo(tmp_path), mistaken.desk)
    program = Program(app.test_client())
    found = program.get("/cases/2026-tw3/consistency").json
    assert found["selaras"] is False
    assert len(found["dibaca"]) == 13
    assert len(found["berbeda"]) == 10
    one = next(it for it in found["berbeda"] if it["hal"].endswith("indikator 3.2"))
    assert {it["teks"] for it in one["tercetak"]} == {"9", "11"}
    refused = program.post("/cases/2026-tw3/tasks/7", json={"action": "approve"})
    assert refused.status_code == 409
    assert refused.json["code"] == "documents_disagree"
    assert len(refused.json["problems"]) == 10
    assert program.get("/cases/2025-tw1/consistency").status_code == 404
