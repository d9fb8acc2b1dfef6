"""Programs read the open questions and answer them."""

import pytest

from tests.web.api.conftest import Program, codes
from tests.web.api.test_cases import opened


def test_questions_are_listed_with_their_options(program: Program) -> None:
    told = program.get("/questions").json
    assert (told["terbuka"], told["seen"]) == (len(told["pertanyaan"]), 0)
    due = next(one for one in told["pertanyaan"] if one["id"] == "tanggal-tenggat")
    assert due["tentang"] == {"jenis": "langkah", "kunci": "2"}
    assert [one["nilai"] for one in due["pilihan"]] == ["5", "8", "3"]
    assert due["jawaban"] is None


def test_an_answer_takes_effect_and_is_kept_with_its_history(program: Program) -> None:
    opened(program)
    program.post("/questions/tanggal-tenggat", json={"jawaban": "8", "catatan": "Rapat"})
    told = program.post("/questions/tanggal-tenggat", json={"jawaban": "3", "seen": 1}).json
    assert told["jawaban"]["teks"] == "Tanggal 3"
    assert told["riwayat"][0]["catatan"] == "Rapat"
    steps = program.get("/cases/2026-tw3").json["langkah"]
    assert steps[1]["perkiraan_tenggat"] == "2026-10-05"  # 3 October 2026 is a Saturday
    listed = program.get("/questions").json
    assert listed["terbuka"] == len(listed["pertanyaan"]) - 1


def test_receivers_are_a_list(program: Program) -> None:
    opened(program)
    given = [{"nama": "Bappeda"}, {"nama": "Bupati", "melalui": "Bagian Organisasi"}]
    told = program.post("/questions/instansi-penerima", json={"jawaban": given}).json
    assert told["jawaban"]["teks"] == "Bappeda; Bupati melalui Bagian Organisasi"


@pytest.mark.parametrize(
    ("question", "body", "status", "code"),
    [
        ("warna", {"jawaban": "biru"}, 404, "not_found"),
        ("kertas", {"jawaban": "A5"}, 422, "answer_unfit"),
        ("kertas", {"jawaban": 4}, 422, "answer_empty"),
        ("kertas", {"jawaban": ["A4"]}, 422, "answer_empty"),
        ("kertas", {}, 422, "answer_empty"),
        ("kertas", {"jawaban": "A4", "warna": "x"}, 422, "api_field_unknown"),
        ("kertas", {"jawaban": "A4", "catatan": 5}, 422, "api_field_kind"),
        ("kertas", [], 422, "api_object"),
        ("instansi-penerima", {"jawaban": [{"nama": {"a": 1}}]}, 422, "answer_empty"),
        ("instansi-penerima", {"jawaban": ["Bappeda"]}, 422, "answer_list"),
        ("instansi-penerima", {"jawaban": [{"nama": "x"}] * 31}, 422, "answer_list"),
        ("nomor-sop", {"jawaban": "\ud800"}, 422, "dataset_text_control"),
    ],
)
def test_a_wrong_answer_is_told_and_nothing_is_kept(
    program: Program, question: str, body: object, status: int, code: str
) -> None:
    answer = program.post(f"/questions/{question}", json=body)
    assert answer.status_code == status
    assert code in codes(answer)
    assert program.get("/questions").json["seen"] == 0


def test_of_two_who_answer_at_once_the_second_is_told_what_was_answered(
    program: Program,
) -> None:
    program.post("/questions/kertas", json={"jawaban": "F4", "seen": 0})
    answer = program.post("/questions/kertas", json={"jawaban": "A4", "seen": 0})
    assert answer.status_code == 409
    assert "F4 (215 × 330 mm)" in answer.json["detail"]


def test_another_role_may_not_answer(program: Program) -> None:
    opened(program)
    headers = {"X-Peran": "staf_program"}
    answer = program.post("/questions/kertas", json={"jawaban": "A4"}, headers=headers)
    assert answer.status_code == 403


def test_a_form_is_not_what_is_sent_here(program: Program) -> None:
    assert program.send("/questions/kertas", jawaban="A4").status_code == 415
