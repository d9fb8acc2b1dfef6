"""Findings for programs: listed with their decision, decided in the task they belong to."""

import json

from tests.web.api.conftest import Program, codes
from tests.web.api.test_cases import CASE, checks, done, opened

SAMPLE_NOTE = "Register Polsek mencatat 5 kejadian."
UNIT, FAR = "SEKSI-TRANTIB", "capaian-jauh:3.2"


def examined(program: Program) -> None:
    """Bring one unit's data to their re-check."""
    opened(program)
    done(program, "1")
    done(program, f"2.{UNIT}")
    done(program, f"3.{UNIT}")
    done(program, f"4.{UNIT}", checks=checks(UNIT))


def findings(program: Program) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = program.get(f"{CASE}/findings").json["temuan"]
    return listed


def test_findings_open_once_their_data_are_examined(program: Program) -> None:
    opened(program)
    assert findings(program) == []
    assert program.get("/cases/2031-tw1/findings").status_code == 404


def test_a_finding_is_told_with_both_figures_its_place_and_its_task(program: Program) -> None:
    examined(program)
    (found,) = findings(program)
    assert (found["id"], found["tugas"], found["unit"]) == (FAR, f"5.{UNIT}", UNIT)
    assert found["angka"] == {"nama": "Triwulan III", "nilai": "6 kejadian"}
    assert found["pembanding"] == {"nama": "Triwulan II", "nilai": "3 kejadian"}
    assert found["letak"] == {
        "kode": "3.2",
        "isian": "realisasi",
        "triwulan": 3,
        "sel": ["sasaran[2].indikator[1].realisasi_tw[2]"],
    }
    assert found["keputusan"] is None


def test_a_task_without_all_decisions_is_refused_with_every_problem(program: Program) -> None:
    examined(program)
    sent = program.post(f"{CASE}/tasks/5.{UNIT}", json={"confirmed_by": "staf_program"})
    assert sent.status_code == 422
    assert codes(sent) == ["case_findings_incomplete", "case_finding_missing"]
    assert sent.json["problems"][0]["place"] == FAR


def test_an_accepted_finding_is_listed_with_who_accepted_it(program: Program) -> None:
    examined(program)
    told = {FAR: {"verdict": "diterima", "note": "Kemarau."}}
    form = program.send(
        f"{CASE}/tasks/5.{UNIT}", confirmed_by="staf_program", findings=json.dumps(told)
    )
    assert form.status_code == 200, form.text
    (found,) = findings(program)
    decision = found["keputusan"]
    assert isinstance(decision, dict)
    assert (decision["verdict"], decision["note"], decision["berlaku"]) == (
        "diterima", "Kemarau.", True,
    )  # fmt: skip


def test_a_returned_finding_sends_the_data_back(program: Program) -> None:
    examined(program)
    told = {FAR: {"verdict": "dikembalikan", "note": SAMPLE_NOTE}}
    case = done(program, f"5.{UNIT}", findings=told)
    tasks = {task["kunci"]: task["status"] for step in case["langkah"] for task in step["tugas"]}
    assert (tasks[f"3.{UNIT}"], tasks[f"5.{UNIT}"]) == ("dikembalikan", "menunggu")
    assert findings(program) == []
    done(program, f"3.{UNIT}")
    done(program, f"4.{UNIT}", checks=checks(UNIT))
    decision = findings(program)[0]["keputusan"]
    assert isinstance(decision, dict)
    assert (decision["note"], decision["berlaku"]) == (SAMPLE_NOTE, False)


def test_a_note_no_document_could_hold_is_refused(program: Program) -> None:
    examined(program)
    told = {FAR: {"verdict": "diterima", "note": "a\u0001b"}}
    sent = program.post(f"{CASE}/tasks/5.{UNIT}", json={"findings": told})
    assert sent.status_code == 422
    assert sent.json["problems"][0]["place"] == f"findings.{FAR}.note"
