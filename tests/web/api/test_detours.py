"""Programs send back, let go, make again and open again; a file that came too late is kept."""

import io
import json

from docx import Document
from openpyxl import load_workbook

from tests.web.api.conftest import DOCX, Program, codes
from tests.web.api.test_cases import CASE, accepting, checks, done, opened, scan, to_the_draft
from tests.web.api.test_render import SAMPLES

TRANTIB = "SEKSI-TRANTIB"
FORM = (SAMPLES / "isian-seksi-trantib-tw3.xlsx").read_bytes()


def task(case: dict[str, object], key: str) -> dict[str, object]:
    steps: list[dict[str, list[dict[str, object]]]] = case["langkah"]  # type: ignore[assignment]
    return next(one for step in steps for one in step["tugas"] if one["kunci"] == key)


def with_five_incidents() -> bytes:
    """Return the unit's form with 5 instead of 6 incidents in the quarter."""
    book = load_workbook(io.BytesIO(FORM))
    rows = [row for sheet in book for row in sheet.iter_rows()]
    (cell,) = (
        c for row in rows if "3.2" in [one.value for one in row] for c in row if c.value == 6
    )
    cell.value = 5
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_a_unit_gets_its_data_back_and_sends_them_again(program: Program) -> None:
    to_the_draft(program)
    back = done(program, "7", action="return", to=f"3.{TRANTIB}", note="Angka 3.2 keliru.")
    assert task(back, f"3.{TRANTIB}")["status"] == "dikembalikan"
    assert task(back, f"3.{TRANTIB}")["catatan"] == "Angka 3.2 keliru."
    again = program.send(f"{CASE}/tasks/3.{TRANTIB}", file=(with_five_incidents(), "isian.xlsx"))
    assert again.status_code == 200, again.text
    (reason, *_) = task(again.json, "6")["alasan_dibuat_ulang"]  # type: ignore[misc]
    assert reason.startswith("Realisasi 3.2 berubah dari 6 menjadi 5 oleh ")
    stale = {one["kunci"] for one in again.json["output"] if one["alasan_dibuat_ulang"]}
    assert stale == {"D1", "D4", "D5"}
    done(program, f"4.{TRANTIB}", checks=checks(TRANTIB))
    done(
        program,
        f"5.{TRANTIB}",
        confirmed_by="staf_program",
        findings=accepting(program, TRANTIB),
    )
    refused = program.post(f"{CASE}/tasks/7", json={"action": "approve"})
    assert codes(refused)[0] == "task_waits"
    done(program, "6", action="remake")
    refused = program.post(f"{CASE}/tasks/7", json={"action": "approve"})
    assert codes(refused) == ["outputs_stale", "output_stale"]
    done(program, "7", action="remake")
    assert done(program, "7", action="approve")["terkunci"] is True


def test_an_approved_quarter_is_opened_again_with_a_reason(program: Program) -> None:
    to_the_draft(program)
    done(program, "7", action="approve")
    locked = program.post(f"{CASE}/tasks/7", json={"action": "return", "note": "Salah."})
    assert codes(locked) == ["task_locked"]
    staf = {"X-Peran": "staf_program"}
    wanted = {"action": "reopen", "note": "Salah."}
    assert program.post(f"{CASE}/tasks/7", json=wanted, headers=staf).status_code == 403
    assert program.post(f"{CASE}/tasks/7", json={"action": "reopen"}).status_code == 422
    case = done(program, "7", action="reopen", note="Angka 3.2 salah.")
    assert (case["perbaikan"], case["terkunci"]) == (1, False)
    assert task(case, "7")["status"] == "terbuka"


def test_a_unit_that_is_missing_is_passed_over_with_the_reason(program: Program) -> None:
    opened(program, (SAMPLES / "mentebah-2026-tw3-awal.xlsx").read_bytes())
    done(program, "1")
    done(program, f"2.{TRANTIB}")
    silent = program.post(f"{CASE}/tasks/3.{TRANTIB}", json={"action": "pass"})
    assert codes(silent) == ["excuse_note_missing", "excuse_note"]
    targets = program.post(f"{CASE}/tasks/3.{TRANTIB}", json={"action": "skip", "note": "Cuti."})
    assert codes(targets) == ["excuse_has_targets"]
    case = done(program, f"3.{TRANTIB}", action="pass", note="Operator cuti.")
    assert task(case, f"3.{TRANTIB}")["status"] == "dilewati"
    (gone,) = (one for one in case["unit_dilewati"] if one["unit"] == TRANTIB)  # type: ignore[attr-defined]
    assert (gone["alasan"], gone["jenis"]) == ("Operator cuti.", "passed_over")
    nobody = program.post(f"{CASE}/tasks/4.{TRANTIB}", json={"action": "pass", "note": "Cuti."})
    assert codes(nobody) == ["not_found"]


def test_a_draft_is_handed_out_and_kept_nowhere(program: Program) -> None:
    opened(program)
    done(program, "1")
    seen = program.get(CASE).json["seen"]
    made = program.get(f"{CASE}/drafts/D5.docx")
    assert made.mimetype == DOCX
    text = "\n".join(p.text for p in Document(io.BytesIO(made.data)).paragraphs)
    assert "KONSEP, 0 dari 5 unit" in text
    assert program.get(f"{CASE}/drafts/D5.pdf").data.startswith(b"%PDF")
    assert program.get(CASE).json["seen"] == seen
    assert program.get(f"{CASE}/drafts/D3.docx").status_code == 404
    assert program.get(f"{CASE}/drafts/D5.exe").status_code == 404


def test_the_file_of_who_came_second_is_kept_for_them_and_can_be_applied(
    program: Program,
) -> None:
    opened(program, (SAMPLES / "mentebah-2026-tw3-awal.xlsx").read_bytes())
    done(program, "1")
    done(program, f"2.{TRANTIB}")
    seen = program.get(CASE).json["seen"]
    first = program.send(f"{CASE}/tasks/3.{TRANTIB}", file=(FORM, "pertama.xlsx"))
    assert first.status_code == 200
    second = program.send(
        f"{CASE}/tasks/3.{TRANTIB}", file=(with_five_incidents(), "kedua.xlsx"), seen=str(seen)
    )
    assert codes(second) == ["state_moved_on"]
    assert "Unggah data realisasi" in second.json["detail"]
    kept = second.json["kept"]
    assert kept["name"] == "kedua.xlsx"
    other = {"X-Peran": "operator", "X-Unit": "SEKSI-YAN"}
    body = {"kept": kept["id"]}
    assert program.post(f"{CASE}/tasks/3.{TRANTIB}", json=body, headers=other).status_code == 404
    applied = done(program, f"3.{TRANTIB}", **body)
    assert task(applied, f"3.{TRANTIB}")["status"] == "selesai"
    assert applied["hasil"]["indikator"]["3.2"]["realisasi_sd"] is not None  # type: ignore[index]
    gone = program.post(f"{CASE}/tasks/3.{TRANTIB}", json=body)
    assert codes(gone) == ["kept_upload_gone"]


def test_a_signed_file_that_came_too_late_is_kept_too(program: Program) -> None:
    to_the_draft(program)
    done(program, "7", action="approve")
    done(program, "7", action="reopen", note="Angka 3.2 salah.")
    late = program.send(f"{CASE}/tasks/7", action="sign", file=(scan(), "pindai.jpg"))
    assert (late.status_code, late.json["code"]) == (409, "task_not_yet")
    assert "kept" not in late.json


def test_what_is_asked_for_is_named_in_the_contract(program: Program) -> None:
    opened(program)
    unknown = program.post(f"{CASE}/tasks/1", json={"action": "batal"})
    assert codes(unknown) == ["not_found"]
    assert json.loads(unknown.data)["detail"].startswith("Tindakan batal pada langkah 1")
