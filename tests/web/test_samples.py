"""The demo offers each sample where it can be tried, and nothing to who may not use it."""

from pathlib import Path

import pytest

from service.app import create_app
from service.casework import Casework
from service.settings import Settings
from service.web import samples
from tests.web.conftest import SAMPLE, STAF, TODAY, Person, file
from tests.web.test_board import words


@pytest.fixture
def visitor(casework: Casework, tmp_path: Path) -> Person:
    """Return somebody at the demo, whose office has opened the sample quarter."""
    settings = Settings(secret_key="r" * 40, data_dir=tmp_path, today=TODAY, demo=True)
    made = Person(create_app(settings, casework).test_client())
    made.get("/mulai")
    made.follow("/mulai/unggah", berkas=file(SAMPLE.read_bytes(), SAMPLE.name))
    return made


def test_a_quarter_is_opened_with_samples_of_a_whole_office_only(visitor: Person) -> None:
    html = visitor.get("/mulai").text
    assert "/contoh/mentebah-2026.json" in html
    for other in ("surat.json", "hasil-pindai", "isian-", "anggaran-"):
        assert f"/contoh/{other}" not in html


def test_the_stand_in_for_a_scan_can_be_fetched(visitor: Person) -> None:
    with visitor.client.application.app_context():
        assert [path.name for path in samples.of_scans().good] == ["hasil-pindai-dokumen.pdf"]
    assert visitor.get("/contoh/hasil-pindai-dokumen.pdf").data.startswith(b"%PDF")


def test_the_beginning_shows_forms_only_to_who_may_use_them(visitor: Person) -> None:
    shown = visitor.get("/mulai").text
    assert shown.count('method="post"') == 3  # the role, and two of its own
    visitor.acts_as(STAF)
    shown = visitor.get("/mulai").text
    assert shown.count('method="post"') == 1
    told = words(shown)
    assert "Kepala Sub Bagian Program dan Keuangan" in told or "Kassubag" in told
    assert "Anda bertindak sebagai" in told
    assert "Triwulan yang sudah dibuka" in told
    assert "/contoh/" not in shown


def test_unusual_files_are_offered_apart_from_good_and_faulty_ones(visitor: Person) -> None:
    with visitor.client.application.test_request_context():
        office, unit = samples.of_office(), samples.of_unit("SEKSI-YAN")
    assert "kantor-sel-gabungan.xlsx" in [path.name for path in office.messy]
    assert "kolom-berpindah.xlsx" in [path.name for path in unit.messy]
    shown = [*office.good, *unit.good, *office.faulty, *unit.faulty]
    assert {path.parent.name for path in shown} == {"samples", "salah"}
