"""Data pribadi: the numbers are those of this installation."""

from pathlib import Path

from tests.web.conftest import CASE, Person, demo, served, working
from tests.web.test_whole_procedure import do


def test_the_page_tells_how_long_by_the_settings(tmp_path: Path) -> None:
    settings = demo(tmp_path, trail_days=90)
    with working(settings) as casework:
        shown = Person(served(settings, casework).test_client()).get("/data-pribadi").text
    assert "90 hari, lalu dihapus sendiri" in shown


def test_the_page_counts_what_is_kept(person: Person) -> None:
    do(person, "1")
    person.get(f"{CASE}/dokumen/D1/word")
    shown = person.get("/data-pribadi").text
    assert "sekarang 2 tindakan" in shown
    assert "sekarang 3 catatan" in shown


def test_the_page_says_whom_to_ask_and_marks_what_is_not_certain(newcomer: Person) -> None:
    shown = newcomer.get("/data-pribadi").text
    assert "Administrator" in shown
    assert "NIK tidak disimpan" in shown
    assert "perlu konfirmasi" in shown
