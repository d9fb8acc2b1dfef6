"""Obstacles, follow-ups and evidence that are missing or late."""

from datetime import date

import pytest

from service.dataset import PreviousFollowUp
from tests.examination.asking import four, kinds, office, only

MISSED = {"realizations": four(10, 8, 9), "obstacles": "Hujan", "follow_up": "Dijadwal ulang"}


def test_a_missed_target_with_its_reasons_is_not_asked_about() -> None:
    assert kinds(office(**MISSED)) == []


@pytest.mark.parametrize("blank", [None, "-", " Tidak  ada. "])
def test_a_missed_target_without_an_obstacle_is_asked_about(blank: str | None) -> None:
    found = only(office(**{**MISSED, "obstacles": blank}))
    assert (found.id, found.path) == ("narasi-kosong:1.1", ("1.1", "faktor_penghambat", 0))
    assert found.text == (
        "Faktor penghambat belum diisi, padahal capaian 90,00%: 9 layanan dari target 10 layanan."
    )


def test_a_missed_target_without_a_follow_up_is_asked_about() -> None:
    found = only(office(**{**MISSED, "follow_up": None}))
    assert found.path == ("1.1", "tindak_lanjut", 0)
    both = only(office(**{**MISSED, "follow_up": None, "obstacles": None}))
    assert both.text.startswith("Faktor penghambat dan rencana tindak lanjut belum diisi")


def test_a_reached_target_needs_no_reasons() -> None:
    assert kinds(office(obstacles=None, follow_up=None)) == []


def test_a_promise_that_is_not_begun_is_asked_about() -> None:
    promised = PreviousFollowUp(2, "Menambah loket.", "belum", None)
    found = only(office(previous_follow_up=promised))
    assert found.id == "tindak-lanjut-lalu:1.1"
    assert found.path == ("1.1", "tindak_lanjut_sebelumnya", 0)
    assert "Pada Triwulan II dijanjikan “Menambah loket”, statusnya masih belum." in found.text


@pytest.mark.parametrize("status", ["selesai", "proses"])
def test_a_promise_with_a_status_is_not(status: str) -> None:
    promised = PreviousFollowUp(2, "Menambah loket", status, None)
    assert kinds(office(previous_follow_up=promised)) == []


def test_a_promise_of_the_quarter_before_that_nobody_speaks_of_is_asked_about() -> None:
    before = office(quarter=2, realizations=four(10, 10), follow_up="Menambah loket")
    found = only(office(previous_follow_up=None), before)
    assert found.text.startswith("Pada Triwulan II dijanjikan “Menambah loket”, tetapi statusnya")
    without = office(quarter=2, realizations=four(10, 10), follow_up="-")
    assert kinds(office(previous_follow_up=None), without) == []


def test_a_follow_up_due_before_the_quarter_ends_is_asked_about() -> None:
    found = only(office(follow_up_due=date(2026, 9, 30)))
    assert (found.id, found.path) == ("batas-waktu-lewat:1.1", ("1.1", "tindak_lanjut", 0))
    assert (found.value, found.compared) == ("30 September 2026", "30 September 2026")
    assert kinds(office(follow_up_due=date(2026, 10, 1))) == []


def test_a_realization_without_evidence_is_asked_about() -> None:
    found = only(office(evidence=()))
    assert (found.id, found.path) == ("bukti-kosong:1.1", ("1.1", "bukti_dukung", 0))
    assert only(office(evidence=("-",))).kind == "bukti-kosong"
    assert kinds(office(realizations=four(10, 10), evidence=())) == ["belum-dilaporkan"]
