"""Every file that leaves: an exact and safe name, a type nobody guesses, the hash of its bytes."""

import inspect
import re
from hashlib import sha256
from io import BytesIO

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from werkzeug.datastructures import Headers
from werkzeug.http import parse_options_header

from service.casework.model import DOCX, JSON, PDF, XLSX, ZIP
from service.web.calendars import ICALENDAR
from service.web.files import download, safe_name
from tests.stores import Kept
from tests.web.conftest import CASE, Person, file, played
from tests.web.test_marked import COPY, UNIT
from tests.web.test_settings import saved
from tests.web.test_whole_procedure import do
from tests.workbook.books import edited

API = "/api/v1/cases/2026-tw3"
PNG = "image/png"
SENDING = re.compile(r"\b(?:download|picture|document|quarter_file)\(")
ROUTES = {
    "start.empty_workbook": ("/mulai/berkas-kosong.xlsx?tahun=2027&triwulan=1", XLSX),
    "start.emblem": ("/lambang.png", PNG),
    "board.archive": (f"{CASE}/arsip.zip", ZIP),
    "board.control_sheet": (f"{CASE}/lembar-kendali.pdf", PDF),
    "step.form": (f"{CASE}/langkah/3.{UNIT}/formulir.xlsx", XLSX),
    "step.forms_of_units": (f"{CASE}/langkah/3/formulir.zip", ZIP),
    "detour.draft": (f"{CASE}/konsep/D4.docx", DOCX),
    "document.word": (f"{CASE}/dokumen/D1/word", DOCX),
    "document.pdf": (f"{CASE}/dokumen/D1/pdf", PDF),
    "document.page": (f"{CASE}/dokumen/D1/halaman/1.png?versi=1", PNG),
    "marked.copy": ("{copy}", XLSX),
    "office.workbook": (f"{CASE}/data-kantor/berkas.xlsx", XLSX),
    "templates.word": ("/templat/rekap-data/berkas.docx", DOCX),
    "origin.sent": (f"{CASE}/unggahan/1/berkas", JSON),
    "deadlines.of_quarter": (f"{CASE}/tenggat.ics", ICALENDAR),
    "deadlines.of_year": ("/tahun/2026/tenggat.ics", ICALENDAR),
    "quarter.year_form": (f"{CASE}/tahun-berikutnya.xlsx", XLSX),
    "year.sheet": ("/tahun/2026/rekap.xlsx", XLSX),
    "cases.opening_copy": ("{api_copy}", XLSX),
    "cases.draft": (f"{API}/drafts/D4.docx", DOCX),
    "cases.output": (f"{API}/outputs/D1.docx", DOCX),
    "cases.archive": (f"{API}/outputs.zip", ZIP),
    "cases.deadline_file": (f"{API}/deadlines.ics", ICALENDAR),
}
SAME_WAY = {  # they send by the same function what only a longer way leads to
    "start.sample", "templates.marked", "templates.sample", "templates.page", "cases.task_copy",
    "preview.paper", "renewing.form", "settings.waiting_emblem",
    "trail.paper",  # never the same twice: that it was taken is in it the next time
}  # fmt: skip


def sending(app: Flask) -> set[str]:
    """Return the endpoints that hand out a file."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and SENDING.search(inspect.getsource(app.view_functions[rule.endpoint]))
    }


def test_every_route_that_hands_out_a_file_is_held_to_it(app: Flask) -> None:
    assert sending(app) == set(ROUTES) | SAME_WAY


def fill_and_seal(person: Person) -> None:
    do(person, "1")
    picture = BytesIO()
    Image.new("RGB", (200, 200), "white").save(picture, "PNG")
    saved(person, "lambang", lambang=file(picture.getvalue(), "lambang.png"))


@pytest.fixture(scope="module")
def stored_office(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return played(tmp_path_factory.mktemp("office"), fill_and_seal)


@pytest.fixture
def office(stored_office: Kept, person: Person) -> Person:  # noqa: ARG001
    """Return somebody with a document, an emblem and a refused workbook."""
    return person


def address(office: Person, path: str) -> str:
    """Return the path, with the mark of a fresh marked copy where it asks for one."""
    if "{" not in path:
        return path
    form = office.client.get(f"{CASE}/data-kantor/berkas.xlsx").data
    content = edited(form, lambda book: book["Pejabat"].__setitem__("E6", "12"))
    office.get("/mulai")
    shown = office.post("/mulai/unggah", berkas=file(content, "kantor.xlsx")).text
    found = COPY.search(shown)
    assert found is not None
    mark = found[1].rpartition("/")[2].removesuffix(".xlsx")
    return path.format(copy=found[1], api_copy=f"/api/v1/marked-copies/{mark}")


@pytest.mark.parametrize("endpoint", ROUTES)
def test_a_file_leaves_with_name_type_and_hash(endpoint: str, office: Person) -> None:
    path, media_type = ROUTES[endpoint]
    at = address(office, path)
    answer = office.client.get(at)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == media_type
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.get_etag() == (sha256(answer.data).hexdigest(), False)
    if not answer.mimetype.startswith("image/"):
        assert name_in(answer.headers)
    if media_type == ZIP or endpoint == "board.control_sheet":
        return  # made anew each time, with the moment in it
    again = office.client.get(at, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = office.client.get(at, headers={"If-None-Match": '"lain"'})
    assert other.status_code == 200


def name_in(headers: Headers) -> str:
    """Return the name a browser would give the file."""
    way, parameters = parse_options_header(headers["Content-Disposition"])
    assert way == "attachment"
    return parameters["filename"]


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ani\\isian.xlsx", "isian.xlsx"),
        ("isian\r\nX-Jahat: 1.xlsx", "isian X-Jahat- 1.xlsx"),
        ("laporan\u202excod.exe", "laporanxcod.exe"),
        ("con.docx", "_con.docx"),
        ("  .. ", "berkas"),
        ("a" * 300 + ".xlsx", "a" * 145 + ".xlsx"),
        ("Réalisasi “TW III”.xlsx", "Réalisasi “TW III”.xlsx"),
    ],
)
def test_a_name_is_exact_and_harmless(given_name: str, safe: str) -> None:
    assert safe_name(given_name) == safe


@given(st.text(max_size=300))
def test_any_name_comes_through_a_header_and_back(name: str) -> None:
    app = Flask(__name__)
    with app.test_request_context(method="HEAD"):
        headers = download(b"isi", name, XLSX).headers
    raw = headers["Content-Disposition"]
    assert raw.isascii()
    assert raw.isprintable()
    assert name_in(headers) == safe_name(name)
    plain = re.search(r'filename="([^"]*)"', raw)
    assert plain is not None
    assert not set(plain[1]) & set('\\/:*?"<>|')
