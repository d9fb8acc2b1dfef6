"""Every page that takes a file lets the gate judge it, and keeps nothing of what it refuses."""

import ast
import tempfile
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from service.errors import words
from tests.gate.files import docx_parts, png, xlsx, zipped
from tests.web.conftest import CASE, KASUBBAG, STAF, Person, file
from tests.web.test_whole_procedure import do

WEB = Path(__file__).parents[2] / "service" / "web"
# Where a file comes in. A module that is new here needs a test below or in api/test_gate.py.
ENTRANCES = {
    "pages/settings.py",
    "api/bodies.py", "api/fields.py", "api/render.py", "forms.py", "pages/office.py",
    "pages/start.py", "pages/step.py", "pages/templates.py",
}  # fmt: skip
# A file that was judged and refused is read once more here, for the copy that goes back.
READ_AGAIN = {"refusals.py", "pages/renewing.py", "noting.py"}
_TAKING = {"get_data", "get_json"}

POLYGLOT = xlsx() + b"%PDF-1.7"
TEMPLATE = zipped(docx_parts()) + b"%PDF-1.7"
UNLISTED = "package_unlisted"


def _takes_files(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr == "files":
            if isinstance(node.value, ast.Name) and node.value.id == "request":
                return True
        elif isinstance(node, ast.Call):
            name, owner = getattr(node.func, "attr", ""), getattr(node.func, "value", None)
            asked = getattr(owner, "id", "")
            if name in _TAKING or asked == "bodies" or (asked, name) == ("form", "upload"):
                return True
    return False


def test_a_file_comes_in_nowhere_else() -> None:
    taking = {p.relative_to(WEB).as_posix() for p in WEB.rglob("*.py") if _takes_files(p)}
    assert taking == ENTRANCES | READ_AGAIN


def kept(folder: Path) -> set[Path]:
    """Return every file below the folder, but journals of the database and the trail's end."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path for path in found if path.name != "jejak" and path.suffix != ".sqlite3-journal"}


@pytest.fixture
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder for temporary files of this test alone."""
    folder = tmp_path_factory.mktemp("sementara")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


LARGE = "gate_picture_large"


def _refused(answer: TestResponse, code: str) -> None:
    assert answer.status_code == 422, answer.text
    assert words(code, width=65_000, height=65_000).detail in answer.text


def test_a_page_refuses_it_and_keeps_nothing(
    person: Person, tmp_path: Path, temporary: Path
) -> None:
    do(person, "1")
    person.acts_as(STAF)
    do(person, "2.SEKSI-PEM")
    before = kept(tmp_path)
    person.acts_as("operator@SEKSI-PEM")
    person.get(f"{CASE}/langkah/3.SEKSI-PEM")
    unit = person.post(f"{CASE}/langkah/3.SEKSI-PEM/do", berkas=file(POLYGLOT, "isian.xlsx"))
    _refused(unit, UNLISTED)
    person.acts_as(KASUBBAG)
    for path, sent, code in (
        ("/mulai/unggah", {"berkas": file(POLYGLOT, "kantor.xlsx")}, UNLISTED),
        ("/pengaturan/lambang", {"lambang": file(png(65_000, 65_000), "l.png")}, LARGE),
        (f"{CASE}/data-kantor", {"berkas": file(POLYGLOT, "kantor.xlsx")}, UNLISTED),
        ("/templat/rekap-data", {"berkas": file(TEMPLATE, "rekap-data.docx")}, UNLISTED),
    ):
        person.get(path if path.startswith(("/templat", CASE)) else "/mulai")
        _refused(person.post(path, **sent), code)
    assert kept(tmp_path) == before
    assert kept(temporary) == set()
