from dataclasses import replace
from datetime import date

from service.dataset import (
    official,
    units_with_indicators,
)
from tests.dataset.sample import DS


def test_the_units_that_report_are_those_with_indicators_in_the_offices_order() -> None:
    found = [unit.code for unit in units_with_indicators(DS)]
    assert found == ["SEKRETARIAT", "SEKSI-PEM", "SEKSI-PMD", "SEKSI-TRANTIB", "SEKSI-YAN"]


def test_an_official_is_found_by_role_and_unit() -> None:
    found = official(DS, "operator", "SEKSI-PMD")
    assert found is not None
    assert found.name == "NAMA OPERATOR 3 (CONTOH)"
    assert official(DS, "camat").position == "Camat Mentebah"  # type: ignore[union-attr]
    assert official(DS, "kepala_seksi", "SEKRETARIAT") is None
    assert official(DS, "bupati") is None


def test_an_acting_official_goes_before_the_holder_within_the_dates() -> None:
    acting = replace(
        DS.officials[1], role="camat", acting="Plh.",
        start=date(2026, 10, 1), end=date(2026, 10, 10),
    )  # fmt: skip
    ds = replace(DS, officials=(*DS.officials, acting))
    holder = DS.officials[0]
    assert official(ds, "camat", on=date(2026, 10, 1)) == acting
    assert official(ds, "camat", on=date(2026, 10, 10)) == acting
    assert official(ds, "camat", on=date(2026, 9, 30)) == holder
    assert official(ds, "camat", on=date(2026, 10, 11)) == holder
    assert official(ds, "camat") == holder
    vacant = replace(DS, officials=(acting,))
    assert official(vacant, "camat") == acting
    assert official(vacant, "camat", on=date(2026, 10, 11)) is None
    undated = replace(acting, start=None, end=None)
    assert official(replace(DS, officials=(holder, undated)), "camat") == undated
