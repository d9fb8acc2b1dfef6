"""Nothing is loaded from elsewhere, no type is guessed, nobody is led away."""

import re

import pytest
from werkzeug.test import TestResponse

from tests.web.conftest import CASE, Person

PAGES = [
    "/mulai",
    CASE,
    f"{CASE}/langkah/1",
    f"{CASE}/langkah/2",
    f"{CASE}/langkah/3.SEKSI-PEM",
    f"{CASE}/langkah/8",
    f"{CASE}/persetujuan/7",
    f"{CASE}/riwayat",
    "/perlu-konfirmasi",
    "/bantuan",
    "/bantuan/templat",
    "/bantuan/templat/data",
    "/tidak-ada",
]


def test_pages_load_only_our_own_files(person: Person) -> None:
    for answer in map(person.get, PAGES):
        _loads_only_our_own_files(answer)


def _loads_only_our_own_files(answer: TestResponse) -> None:
    loaded = re.findall(r'(?:src|href|action)="([^"]+)"', answer.text)
    assert [one for one in loaded if not one.startswith(("/", "#"))] == []
    assert not re.search(r'\s(?:style|on[a-z]+)="', answer.text)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_can_be_read_by_a_screen_reader(person: Person) -> None:
    for path in PAGES:
        _can_be_read_by_a_screen_reader(person.get(path).text)


def _can_be_read_by_a_screen_reader(text: str) -> None:
    assert text.count("<h1") == 1
    assert '<html lang="id">' in text
    assert 'href="#isi"' in text
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    controls = re.findall(r'<(?:input|select|textarea)[^>]*?\sid="([^"]+)"', text)
    assert set(controls) <= set(re.findall(r'<label[^>]*\sfor="([^"]+)"', text)) | {"setuju"}


def test_every_form_that_changes_something_carries_its_token(person: Person) -> None:
    html = "".join(person.get(path).text for path in PAGES)
    for form in re.findall(r'<form[^>]*method="post".*?</form>', html, re.S):
        assert 'name="csrf_token"' in form
        assert 'name="seen"' in form or "/peran" in form or "/mulai" in form


def test_files_are_handed_out_under_a_readable_name(person: Person) -> None:
    answer = person.get("/mulai/berkas-kosong.xlsx?tahun=2027&triwulan=1")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "formulir-kosong-tw1-2027.xlsx" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "address", ["https://jahat.example", "//jahat.example/x", "/\\jahat.example", "javascript:1"]
)
def test_switching_the_role_never_leads_to_another_site(person: Person, address: str) -> None:
    person.get("/bantuan")
    answer = person.post("/peran", peran="camat@", kembali=address)
    assert answer.status_code == 302
    assert answer.location == "/"


def test_an_unknown_role_cannot_be_taken_on(person: Person) -> None:
    person.get("/bantuan")
    assert person.post("/peran", peran="bupati@", kembali="/").status_code == 404


def test_a_name_somebody_else_owns_does_not_lead_here(person):
    answer = person.client.get("/", headers={"Host": "pasang-ulang.invalid"})
    assert answer.status_code == 400
    assert "http://127.0.0.1" in answer.text
