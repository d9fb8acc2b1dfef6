"""The whole procedure by program, from an empty store to the delivered document."""

import io
import json
from zipfile import ZipFile

import pytest
from PIL import Image

from tests.web.api.conftest import DOCX, PREFIX, Program, codes
from tests.web.api.test_render import SAMPLE, SAMPLES, WORKBOOK, name_of, pdf_words, words

UNITS = ("SEKSI-PEM", "SEKRETARIAT", "SEKSI-YAN", "SEKSI-PMD", "SEKSI-TRANTIB")
START = (SAMPLES / "mentebah-2026-tw3-awal.xlsx").read_bytes()
CASE = "/cases/2026-tw3"


def opened(program: Program, data: bytes = SAMPLE) -> None:
    """Open the quarter of a whole office."""
    assert program.send("/cases", data=data).status_code == 201


def done(program: Program, task: str, **fields: object) -> dict[str, object]:
    """Do something in a task that must be accepted; return the case."""
    answer = program.post(f"{CASE}/tasks/{task}", json=fields)
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json
    return found


def checks(unit: str) -> dict[str, dict[str, str]]:
    """Return a verdict for each indicator of a unit."""
    data = json.loads(SAMPLE)
    return {
        one["kode"]: {"verdict": "sesuai"}
        for objective in data["sasaran"]
        for one in objective["indikator"]
        if one["unit"] == unit
    }


def accepting(program: Program, unit: str) -> dict[str, dict[str, str]]:
    """Return the verdict "diterima" for every finding of a unit that asks for one."""
    found = program.get(f"{CASE}/findings").json["temuan"]
    asked = [
        one["id"]
        for one in found
        if one["unit"] == unit and not (one["keputusan"] or {"berlaku": False})["berlaku"]
    ]
    return {name: {"verdict": "diterima"} for name in asked}


def scan() -> bytes:
    """Return a scanned page as JPEG."""
    made = io.BytesIO()
    Image.new("RGB", (1240, 1754), "white").save(made, "JPEG")
    return made.getvalue()


def to_the_draft(program: Program) -> None:
    """Play steps 1 to 6 and the draft of step 7, each unit with its own Excel form."""
    opened(program, START)
    done(program, "1")
    for unit in UNITS:
        done(program, f"2.{unit}")
        form = (SAMPLES / f"isian-{unit.lower()}-tw3.xlsx").read_bytes()
        sent = program.send(f"{CASE}/tasks/3.{unit}", file=(form, f"isian-{unit}.xlsx"))
        assert sent.status_code == 200, sent.text
        done(program, f"4.{unit}", checks=checks(unit))
        done(program, f"5.{unit}", confirmed_by="staf_program", findings=accepting(program, unit))
    budget = (SAMPLES / "anggaran-tw3.xlsx").read_bytes()
    assert program.send(f"{CASE}/tasks/6", file=(budget, "anggaran.xlsx")).status_code == 200
    done(program, "7", number="000.8.6.3/17/2026", date="2026-10-12")


def test_the_procedure_runs_from_an_empty_store_to_the_delivered_document(
    program: Program,
) -> None:
    assert program.get("/cases").json == {"kasus": []}
    to_the_draft(program)
    assert done(program, "7", action="approve")["berikutnya"] == "7"
    signed = program.send(f"{CASE}/tasks/7", action="sign", file=(scan(), "pindai.jpg"))
    assert signed.status_code == 200, signed.text
    for receiver in json.loads(SAMPLE)["instansi_penerima"]:
        case = done(
            program, "8", action="deliver", receiver=receiver["nama"], received_by="Petugas",
            received_on="2026-10-09", receipt_number="1",
        )  # fmt: skip
    assert case["selesai"] is True
    assert case["berikutnya"] is None
    _reads_right(program)


def _reads_right(program: Program) -> None:
    case = program.get(CASE).json
    assert case["hasil"]["ringkasan"]["rata_rata_capaian"] == "94.72"
    assert {one["status"] for one in case["langkah"]} == {"selesai"}
    final = [one for one in case["output"] if one["kunci"] == "D5" and one["status"] == "disetujui"]
    word = program.get(final[0]["word"].removeprefix(PREFIX))
    assert word.mimetype == DOCX
    assert {"94,72", "76,68", "000.8.6.3/17/2026"} <= set(words(word.data).split())
    pdf = program.get(final[0]["pdf"].removeprefix(PREFIX))
    assert "94,72" in pdf_words(pdf.data)
    assert program.get(f"{CASE}/outputs/D5.pdf").data.startswith(b"%PDF")
    unsigned = program.get(f"{CASE}/outputs/D5.docx")
    assert (unsigned.status_code, unsigned.json["code"]) == (404, "api_signed_output")
    listed = program.get("/cases").json["kasus"]
    assert [(one["id"], one["langkah_selesai"], one["selesai"]) for one in listed] == [
        ("2026-tw3", 8, True)
    ]


def test_every_output_is_handed_out_as_word_and_in_the_archive(program: Program) -> None:
    to_the_draft(program)
    case = program.get(CASE).json
    current = [one for one in case["output"] if one["terbaru"]]
    assert len(current) == 13
    for one in current:
        answer = program.get(one["word"].removeprefix(PREFIX))
        assert answer.mimetype == DOCX
        assert name_of(answer).endswith(".docx")
    archive = program.get(f"{CASE}/outputs.zip")
    with ZipFile(io.BytesIO(archive.data)) as packed:
        names = packed.namelist()
    assert any("03-rekapitulasi-data-seksi-pemerintahan-tw3-2026" in name for name in names)
    older = program.get(f"{CASE}/outputs/D3.SEKSI-PEM.docx?version=1")
    newest = program.get(f"{CASE}/outputs/D3.SEKSI-PEM.docx")
    assert older.data != newest.data


@pytest.mark.parametrize(
    ("content", "kind"), [(SAMPLE, "application/json"), (WORKBOOK, None), (START, None)]
)
def test_a_quarter_is_opened_with_json_or_a_workbook(
    program: Program, content: bytes, kind: str | None
) -> None:
    if kind:
        answer = program.post("/cases", data=content, content_type=kind)
    else:
        answer = program.send("/cases", data=(content, "kantor.xlsx"))
    assert answer.status_code == 201
    assert answer.json["berikutnya"] == "1"
    again = program.send("/cases", data=content)
    assert again.status_code == 409
    assert codes(again) == ["case_exists"]


def test_the_next_quarter_is_opened_with_the_office_on_file(program: Program) -> None:
    asked = {"tahun": 2026, "triwulan": 4}
    assert program.post("/cases", json=asked).status_code == 404
    opened(program)
    answer = program.post("/cases", json=asked)
    assert answer.status_code == 201
    assert answer.json["id"] == "2026-tw4"
    assert [one["triwulan"] for one in program.get("/cases").json["kasus"]] == [4, 3]


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ({"tahun": 2026}, ["triwulan"]),
        ({"tahun": "dua", "triwulan": 9}, ["tahun", "triwulan"]),
        ({"tahun": True, "triwulan": 1.5}, ["tahun", "triwulan"]),
        ({"tahun": 2026, "triwulan": 4, "kuartal": 4}, ["kuartal"]),
        ([], ["isi"]),
    ],
)
def test_year_and_quarter_are_read_strictly(
    program: Program, body: object, places: list[str]
) -> None:
    answer = program.post("/cases", json=body)
    assert answer.status_code == 422
    assert {one["place"] for one in answer.json["problems"]} == set(places)


@pytest.mark.parametrize(
    ("fields", "code", "place"),
    [
        ({"action": ["do"]}, "api_field_kind", "action"),
        ({"note": {"a": 1}}, "api_field_kind", "note"),
        ({"number": 17}, "api_field_kind", "number"),
        ({"date": "besok"}, "api_field_kind", "date"),
        ({"seen": "banyak"}, "api_field_kind", "seen"),
        ({"seen": True}, "api_field_kind", "seen"),
        ({"recieved_by": "A"}, "api_field_unknown", "recieved_by"),
        ({"checks": "{"}, "json_broken", "checks"),
    ],
)
def test_fields_of_an_action_are_read_strictly(
    program: Program, fields: dict[str, object], code: str, place: str
) -> None:
    opened(program)
    before = program.get(CASE).json["seen"]
    answer = program.post(f"{CASE}/tasks/1", json=fields)
    assert answer.status_code == 422
    assert [(one["code"], one["place"]) for one in answer.json["problems"]] == [(code, place)]
    assert program.get(CASE).json["seen"] == before


def test_an_action_without_fields_is_the_usual_one(program: Program) -> None:
    opened(program)
    answer = program.post(f"{CASE}/tasks/1")
    assert answer.status_code == 200
    assert answer.json["output"][0]["kunci"] == "D1"


def test_who_acts_is_named_by_headers_and_judged_by_the_procedure(program: Program) -> None:
    opened(program)
    refused = program.post(f"{CASE}/tasks/1", json={}, headers={"X-Peran": "camat"})
    assert (refused.status_code, codes(refused)) == (403, ["not_allowed"])
    nobody = program.post(f"{CASE}/tasks/1", json={}, headers={"X-Peran": "bupati"})
    assert codes(nobody) == ["api_nobody", "api_role"]
    opener = program.post(
        "/cases", json={"tahun": 2026, "triwulan": 4}, headers={"X-Peran": "camat"}
    )
    assert opener.status_code == 403
    done(program, "1")
    done(program, "2.SEKSI-PEM")
    other = {"X-Peran": "operator", "X-Unit": "SEKSI-YAN"}
    assert program.post(f"{CASE}/tasks/3.SEKSI-PEM", json={}, headers=other).status_code == 403
    own = {"X-Peran": "operator"}
    assert program.post(f"{CASE}/tasks/3.SEKSI-PEM", json={}, headers=own).status_code == 200


def test_of_two_programs_the_second_is_told(program: Program) -> None:
    opened(program)
    seen = program.get(CASE).json["seen"]
    done(program, "1", seen=seen)
    answer = program.post(f"{CASE}/tasks/2.SEKSI-PEM", json={"seen": str(seen)})
    assert (answer.status_code, codes(answer)) == (409, ["state_moved_on"])


@pytest.mark.parametrize(
    "path",
    [
        "/cases/2031-tw1",
        "/cases/2031-tw1/outputs.zip",
        f"{CASE}/outputs/D9.docx",
        f"{CASE}/outputs/D1.odt",
        f"{CASE}/outputs/D1.docx?version=9",
        f"{CASE}/outputs/D3.SEKSI-X.pdf",
        f"{CASE}/outputs/D1",
    ],
)
def test_what_is_not_there_is_told(program: Program, path: str) -> None:
    opened(program)
    done(program, "1")
    assert program.get(path).status_code == 404


@pytest.mark.parametrize("task", ["9", "x", "3", "3.SEKSI-X", "1.SEKSI-PEM", "²", "00001e1"])
def test_an_unknown_task_is_told(program: Program, task: str) -> None:
    opened(program)
    answer = program.client.post(f"{PREFIX}{CASE}/tasks/{task}", json={})
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


def test_a_task_that_waits_says_for_what(program: Program) -> None:
    opened(program)
    answer = program.post(f"{CASE}/tasks/6", json={})
    assert answer.status_code == 409


def test_due_dates_say_how_late_each_task_is_or_was(program: Program) -> None:
    opened(program)
    done(program, "1")
    answer = program.get(f"{CASE}/deadlines")
    assert answer.json["dipastikan"] is False
    first, second, *_ = answer.json["tenggat"]
    assert (first["tenggat"], first["tanggal_sop"]) == ("2026-10-05", None)
    assert (first["lewat_hari_kerja"], first["selesai_lewat_hari_kerja"]) == (0, 4)
    assert (second["tenggat"], second["tanggal_sop"]) == ("2026-10-05", "2026-10-05")
    assert {one["lewat_hari_kerja"] for one in second["tugas"]} == {4}
    assert codes(program.get("/cases/2031-tw1/deadlines")) == ["case_not_found"]


def test_due_dates_come_as_a_calendar_file(program: Program) -> None:
    opened(program)
    answer = program.get(f"{CASE}/deadlines.ics")
    assert answer.data.count(b"BEGIN:VEVENT") == 8
    assert name_of(answer) == "tenggat-tw3-2026.ics"
    assert codes(program.get("/cases/2031-tw1/deadlines.ics")) == ["case_not_found"]
