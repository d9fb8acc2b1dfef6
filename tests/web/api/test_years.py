"""The year for programs, held against the contract."""

from tests.web.api.conftest import Program, codes
from tests.web.api.test_cases import opened


def test_four_quarters_with_both_averages(program: Program) -> None:
    opened(program)
    year = program.get("/years/2026").json
    assert [one["triwulan"] for one in year["triwulan"]] == [1, 2, 3, 4]
    assert [one["dibuka"] for one in year["triwulan"]] == [False, False, True, False]
    third = year["triwulan"][2]
    assert third["kasus"] == "2026-tw3"
    assert third["hasil"]["ringkasan"]["rata_rata_capaian"] == "94.72"
    assert third["rata_rata_tahunan"] == {"rata_rata": "91.17", "tidak_ikut": ["1.4", "3.2"]}
    assert third["hasil"]["indikator"]["3.2"]["capaian_tahunan"] == "108.33"
    assert third["rata_rata_tahunan_sasaran"]["S3"]["tidak_ikut"] == ["3.2"]


def test_what_is_not_reported_is_null(program: Program) -> None:
    opened(program)
    fourth = program.get("/years/2026").json["triwulan"][3]
    assert fourth["hasil"]["ringkasan"]["rata_rata_capaian"] is None
    assert fourth["rata_rata_tahunan"]["rata_rata"] is None
    assert fourth["hasil"]["ringkasan"]["belum_dilaporkan"] == 12


def test_a_year_without_a_case_is_not_found(program: Program) -> None:
    opened(program)
    assert codes(program.get("/years/2025")) == ["not_found"]
