"""A program looks before it sends: nothing is recorded until then, and nothing twice."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.dataset import to_json
from service.workbook import read
from tests.web.api.conftest import Program, codes
from tests.web.api.test_cases import CASE, done, opened
from tests.web.api.test_render import SAMPLE

TASK = f"{CASE}/tasks/3.SEKSI-TRANTIB"


@pytest.fixture
def ready(program: Program) -> Program:
    """Return a program whose unit has its form."""
    opened(program)
    done(program, "1")
    done(program, "2.SEKSI-TRANTIB")
    return program


def report(realization: str | None) -> tuple[bytes, str]:
    """Return the whole data set with another realization of 3.2."""
    data = to_json(read(SAMPLE, "data.json"))
    data["sasaran"][2]["indikator"][1]["realisasi_tw"][2] = realization
    return json.dumps(data).encode(), "data.json"


def events(program: Program) -> int:
    seen: int = program.get(CASE).json["seen"]
    return seen


def test_a_preview_tells_what_would_change_and_records_nothing(ready: Program) -> None:
    before = events(ready)
    answer = ready.send(f"{TASK}/preview", file=report("5"), number="9/TW3")
    assert answer.status_code == 200, answer.text
    (change,) = answer.json["perubahan"]
    assert (change["isian"], change["lama"], change["baru"]) == ("Realisasi 3.2", "6", "5")
    assert change["sel"] == "sasaran[2].indikator[1].realisasi_tw[2]"
    old, new = (answer.json[one]["indikator"]["3.2"] for one in ("sebelum", "sesudah"))
    assert old["capaian_tw"] != new["capaian_tw"]
    assert [one["kunci"] for one in answer.json["dokumen"]][:1] == ["D3.SEKSI-TRANTIB"]
    assert answer.json["tidak_berubah"] is None
    assert events(ready) == before


def test_what_was_looked_at_is_sent_by_its_mark_once(ready: Program) -> None:
    mark = ready.send(f"{TASK}/preview", file=report("5"), number="9/TW3").json["tawaran"]
    before = events(ready)
    for _ in range(2):
        case = done(ready, "3.SEKSI-TRANTIB", offer=mark)
        assert case["seen"] == before + 1
    made = [one for one in case["output"] if one["kunci"] == "D3.SEKSI-TRANTIB"]  # type: ignore[attr-defined]
    assert [one["nomor"] for one in made] == ["9/TW3"]


def test_the_same_form_sent_twice_answers_well_and_makes_no_event(ready: Program) -> None:
    assert ready.send(TASK, file=report("5")).status_code == 200
    before = events(ready)
    assert ready.send(TASK, file=report("5")).status_code == 200
    assert events(ready) == before
    assert ready.send(f"{TASK}/preview", file=report("5")).json["tidak_berubah"] == 1


def test_the_same_form_sent_by_several_at_once_is_recorded_once(ready: Program) -> None:
    before = events(ready)
    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(ready.send, TASK, file=report("5")) for _ in range(4)]
    assert [one.result().status_code for one in sent] == [200] * 4
    assert events(ready) == before + 1


def test_a_wrong_form_is_refused_as_the_action_refuses_it(ready: Program) -> None:
    looked = ready.send(f"{TASK}/preview", file=report("enam"))
    acted = ready.send(TASK, file=report("enam"))
    assert looked.status_code == acted.status_code == 422
    assert codes(looked) == codes(acted)


def test_a_mark_is_worth_nothing_to_another_role(ready: Program) -> None:
    mark = ready.send(f"{TASK}/preview", file=report("5")).json["tawaran"]
    other = ready.post(TASK, json={"offer": mark}, headers={"X-Peran": "staf_program"})
    assert other.status_code in {403, 404}
    assert codes(ready.post(TASK, json={"offer": "0" * 32})) == ["offer_gone"]


def test_what_brings_no_form_has_no_preview(program: Program) -> None:
    opened(program)
    assert program.post(f"{CASE}/tasks/1/preview", json={}).status_code == 404
