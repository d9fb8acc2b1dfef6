"""What is wrong is told with its place, in one form, and leaves nothing behind."""

import io
import json
from typing import Any

import pytest
from flask import Flask, abort
from openpyxl import load_workbook

from samples.faults import FAULTS, UNIT, Fault
from tests.web.api.conftest import PREFIX, PROBLEM, Program, codes
from tests.web.api.test_cases import CASE, START, done, opened
from tests.web.api.test_render import LETTER, SAMPLE, SAMPLES, WORKBOOK

FAULTY = SAMPLES / "salah"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one.file)
def test_a_faulty_file_is_told_whole_and_leaves_nothing_behind(
    program: Program, fault: Fault
) -> None:
    sent = ((FAULTY / fault.file).read_bytes(), fault.file)
    if fault.sent == "unit":
        opened(program, START)
        done(program, "1")
        done(program, f"2.{UNIT}")
        before = program.get(CASE).json
        answer = program.send(f"{CASE}/tasks/3.{UNIT}", file=sent)
        assert program.get(CASE).json == before
    else:
        answer = program.send("/cases", data=sent)
        assert program.get("/cases").json == {"kasus": []}
    assert answer.status_code == 422
    told = [(one["place"], one["code"]) for one in answer.json["problems"]]
    if fault.told[0][0]:
        assert sorted(told) == sorted(fault.told)
    elif fault.told[0][1].startswith("package_"):
        assert answer.json["code"] in {fault.told[0][1], "case_file_empty"}


@pytest.mark.parametrize(
    "fault", [one for one in FAULTS if one.sent == "office"], ids=lambda one: one.file
)
def test_the_same_faults_are_told_by_render(program: Program, fault: Fault) -> None:
    sent = ((FAULTY / fault.file).read_bytes(), fault.file)
    answer = program.send("/render/rekap-pengukuran", data=sent)
    assert answer.status_code == 422
    if fault.told[0][0]:
        told = [(one["place"], one["code"]) for one in answer.json["problems"]]
        assert sorted(told) == sorted(fault.told)


def test_an_encrypted_workbook_is_told(program: Program) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    content += "EncryptedPackage".encode("utf-16-le")
    for answer in (
        program.send("/cases", data=(content, "kantor.xlsx")),
        program.send("/render/rekap-pengukuran", data=(content, "kantor.xlsx")),
    ):
        assert codes(answer) == ["package_encrypted"]


def test_a_macro_workbook_is_read(program: Program) -> None:
    book = load_workbook(io.BytesIO(WORKBOOK))
    made = io.BytesIO()
    book.save(made)
    content = made.getvalue()
    assert program.send("/cases", data=(content, "kantor.xlsm")).status_code == 201


def test_a_derived_figure_that_disagrees_is_told_with_its_place(program: Program) -> None:
    wrong = SAMPLE.replace(b'"rata_rata": "83.54"', b'"rata_rata": "83.53"')
    for answer in (
        program.post("/cases", data=wrong, content_type="application/json"),
        program.post("/render/rekap-data", data=wrong, content_type="application/json"),
        program.send("/render", template=LETTER, data=wrong),
    ):
        assert answer.status_code == 422
        places = [one["place"] for one in answer.json["problems"]]
        assert places == ["sasaran[2].hasil_tw3.rata_rata"]
    assert program.get("/cases").json == {"kasus": []}


def _changed(change: Any) -> bytes:
    data = json.loads(SAMPLE)
    change(data)
    return json.dumps(data).encode()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"bukan json", "json_broken"),
        (b'{"a": 1', "json_broken"),
        (b"\xff\xfe{", "json_not_utf8"),
        (b'{"a": 1, "a": 2}', "json_doubled_key"),
        (b'{"a": NaN}', "json_no_data"),
        (b"[" * 100_000, "json_no_data"),
        (b'{"a":' * 100_000, "json_no_data"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "json_no_data"),
    ],
)
def test_a_broken_or_hostile_json_is_told(program: Program, body: bytes, code: str) -> None:
    for path in ("/render/rekap-data", "/cases"):
        answer = program.post(path, data=body, content_type="application/json")
        assert answer.status_code == 422
        assert codes(answer) == ["json_invalid", code]


@pytest.mark.parametrize("body", [b"[]", b'"teks"', b"7", b"null", b"true"])
def test_json_that_is_no_object_is_told(program: Program, body: bytes) -> None:
    answer = program.post("/render/rekap-data", data=body, content_type="application/json")
    assert codes(answer) == ["values_not_an_object"]
    answer = program.post("/cases", data=body, content_type="application/json")
    assert answer.status_code == 422


@pytest.mark.parametrize("depth", [100, 300, 900])
def test_values_nested_deeply_are_refused_not_followed(program: Program, depth: int) -> None:
    body = b'{"instansi": ' + b'{"a": ' * depth + b"1" + b"}" * depth + b"}"
    answer = program.post("/render/rekap-data", data=body, content_type="application/json")
    assert answer.status_code == 422
    answer = program.send("/render", template=LETTER, data=body)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "number", ["1e999999999", "-1e-999999999", "1e400", "123456789012345678901234567890"]
)
def test_monstrous_numbers_cost_nothing(program: Program, number: str) -> None:
    data = _changed(lambda one: one["sasaran"][0]["indikator"][0].update(target_tahunan="@"))
    assert b'"@"' in data
    for path in ("/render/rekap-data", "/cases"):
        sent = data.replace(b'"@"', number.encode())
        answer = program.post(path, data=sent, content_type="application/json")
        assert answer.status_code == 422
    values = f'{{"tahun": {number}}}'
    answer = program.post("/render/rekap-data", data=values, content_type="application/json")
    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["/render/rekap-data", "/render", "/cases", "/templates/check"])
def test_a_body_above_the_limit_is_413(program: Program, path: str) -> None:
    head = '--batas\r\nContent-Disposition: form-data; name="data"; filename="besar.xlsx"\r\n\r\n'
    huge = head.encode() + bytes(21 * 1024 * 1024) + b"\r\n--batas--\r\n"
    answer = program.post(path, data=huge, content_type="multipart/form-data; boundary=batas")
    assert (answer.status_code, codes(answer)) == (413, ["web_too_large"])
    assert program.get("/cases").json == {"kasus": []}


@pytest.mark.parametrize("path", ["/render/rekap-data", "/cases"])
def test_json_above_the_limit_is_413(program: Program, path: str) -> None:
    huge = b'{"a": "' + b"a" * 21 * 1024 * 1024 + b'"}'
    answer = program.post(path, data=huge, content_type="application/json")
    assert (answer.status_code, codes(answer)) == (413, ["web_too_large"])


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/xml"])
@pytest.mark.parametrize("path", ["/render/rekap-data", "/render", "/cases", "/templates/check"])
def test_another_type_of_body_is_415(program: Program, path: str, kind: str) -> None:
    answer = program.post(path, data=b"{}", content_type=kind)
    assert (answer.status_code, codes(answer)) == (415, ["web_wrong_type"])


def test_json_where_a_template_must_come_is_415(program: Program) -> None:
    for path in ("/render", "/templates/check"):
        assert program.post(path, json={}).status_code == 415


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/render", 405),
        ("DELETE", "/cases", 405),
        ("PUT", "/cases/2026-tw3", 405),
        ("POST", "/templates", 405),
        ("GET", "/tidak-ada", 404),
        ("GET", "", 404),
    ],
)
def test_what_http_itself_refuses_has_the_same_form(
    program: Program, method: str, path: str, status: int
) -> None:
    answer = program.client.open(PREFIX + path, method=method)
    assert answer.status_code == status
    assert answer.mimetype == PROBLEM
    assert answer.json["status"] == status
    assert set(answer.json) == {"status", "code", "title", "detail", "problems"}


def test_a_caller_who_must_sign_in_is_told_in_the_same_form(app: Flask, program: Program) -> None:
    app.view_functions["cases.listed"] = lambda: abort(401)
    answer = program.client.get(f"{PREFIX}/cases")
    assert (answer.status_code, codes(answer)) == (401, ["api_no_key"])


def test_a_bug_is_told_with_a_mark_and_without_its_cause(app: Flask, program: Program) -> None:
    def broken() -> None:
        raise RuntimeError("rahasia")

    app.view_functions["cases.listed"] = broken
    answer = program.client.get(f"{PREFIX}/cases")
    assert (answer.status_code, codes(answer)) == (500, ["web_unexpected"])
    assert "rahasia" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://jahat.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    ],
)
def test_a_page_of_another_site_cannot_act(program: Program, headers: dict[str, str]) -> None:
    answer = program.send("/cases", headers, data=SAMPLE)
    assert (answer.status_code, codes(answer)) == (403, ["api_other_site"])
    assert program.get("/cases", headers=headers).json == {"kasus": []}


def test_our_own_page_of_the_contract_may_act(program: Program) -> None:
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert program.send("/cases", own, data=SAMPLE).status_code == 201


def test_a_number_of_thousands_of_digits_is_refused(program: Program) -> None:
    opened(program)
    digits = "9" * 5000
    answer = program.get(f"{CASE}/outputs/D1.docx?version={digits}")
    assert (answer.status_code, codes(answer)) == (422, ["api_query", "api_whole"])
    answer = program.send(f"/render/rekap-data?quarter={digits}", data=SAMPLE)
    assert (answer.status_code, codes(answer)) == (422, ["api_query", "api_whole"])


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"note": "a\ud800"}, "note"),
        ({"number": "1\x0b"}, "number"),
        ({"checks": {"1.1": {"verdict": "sesuai", "note": "\x00"}}}, "checks.1.1.note"),
    ],
)
def test_text_that_nothing_can_hold_is_refused_at_its_place(
    program: Program, fields: dict[str, Any], place: str
) -> None:
    opened(program)
    before = program.get(CASE).json
    answer = program.post(f"{CASE}/tasks/1", json=fields)
    assert answer.status_code == 422
    assert [(one["place"], one["code"]) for one in answer.json["problems"]] == [
        (place, "dataset_text_control")
    ]
    assert program.get(CASE).json == before


def test_an_action_that_a_step_does_not_have_is_not_found(program: Program) -> None:
    opened(program)
    answer = program.post(f"{CASE}/tasks/1", json={"action": "approve"})
    assert answer.status_code == 404
    assert "Tindakan approve pada langkah 1" in answer.json["detail"]


@pytest.mark.parametrize("seen", [-1, 10**18, "-1", True])
def test_a_number_that_no_event_has_is_refused_at_its_place(program: Program, seen: object) -> None:
    opened(program)
    for path, more in ((f"{CASE}/tasks/1", {}), ("/questions/kertas", {"jawaban": "A4"})):
        answer = program.post(path, json={**more, "seen": seen})
        assert answer.status_code == 422
        assert [one["place"] for one in answer.json["problems"]] == ["seen"]


@pytest.mark.parametrize(
    "cut", [b"--batas\r\nnote", b"batas", b"--batas\r\nContent-Disposition: f"]
)
def test_a_form_that_cannot_be_read_does_nothing(program: Program, cut: bytes) -> None:
    """A form cut off on its way is not one without fields, which would do the task."""
    opened(program)
    before = program.get(CASE).json
    for path in (f"{CASE}/tasks/1", f"{CASE}/tasks/1/preview"):
        answer = program.post(path, data=cut, content_type="multipart/form-data; boundary=batas")
        assert (answer.status_code, codes(answer)) == (422, ["api_body", "api_form"])
    assert program.get(CASE).json == before


def test_a_form_without_fields_does_the_task(program: Program) -> None:
    opened(program)
    kind = "multipart/form-data; boundary=batas"
    answer = program.post(f"{CASE}/tasks/1", data=b"--batas--\r\n", content_type=kind)
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/cases?tahun=2026", "/questions?x", f"{CASE}/deadlines?unit=A"])
def test_a_parameter_nobody_reads_is_told(program: Program, path: str) -> None:
    opened(program)
    assert codes(program.get(path)) == ["api_query", "api_query_unknown"]


def test_a_mistyped_parameter_does_not_render_another_quarter(program: Program) -> None:
    answer = program.post(
        "/render/rekap-data?quater=2", data=SAMPLE, content_type="application/json"
    )
    assert [one["place"] for one in answer.json["problems"]] == ["?quater"]
    assert "quarter" in answer.json["problems"][0]["message"]


@pytest.mark.parametrize("name", ["data", "berkas", "fiel"])
def test_a_file_under_another_name_is_never_passed_over(program: Program, name: str) -> None:
    opened(program)
    answer = program.send(f"{CASE}/tasks/1", action="do", **{name: (b"{}", "isian.json")})
    assert (answer.status_code, codes(answer)) == (422, ["api_body", "api_field_unknown"])
    assert answer.json["problems"][0]["place"] == name
    assert program.get(CASE).json["seen"] == 1


def test_of_two_files_of_one_name_none_is_chosen(program: Program) -> None:
    opened(program)
    twice = {"file": [(io.BytesIO(b"{}"), "a.json"), (io.BytesIO(b"{}"), "b.json")]}
    answer = program.post(f"{CASE}/tasks/1", data=twice, content_type="multipart/form-data")
    assert (answer.status_code, codes(answer)) == (422, ["api_body", "api_part_twice"])


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"note": "w" * 4_001}, "note"),
        ({"number": "9" * 101}, "number"),
        ({"date": "1900-01-01"}, "date"),
        ({"date": "9999-12-31"}, "date"),
    ],
)
def test_what_nobody_could_read_any_more_is_kept_in_no_history(
    program: Program, fields: dict[str, str], place: str
) -> None:
    opened(program)
    answer = program.post(f"{CASE}/tasks/1", json={"action": "do", **fields})
    assert (answer.status_code, answer.json["problems"][0]["place"]) == (422, place)
    assert program.get(CASE).json["seen"] == 1
    assert (
        program.post(f"{CASE}/tasks/1", json={"action": "do", "note": "w" * 4_000}).status_code
        == 200
    )
