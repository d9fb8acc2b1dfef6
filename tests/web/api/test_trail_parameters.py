"""GET /trail: a parameter that cannot be meant is told, all of them at once."""

import pytest

from service.casework.trail.lines import kind_names
from tests.web.api.conftest import Program, codes, operation_of
from tests.web.conftest import Person
from tests.web.test_whole_procedure import do

CAMAT = {"X-Peran": "camat"}


@pytest.fixture
def program(person: Person) -> Program:
    """Return a program of an office with a quarter open."""
    return Program(person.client)


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("batas=0", ["?batas"]),
        ("batas=501", ["?batas"]),
        ("batas=100000", ["?batas"]),
        ("batas=", ["?batas"]),
        ("batas=-2&dari=kemarin", ["?batas", "?dari"]),
        ("sebelum=abc", ["?sebelum"]),
        ("sebelum=2026-10-09T01:00:00%2B00:00~~" + "9" * 30, ["?sebelum"]),
        ("sebelum=0001-01-01T00:00:00%2B14:00~~1", ["?sebelum"]),
        ("jenis=zzz", ["?jenis"]),
        ("triwulan=9", ["?triwulan"]),
        ("dari=2026-10-10&sampai=2026-10-09", ["?sampai"]),
        (
            "batas=x&dari=x&sampai=x&sebelum=x&jenis=x&triwulan=x",
            ["?batas", "?dari", "?jenis", "?sampai", "?sebelum", "?triwulan"],
        ),
    ],
)
def test_what_cannot_be_meant_is_told_at_its_parameter(
    program: Program, query: str, places: list[str]
) -> None:
    answer = program.get(f"/trail?{query}", headers=CAMAT)
    assert answer.status_code == 422
    assert codes(answer)[0] == "api_query"
    assert sorted(one["place"] for one in answer.json["problems"]) == places
    assert all("None" not in one["message"] for one in answer.json["problems"])


@pytest.mark.parametrize(
    "query",
    [
        "batas=1", "batas=500", "sebelum=", "jenis=downloaded", "jenis=opened",
        "triwulan=2026-tw3", "dari=2026-10-09&sampai=2026-10-09", "dari=9 Oktober 2026",
        "dari=0001-01-01&sampai=9999-12-31",
    ],
)  # fmt: skip
def test_what_can_be_meant_is_answered(program: Program, query: str) -> None:
    assert program.get(f"/trail?{query}", headers=CAMAT).status_code == 200


def test_what_is_named_as_next_is_sent_on_as_it_stands(person: Person, program: Program) -> None:
    do(person, "1")
    first = program.get("/trail?batas=1", headers=CAMAT).json
    second = program.get(f"/trail?batas=1&sebelum={first['berikutnya']}", headers=CAMAT).json
    assert [first["catatan"][0]["nomor"], second["catatan"][0]["nomor"]] == [2, 1]
    assert second["berikutnya"] is None


def test_the_contract_lists_every_kind_there_is() -> None:
    asked = {one["name"]: one["schema"] for one in operation_of("get", "/trail")["parameters"]}
    assert sorted(asked["jenis"]["enum"]) == sorted(kind_names())
