"""Every call that takes a file lets the gate judge it first, and keeps nothing it refuses."""

import base64
import json
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.gate.files import png
from tests.web.api.conftest import Program, codes
from tests.web.api.test_cases import CASE, START, done, opened, scan, to_the_draft
from tests.web.api.test_render import LETTER, SAMPLE
from tests.web.test_gate import POLYGLOT, TEMPLATE, UNLISTED, kept, temporary

__all__ = ["temporary"]  # the fixture

LARGE = png(65_000, 65_000)
_PICTURE = json.dumps({"logo": {"$gambar": base64.b64encode(LARGE).decode()}}).encode()
_CROWDED = b'{"a": [' + b"1," * 2_000_001 + b"1]}"
_PICTURE_LARGE, _JSON_CROWDED = "gate_picture_large", "gate_json_crowded"


def _refused(answer: TestResponse, code: str) -> None:
    assert answer.status_code == 422, answer.text
    assert code in codes(answer)


@pytest.mark.parametrize("path", ["/cases", "/render/rekap-data"])
@pytest.mark.parametrize(
    ("body", "code"),
    [(_CROWDED, _JSON_CROWDED), (b"%PDF-1.7", "package_wrong_kind")],
    ids=["crowded", "PDF"],
)
def test_a_body_is_judged(program: Program, path: str, body: bytes, code: str) -> None:
    _refused(program.post(path, data=body, content_type="application/json"), code)


def test_templates_and_their_data_are_judged(
    program: Program, tmp_path: Path, temporary: Path
) -> None:
    before = kept(tmp_path)
    for path, parts, code in (
        ("/cases", {"data": (POLYGLOT, "kantor.xlsx")}, UNLISTED),
        ("/render", {"template": TEMPLATE, "data": b"{}"}, UNLISTED),
        ("/render", {"template": LETTER, "data": (POLYGLOT, "data.xlsx")}, UNLISTED),
        ("/render", {"template": LETTER, "data": (_PICTURE, "data.json")}, _PICTURE_LARGE),
        ("/render/rekap-data", {"data": (POLYGLOT, "data.xlsx")}, UNLISTED),
        ("/render/rekap-data", {"data": (_PICTURE, "data.json")}, _PICTURE_LARGE),
        ("/templates/check", {"template": LETTER, "data": (POLYGLOT, "data.xlsx")}, UNLISTED),
    ):
        _refused(program.send(path, **parts), code)
    checked = program.send("/templates/check", template=TEMPLATE)
    assert [one["code"] for one in checked.json["problems"]] == [UNLISTED]
    assert kept(tmp_path) == before
    assert kept(temporary) == set()


def test_a_form_sent_to_a_task_is_judged(program: Program, tmp_path: Path, temporary: Path) -> None:
    opened(program, START)
    done(program, "1")
    done(program, "2.SEKSI-PEM")
    before = kept(tmp_path)
    form = (POLYGLOT, "isian.xlsx")
    _refused(program.send(f"{CASE}/tasks/3.SEKSI-PEM", file=form), UNLISTED)
    too_early = program.send(f"{CASE}/tasks/6", file=form)
    assert (too_early.status_code, too_early.json.get("kept")) == (409, None)
    assert kept(tmp_path) == before
    assert kept(temporary) == set()


def test_scans_sent_to_a_task_are_judged(program: Program, tmp_path: Path, temporary: Path) -> None:
    to_the_draft(program)
    done(program, "7", action="approve")
    picture = (LARGE, "pindai.png")
    signing = program.send(f"{CASE}/tasks/7", action="sign", file=picture)
    _refused(signing, _PICTURE_LARGE)
    signed = program.send(f"{CASE}/tasks/7", action="sign", file=(scan(), "pindai.jpg"))
    before = kept(tmp_path)
    receiver = json.loads(SAMPLE)["instansi_penerima"][0]["nama"]
    told = {"receiver": receiver, "received_by": "Petugas", "received_on": "2026-10-09"}
    received = program.send(f"{CASE}/tasks/8", action="deliver", file=picture, **told)
    _refused(received, _PICTURE_LARGE)
    assert signed.status_code == 200
    assert kept(tmp_path) == before
    assert kept(temporary) == set()
