"""Programs ask where a figure comes from and what a document was filled with."""

import pytest

from tests.web.api.conftest import DOCX, PREFIX, Program
from tests.web.api.test_cases import CASE, START, done, opened
from tests.web.api.test_render import SAMPLES

UNIT = "SEKSI-TRANTIB"


@pytest.fixture
def reported(program: Program) -> Program:
    """Return a program whose unit has reported with its Excel form."""
    opened(program, START)
    done(program, "1")
    done(program, f"2.{UNIT}")
    form = (SAMPLES / f"isian-{UNIT.lower()}-tw3.xlsx").read_bytes()
    sent = program.send(f"{CASE}/tasks/3.{UNIT}", file=(form, "isian.xlsx"))
    assert sent.status_code == 200
    return program


def test_a_figure_comes_with_its_cell_arithmetic_and_documents(reported: Program) -> None:
    answer = reported.get(f"{CASE}/provenance?indicator=3.2")
    found = answer.json["indikator"]["3.2"]
    (now,) = (e for e in found["isian"] if (e["isian"], e["triwulan"]) == ("realisasi", 3))
    assert now["nilai"] == "6"
    source = now["asal"]
    assert (source["tempat"], source["berkas"], source["unit"]) == (
        "Realisasi!H6",
        "isian.xlsx",
        UNIT,
    )
    assert reported.client.get(source["unduh"]).status_code == 200
    assert [one["output"] for one in now["tercetak"]] == [f"D3.{UNIT}"]
    (capaian,) = (one for one in found["hitungan"] if one["nama"] == "capaian")
    assert (capaian["nilai"], capaian["rumus"]) == ("77.78", "(2 × 9 − 11) / 9 × 100 = 77,78")
    assert {"kode": "3.2", "isian": "realisasi", "triwulan": 3} in capaian["dari"]


def test_every_figure_of_the_case_is_answered_at_once(reported: Program) -> None:
    found = reported.get(f"{CASE}/provenance").json["indikator"]
    assert {"1.1", "3.2", "7.01.01.2.01.0006"} <= found.keys()
    assert reported.get(f"{CASE}/provenance?indicator=9.9").status_code == 404


def test_a_document_tells_its_values_which_give_the_document_again(reported: Program) -> None:
    answer = reported.get(f"{CASE}/outputs/D3.{UNIT}.json")
    filled = answer.json
    assert (filled["versi"], filled["status"]) == (1, "dihimpun")
    (now,) = (e for e in filled["asal"]["3.2"] if (e["isian"], e["triwulan"]) == ("realisasi", 3))
    assert now["asal"]["tempat"] == "Realisasi!H6"
    made = reported.post("/render/rekap-data", json=filled["nilai"])
    assert made.mimetype == DOCX
    assert made.data == reported.client.get(f"{PREFIX}{CASE}/outputs/D3.{UNIT}.docx").data


def test_values_of_what_is_not_there_are_not_found(reported: Program) -> None:
    assert reported.get(f"{CASE}/outputs/D5.json").status_code == 404
    assert reported.get(f"{CASE}/outputs/D1.json?version=9").status_code == 404
