"""Several forms at once: each for its unit, each handed in as an event of its own."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from service import workbook
from service.app import create_app, create_casework, open_store
from service.casework import Casework, Upload
from service.dataset import parse, read_json
from service.settings import Settings
from tests.gate.files import xlsx
from tests.web.conftest import CASE, SAMPLE, STAF, TODAY, Person, file
from tests.web.test_board import words
from tests.web.test_whole_procedure import do
from tests.workbook.books import edited

SOP = Path(__file__).parents[2] / "service" / "procedures" / "pengukuran-kinerja"
UNIT, OTHER = "SEKSI-YAN", "SEKSI-PEM"
STEP = f"{CASE}/langkah/3"
DATA = parse(read_json(SAMPLE.read_bytes()))


def form(unit: str, value: object = None) -> bytes:
    """Return the form of a unit, with another figure of its first indicator."""

    def change(book: Workbook) -> None:
        headings = {cell.value: cell.column for cell in book["Realisasi"][5]}
        column = headings.get("Realisasi TW III")
        book["Realisasi"].cell(6, column).value = value

    made = workbook.write(DATA, unit)
    return made if value is None else edited(made, change)


def send(person: Person, step: str, *sent: tuple[bytes, str]) -> str:
    person.get(step)
    return words(person.post(f"{step}/beberapa", berkas=[file(*one) for one in sent]).text)


@pytest.fixture
def clerk(person: Person) -> Person:
    do(person, "1")
    person.acts_as(STAF)
    for unit in (UNIT, OTHER):
        do(person, f"2.{unit}")
    person.acts_as(f"operator@{UNIT}")
    return person


def test_an_operator_hands_in_the_own_unit_and_hears_of_every_other_file(clerk: Person) -> None:
    told = send(
        clerk, STEP, (form(UNIT), "a.xlsx"), (form(OTHER), "b.xlsx"), (xlsx() + b"%PDF", "c.xlsx")
    )
    assert "1 dari 3 siap diserahkan" in told
    assert "a.xlsx Seksi Pelayanan Umum Siap diserahkan" in told
    assert "b.xlsx bukan bagian Anda Formulir ini milik Seksi" in told
    assert "c.xlsx Seksi Pelayanan Umum" in told
    mark = clerk.text.partition('name="tawaran" value="')[2].partition('"')[0]
    clerk.follow(f"{STEP}/beberapa/serahkan", tawaran=mark)
    assert "Seksi Pelayanan Umum: data diserahkan dan dokumennya dibuat." in words(clerk.text)
    assert "0 dari 1 siap diserahkan" in send(clerk, STEP, (form(UNIT), "a.xlsx"))
    assert "Sama dengan versi 1" in words(clerk.text)


def test_wrong_cells_come_with_their_marked_copy(clerk: Person) -> None:
    told = send(clerk, STEP, (form(UNIT, "enam"), "a.xlsx"))
    assert "1 isian salah." in told
    address = clerk.text.partition('href="/salinan-bertanda/')[2].partition('"')[0]
    copy = clerk.client.get(f"/salinan-bertanda/{address}").data
    assert load_workbook(BytesIO(copy)).sheetnames[0] == "Perbaikan"


def test_who_reports_for_no_unit_is_offered_nothing(clerk: Person) -> None:
    clerk.acts_as("camat@")
    assert "Unggah beberapa formulir" not in clerk.get(STEP).text
    clerk.get(STEP)
    assert clerk.post(f"{STEP}/beberapa", berkas=file(form(UNIT), "a.xlsx")).status_code == 403


@pytest.fixture
def gatherer(tmp_path: Path) -> Iterator[Person]:
    """Return the staff of an office whose SOP lets them gather the forms of all units."""
    text = (SOP / "procedure.yaml").read_text("utf-8")
    text = text.replace("code: pengukuran-kinerja", "code: dihimpun-staf", 1)
    text = text.replace("main: true", "main: false", 1)
    text = text.replace(
        "by: [operator], brings: unit_form", "by: [staf_program], brings: unit_form"
    )
    folder = tmp_path / "sop" / "dihimpun-staf"
    folder.mkdir(parents=True)
    (folder / "procedure.yaml").write_text(text, "utf-8")
    settings = Settings(
        secret_key="rahasia", data_dir=tmp_path / "data", today=TODAY,  # noqa: S106
        procedures_dir=tmp_path / "sop", demo=True
    )  # fmt: skip
    store = open_store(settings)
    casework = create_casework(settings, store, background=False)
    made = Person(create_app(settings, casework).test_client())
    made.get("/mulai")
    sent = file(SAMPLE.read_bytes(), "kantor.json")
    made.follow("/mulai/unggah", berkas=sent, prosedur="dihimpun-staf")
    yield made
    casework.close()
    store.close()


def test_who_reports_for_several_units_hands_them_in_with_one_press(gatherer: Person) -> None:
    case = gatherer.client.get("/").location
    gatherer.get(f"{case}/langkah/1")
    gatherer.follow(f"{case}/langkah/1/do")
    gatherer.acts_as(STAF)
    for unit in (UNIT, OTHER):
        gatherer.get(f"{case}/langkah/2.{unit}")
        gatherer.follow(f"{case}/langkah/2.{unit}/do")
    told = send(
        gatherer, f"{case}/langkah/3", (form(UNIT), "a.xlsx"), (form(OTHER), "b.xlsx"),
    )  # fmt: skip
    assert "2 dari 2 siap diserahkan" in told, told
    marks = [one.partition('"')[0] for one in gatherer.text.split('name="tawaran" value="')[1:]]
    gatherer.follow(f"{case}/langkah/3/beberapa/serahkan", tawaran=marks)
    told = words(gatherer.text)
    assert told.count("data diserahkan dan dokumennya dibuat.") == 2
    assert "2 dari 5 unit" in told
    whole = send(gatherer, f"{case}/langkah/3", (workbook.write(DATA), "semua.xlsx"))
    assert whole.count("semua.xlsx") == 5


def test_who_comes_second_is_told_and_overwrites_nothing(clerk: Person, casework: Casework) -> None:
    send(clerk, STEP, (form(UNIT, 80), "a.xlsx"))
    seen = clerk.text.partition('name="seen" value="')[2].partition('"')[0]
    mark = clerk.text.partition('name="tawaran" value="')[2].partition('"')[0]
    everyone = casework.actors(casework.view("2026-tw3").dataset)
    other = next(one for one in everyone if (one.role, one.unit) == ("operator", UNIT))
    casework.act(other, "2026-tw3", 3, UNIT, "do", upload=Upload(form(UNIT, 81), "b.xlsx"))
    before = casework.view("2026-tw3").seen
    clerk.follow(f"{STEP}/beberapa/serahkan", tawaran=mark, seen=seen)
    assert "Seksi Pelayanan Umum: belum diserahkan." in words(clerk.text)
    assert casework.view("2026-tw3").seen == before
