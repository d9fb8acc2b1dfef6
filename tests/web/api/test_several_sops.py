"""Cases and templates of several SOPs, by program."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.app import create_app, create_casework, open_store
from tests import sops
from tests.web.api.conftest import Program, codes
from tests.web.api.test_render import SAMPLE, words
from tests.web.conftest import demo

TINY = f"{sops.TINY}-2026-tw3"
OWN = f"{sops.TINY}.surat"


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """Return a program in front of an office with the tiny SOP."""
    settings = demo(tmp_path / "data", procedures_dir=sops.write_tiny(tmp_path / "sop"))
    store = open_store(settings)
    casework = create_casework(settings, store, background=False)
    yield Program(create_app(settings, casework).test_client())
    casework.close()
    store.close()


def test_a_quarter_is_opened_for_the_sop_that_is_named_and_else_for_the_main_one(
    program: Program,
) -> None:
    assert program.send("/cases", data=SAMPLE).json["id"] == "2026-tw3"
    body = {"tahun": 2026, "triwulan": 3, "prosedur": sops.TINY}
    made = program.post("/cases", json=body)
    assert (made.status_code, made.json["id"]) == (201, TINY)
    listed = program.get("/cases").json["kasus"]
    assert [(one["id"], one["nama_prosedur"]) for one in listed] == [
        ("2026-tw3", "Pengukuran Kinerja"), (TINY, "Surat Tugas"),
    ]  # fmt: skip


def test_beside_a_data_set_the_sop_stands_in_the_form_or_the_address(program: Program) -> None:
    made = program.post(f"/cases?prosedur={sops.TINY}", json=json.loads(SAMPLE))
    assert made.json["id"] == TINY
    again = program.send("/cases", data=SAMPLE, prosedur=sops.TINY)
    assert codes(again) == ["case_exists"]


def test_an_unknown_sop_is_not_found_with_those_there_are(program: Program) -> None:
    answer = program.send("/cases", data=SAMPLE, prosedur="lain")
    assert (answer.status_code, codes(answer)) == (404, ["procedure_unknown"])
    assert sops.TINY in answer.json["detail"]
    wrong = {"tahun": 2026, "triwulan": 3, "prosedur": 7}
    assert codes(program.post("/cases", json=wrong)) == ["api_body", "api_field_kind"]


def test_the_tiny_sop_runs_to_its_end(program: Program) -> None:
    program.send("/cases", data=SAMPLE, prosedur=sops.TINY)
    assert program.post(f"/cases/{TINY}/tasks/1").json["berikutnya"] == "2"
    assert program.post(f"/cases/{TINY}/tasks/2").json["selesai"] is True
    made = program.get(f"/cases/{TINY}/outputs/S1.docx")
    assert "diteruskan" in words(made.data)


def test_an_sops_templates_are_listed_described_and_filled(program: Program) -> None:
    listed = {one["nama"]: one for one in program.get("/templates").json["templat"]}
    assert listed[OWN]["prosedur"] == sops.TINY
    assert listed["checklist"]["prosedur"] is None
    assert listed[OWN]["fields"].endswith(f"/templates/{OWN}/fields")
    asked = program.get(f"/templates/{OWN}/fields").json["properties"]
    assert "instansi" in asked
    body = program.get(f"/templates/{OWN}/example").data
    filled = program.send(f"/render/{OWN}?quarter=3", data=body)
    assert "KECAMATAN MENTEBAH" in words(filled.data)
    assert "surat-tw3-2026.docx" in filled.headers["Content-Disposition"]
    assert program.get(f"/templates/{sops.TINY}.lain/fields").status_code == 404
