"""Programs read and change the office's settings."""

from typing import Any

import pytest

from tests.web.api.conftest import Program, codes
from tests.web.api.test_cases import opened


def test_settings_are_shown_and_changed(program: Program) -> None:
    opened(program)
    known: Any = program.get("/settings").json
    assert (known["seen"], known["diatur"]) == (0, [])
    assert known["instansi"]["nama"] == "KECAMATAN MENTEBAH"
    told: Any = program.post(
        "/settings", json={"instansi": {"telepon": "1"}, "catatan": "Pindah", "seen": 0}
    ).json
    assert (told["disimpan"], told["seen"]) == (True, 1)
    assert [one["baru"] for one in told["perubahan"]] == ["“1”"]
    (said,) = (known := program.get("/settings").json)["diatur"]  # type: ignore[index]
    assert (said["isian"], said["catatan"]) == ("instansi.telepon", "Pindah")
    assert known["instansi"]["telepon"] == "1"


def test_an_attempt_keeps_nothing(program: Program) -> None:
    opened(program)
    told: Any = program.post("/settings", json={"instansi": {"telepon": "1"}, "coba": True}).json
    assert (told["disimpan"], told["seen"]) == (False, 0)
    assert told["triwulan"][0]["id"] == "2026-tw3"
    assert program.get("/settings").json["seen"] == 0  # type: ignore[index]


def test_who_may_not_open_a_quarter_changes_nothing(program: Program) -> None:
    opened(program)
    for only_try in (True, False):
        answer = program.post(
            "/settings",
            json={"instansi": {"telepon": "1"}, "coba": only_try},
            headers={"X-Peran": "camat"},
        )
        assert answer.status_code == 403


def test_the_second_of_two_is_told(program: Program) -> None:
    opened(program)
    program.post("/settings", json={"instansi": {"telepon": "1"}})
    answer = program.post("/settings", json={"instansi": {"telepon": "2"}, "seen": 0})
    assert answer.status_code == 409


def test_there_is_nothing_before_the_first_quarter(program: Program) -> None:
    assert program.get("/settings").status_code == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"instansi": {"telepon": "(0000) 000000"}}, "settings_unchanged"),
        ({}, "settings_unchanged"),
        ({"instansi": {"warna": "x"}}, "settings_unknown"),
        ({"instansi": {"kertas": "A4"}}, "settings_unknown"),
        ({"instansi": "x"}, "api_field_kind"),
        ({"instansi": {"nama": {"a": 1}}}, "dataset_not_text"),
        ({"instansi": {"margin_tegak": [20]}}, "dataset_not_an_object"),
        ({"instansi": {"margin_tegak": {"atas": 20.5}}}, "dataset_not_whole"),
        ({"instansi": {"lambang": "a" * 64}}, "settings_emblem"),
        ({"pejabat": {}}, "dataset_not_a_list"),
        ({"pejabat": ["x"]}, "dataset_not_an_object"),
        ({"pejabat": [{"jabatan": "x"}]}, "dataset_missing"),
        ({"coba": "ya"}, "api_field_kind"),
        ({"warna": 1}, "api_field_unknown"),
        ([], "api_object"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(
    program: Program, body: object, code: str
) -> None:
    opened(program)
    answer = program.post("/settings", json=body)
    assert answer.status_code == 422
    assert code in {*codes(answer), answer.json["code"]}  # type: ignore[index]
    assert program.get("/settings").json["seen"] == 0  # type: ignore[index]
