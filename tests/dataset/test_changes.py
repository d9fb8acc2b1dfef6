"""What differs between two data sets is named as a clerk would say it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from service.dataset import DataSet, Indicator, changes, fingerprint, parse
from service.dataset.merging import without_report
from tests.dataset.sample import DS, RAW


@pytest.fixture
def ds() -> DataSet:
    return DS


def with_indicator(ds: DataSet, code: str, change: Callable[[Indicator], Indicator]) -> DataSet:
    objectives = tuple(
        replace(
            objective,
            indicators=tuple(change(i) if i.code == code else i for i in objective.indicators),
        )
        for objective in ds.objectives
    )
    return replace(ds, objectives=objectives)


def put(values: tuple[Any, ...], quarter: int, value: object) -> Any:
    return tuple(value if n == quarter else old for n, old in enumerate(values, 1))


def test_nothing_differs_between_a_data_set_and_itself(ds: DataSet) -> None:
    assert changes(ds, parse(RAW)) == ()
    assert fingerprint(ds) == fingerprint(parse(RAW))


@pytest.mark.parametrize(
    ("code", "field", "value", "told"),
    [
        ("3.2", "realizations", (3, Decimal(5)), "Realisasi 3.2 berubah dari 6 menjadi 5"),
        (
            "3.2",
            "realizations",
            (3, None),
            "Realisasi 3.2 berubah dari 6 menjadi belum dilaporkan",
        ),
        ("3.2", "realizations", (2, Decimal(0)), "Realisasi 3.2 TW II berubah dari 3 menjadi 0"),
        ("1.1", "targets", (4, Decimal("84")), "Target 1.1 TW IV berubah dari 83,50 menjadi 84,00"),
        ("1.1", "target_year", Decimal("84"), "Target tahun 1.1 berubah dari 83,50 menjadi 84,00"),
        (
            "4.3",
            "parts",
            (3, (Decimal(5), Decimal(5))),
            "Pembilang/penyebut 4.3 berubah dari 4/5 menjadi 5/5",
        ),
        (
            "1.3",
            "polarity",
            "naik",
            "Polaritas 1.3 berubah dari semakin rendah semakin baik"
            " menjadi semakin tinggi semakin baik",
        ),
        ("3.2", "evidence", (), "menjadi kosong"),
        ("3.2", "obstacles", "a" * 90, "menjadi “" + "a" * 59 + "…”"),
        ("3.2", "follow_up_due", date(2026, 12, 1), "menjadi 1 Desember 2026"),
    ],
)
def test_a_changed_value_is_told_with_old_and_new(
    ds: DataSet, code: str, field: str, value: Any, told: str
) -> None:
    def change(one: Indicator) -> Indicator:
        old = getattr(one, field)
        quarterly = field in {"realizations", "targets", "parts"}
        return replace(one, **{field: put(old, *value) if quarterly else value})

    (found,) = changes(ds, with_indicator(ds, code, change))
    assert told in found.text
    assert found.subject == code


def test_only_the_slice_and_the_unit_of_a_change_have_another_fingerprint(ds: DataSet) -> None:
    changed = with_indicator(
        ds, "3.2", lambda one: replace(one, realizations=put(one.realizations, 3, Decimal(5)))
    )
    before, after = fingerprint(ds), fingerprint(changed)
    differing = {key for key in before if before[key] != after[key]}
    assert differing == {("report", None), ("report", "SEKSI-TRANTIB")}


def test_an_indicator_that_moves_to_another_unit_concerns_both(ds: DataSet) -> None:
    moved = with_indicator(ds, "3.2", lambda one: replace(one, unit="SEKSI-PEM"))
    assert {one.unit for one in changes(ds, moved)} == {"SEKSI-TRANTIB", "SEKSI-PEM"}


def test_money_is_told_by_its_line(ds: DataSet) -> None:
    programme = ds.programmes[0]
    activity = programme.activities[0]
    sub = replace(activity.subs[0], ceiling=8_000_000, realizations=(1, None, 3, None))
    activity = replace(activity, subs=(sub, *activity.subs[1:]))
    programme = replace(programme, activities=(activity, *programme.activities[1:]))
    changed = replace(ds, programmes=(programme, *ds.programmes[1:]))
    texts = [one.text for one in changes(ds, changed)]
    assert f"Pagu {sub.code} berubah dari 7.500.000 menjadi 8.000.000" in texts
    assert (
        f"Realisasi anggaran {sub.code} TW II berubah dari 1.875.000 menjadi belum dilaporkan"
        in texts
    )
    assert {one.slice for one in changes(ds, changed)} == {"budget"}


def test_receivers_and_rules_have_slices_of_their_own(ds: DataSet) -> None:
    other = replace(ds, receivers=ds.receivers[:1])
    assert [one.slice for one in changes(ds, other)] == ["receivers"]
    ratio = replace(ds, rules=replace(ds.rules, lower_is_better="rasio"))
    (found,) = changes(ds, ratio)
    assert (found.slice, found.text) == (
        "rules",
        "Rumus “semakin rendah semakin baik” berubah dari “selisih” menjadi “rasio”",
    )


def test_a_unit_without_its_report_has_blanks_and_never_zeros(ds: DataSet) -> None:
    without = without_report(ds, "SEKSI-TRANTIB")
    texts = [one.text for one in changes(ds, without)]
    assert "Realisasi 3.2 berubah dari 6 menjadi belum dilaporkan" in texts
    assert {one.unit for one in changes(ds, without)} == {"SEKSI-TRANTIB"}
    assert not any("menjadi 0" in text for text in texts)


def test_who_holds_an_office_is_told_by_name(ds: DataSet) -> None:
    first, *others = ds.officials
    changed = replace(ds, officials=(replace(first, name="NAMA BARU (CONTOH)"), *others))
    (found,) = changes(ds, changed)
    assert found.label == f"Pejabat {first.position}"
    assert first.name in found.old
    assert "NAMA BARU (CONTOH)" in found.new


def test_what_the_letterhead_prints_is_told_by_its_part(ds: DataSet) -> None:
    moved = replace(ds, office=replace(ds.office, address="Jalan Baru 1", paper="A4"))
    assert {one.label for one in changes(ds, moved)} == {"Alamat", "Ukuran kertas"}


def test_a_part_that_has_no_words_of_its_own_is_told_as_changed(ds: DataSet) -> None:
    (found,) = changes(ds, replace(ds, villages=()))
    assert found.text == "Daftar desa berubah"


def test_a_change_names_the_figure_it_is_about(ds: DataSet) -> None:
    """So that its cell in the upload can be found."""
    for field, value, told in [
        ("realizations", (3, Decimal(5)), ("3.2", "realisasi", 3)),
        ("target_year", Decimal(9), ("3.2", "target", 0)),
        ("obstacles", "Hujan", ("3.2", "faktor_penghambat", 0)),
        ("follow_up_due", date(2026, 12, 1), None),
    ]:

        def change(one: Indicator, field: str = field, value: Any = value) -> Indicator:
            new = put(one.realizations, *value) if field == "realizations" else value
            return replace(one, **{field: new})

        (found,) = changes(ds, with_indicator(ds, "3.2", change))
        assert found.path == told
