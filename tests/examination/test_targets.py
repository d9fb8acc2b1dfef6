"""Targets against the document they come from, and against the quarter before."""

from dataclasses import replace
from decimal import Decimal

from service.examination import examine
from tests.dataset.sample import DS
from tests.examination.asking import CALM, four, kinds, of, office, only


def test_a_target_that_differs_from_its_document_is_asked_about() -> None:
    found = only(office(target_reference=Decimal(12)))
    assert (found.id, found.path) == ("target-beda-rujukan:1.1", ("1.1", "target", 0))
    assert found.title == "Target tahunan berbeda dari Perjanjian Kinerja"
    assert (found.value, found.compared) == ("10 layanan", "12 layanan")
    assert kinds(office(target_reference=Decimal("10.0"))) == []


def test_no_decimal_of_the_document_is_hidden() -> None:
    assert only(office(target_reference=Decimal("10.25"))).compared == "10,25 layanan"


def test_a_target_that_changed_since_the_quarter_before_is_asked_about() -> None:
    now = office(targets=four(10, 10, 9, 9), target_year=Decimal(9))
    found = only(now, office(quarter=2, realizations=four(10, 10)))
    assert (found.id, found.path) == ("target-berubah:1.1", ("1.1", "target", 0))
    assert found.text.startswith(
        "Target tahunan kini 9 layanan, pada Triwulan II 10 layanan; target Triwulan III kini "
        "9 layanan, pada Triwulan II 10 layanan; target Triwulan IV"
    )


def test_a_target_of_one_quarter_is_named_with_its_quarter() -> None:
    now = office(targets=four(10, 10, 9, 10))
    found = only(now, office(quarter=2, realizations=four(10, 10)))
    assert found.path == ("1.1", "target", 3)


def test_targets_of_another_year_are_another_matter() -> None:
    last_year = replace(office(quarter=4, target_year=Decimal(7)), year=DS.year - 1)
    assert kinds(office(quarter=1, realizations=four(10)), last_year) == []


def test_a_document_that_is_not_listed_is_asked_about() -> None:
    found = only(office(target_source="Renja"))
    assert (found.id, found.path) == ("rujukan-asing:1.1", ("1.1", "target", 0))
    assert (found.value, found.compared) == ("Renja", "Renstra, Perjanjian Kinerja")
    assert kinds(office(target_source=" perjanjian  kinerja")) == []


def test_targets_without_a_document_are_one_question_a_unit() -> None:
    silent = replace(CALM, target_source=None)
    others = [
        replace(silent, code="1.2"),
        replace(silent, code="1.3", unit="SEKSI-PEM"),
        replace(CALM, code="1.4"),
        replace(silent, code="1.5", target_year=None, targets=four(), realizations=four()),
    ]
    asked = examine(of(silent, *others), None)
    assert [(one.id, one.path) for one in asked] == [
        ("target-tanpa-rujukan:SEKSI-YAN", ("1.1", "target", 0)),
        ("target-tanpa-rujukan:SEKSI-PEM", ("1.3", "target", 0)),
    ]
    assert "indikator 1.1, 1.2 belum menyebut" in asked[0].text
