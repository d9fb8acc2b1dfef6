"""A form is known again: whose it is, which case it was made for, what it was made from."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from openpyxl import Workbook, load_workbook

from service import workbook
from service.dataset import (
    DataSet,
    Indicator,
    indicators,
    parse,
    sub_activities,
    units_with_indicators,
)
from service.errors import Invalid, Problem
from service.workbook import tag
from service.workbook.grids.grid import grids
from service.workbook.reading import old_forms
from service.workbook.reading.upload import Upload
from service.workbook.tag import Tag, tag_for
from tests.workbook.books import edited
from tests.workbook.calculating import needs_office, saved_as
from tests.workbook.offices import offices
from tests.workbook.test_round_trip import SLOWLY

SAMPLES = Path(__file__).parents[2] / "samples"
UNIT, MADE = "SEKSI-YAN", date(2026, 10, 5)


@pytest.fixture(scope="module")
def ds() -> DataSet:
    return parse(json.loads((SAMPLES / "mentebah-2026.json").read_text("utf-8")))


def known(ds: DataSet, form: str = "unit", unit: str | None = UNIT, event: int = 7) -> Tag:
    return tag_for(ds, form, unit, case="2026-tw3", history="ab12", event=event, made=MADE)


def form_of(ds: DataSet) -> bytes:
    return workbook.write(ds, UNIT, known(ds))


def budget_of(ds: DataSet) -> bytes:
    return workbook.write_budget(ds, known(ds, "budget", None))


def with_indicator(ds: DataSet, known: str, **changed: object) -> DataSet:
    def other(one: Indicator) -> Indicator:
        return replace(one, **changed) if one.code == known else one

    objectives = (
        replace(o, indicators=tuple(other(i) for i in o.indicators)) for o in ds.objectives
    )
    return replace(ds, objectives=tuple(objectives))


def told(read: Callable[[], object]) -> tuple[Problem, ...]:
    with pytest.raises(Invalid) as caught:
        read()
    return caught.value.problems


@SLOWLY
@given(offices())
def test_any_form_says_what_it_was_made_for_and_is_read_like_one_without(office: DataSet) -> None:
    for unit in units_with_indicators(office):
        wanted = known(office, "unit", unit.code)
        content = workbook.write(office, unit.code, wanted)
        found = tag.of(grids(content))
        assert found is not None
        assert replace(found, base={}) == wanted
        assert found.base.keys() == {one.code for one in indicators(office, unit.code)}
        assert workbook.read_unit(content, office, unit.code) == office


def test_the_tag_is_no_sheet_a_person_can_open(ds: DataSet) -> None:
    book = load_workbook(BytesIO(form_of(ds)))
    assert book[tag.SHEET].sheet_state == "veryHidden"
    assert book.sheetnames == ["Petunjuk", "Realisasi", "Narasi", tag.SHEET]
    assert form_of(ds) == form_of(ds)


@needs_office
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_the_tag_survives_another_program_and_another_format(ds: DataSet, ending: str) -> None:
    (saved,) = saved_as(form_of(ds), ending)
    (back,) = [saved] if ending == "xlsx" else saved_as(saved, "xlsx")
    assert tag.of(grids(back)) == tag.of(grids(form_of(ds)))


def test_a_changed_or_missing_tag_is_read_as_before_without_a_word(ds: DataSet) -> None:
    def tamper(book: Workbook) -> None:
        book[tag.SHEET]["B5"] = "2025"

    def drop(book: Workbook) -> None:
        del book[tag.SHEET]

    for edit in (tamper, drop):
        content = edited(form_of(ds), edit)
        assert tag.of(grids(content)) is None
        assert workbook.read_unit(content, ds, UNIT) == ds


def test_a_target_the_office_changed_is_not_the_clerks_fault(ds: DataSet) -> None:
    old = form_of(ds)
    targets = (Decimal("82.00"), Decimal("82.50"), Decimal("85.00"), Decimal("83.50"))
    now = with_indicator(ds, "1.1", targets=targets)
    (found,) = told(lambda: workbook.read_unit(old, now, UNIT))
    assert (found.place, found.code) == ("Realisasi!E6", "workbook_form_old")
    assert (found.found, found.expected) == ("83", "85")
    assert "Target TW III indikator 1.1 sudah diubah oleh kantor" in found.message
    assert "pada 5 Oktober 2026" in found.message
    assert "unduh formulir baru" in found.message.casefold()


def test_a_target_the_clerk_changed_still_is(ds: DataSet) -> None:
    def retype(book: Workbook) -> None:
        book["Realisasi"]["E6"] = 70

    (found,) = told(lambda: workbook.read_unit(edited(form_of(ds), retype), ds, UNIT))
    assert (found.place, found.code) == ("Realisasi!E6", "workbook_locked_changed")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"decimals": 3}, "Cara mengisi indikator 1.1 diubah"),
        ({"unit": "SEKSI-PEM"}, "Indikator 1.1 dikeluarkan"),
        ({"code": "1.9"}, "Indikator 1.9 ditambahkan"),
    ],
)
def test_an_indicator_come_gone_or_recast_makes_the_form_old(
    ds: DataSet, change: dict[str, object], what: str
) -> None:
    now = with_indicator(ds, "1.1", **change)
    found = told(lambda: workbook.read_unit(form_of(ds), now, UNIT))
    assert {one.code for one in found} == {"workbook_form_old_line"}
    assert any(what in one.message for one in found)


def test_an_old_budget_form_does_not_undo_a_ceiling(ds: DataSet) -> None:
    sub = next(iter(sub_activities(ds)))
    raw = json.loads((SAMPLES / "mentebah-2026.json").read_text("utf-8"))
    raw["program"][0]["kegiatan"][0]["sub"][0]["pagu"] = 9_000_000
    for part in ("pagu", "realisasi_tw", "penyerapan"):
        raw["program"][0].pop(part, None)
        raw["program"][0]["kegiatan"][0].pop(part, None)
    now = parse(raw)
    (found,) = told(lambda: workbook.read_budget(budget_of(ds), now))
    assert (found.place, found.code) == ("Anggaran!H8", "workbook_form_old")
    assert f"Pagu {sub.code} sudah diubah" in found.message
    assert workbook.read_budget(budget_of(now), now) == now


def test_a_budget_form_in_another_place_is_told_as_what_it_is(ds: DataSet) -> None:
    for read, code in (
        (lambda: workbook.read_unit(budget_of(ds), ds, UNIT), "workbook_not_unit_form"),
        (lambda: workbook.read(budget_of(ds)), "workbook_is_budget_form"),
    ):
        with pytest.raises(Invalid) as caught:
            read()
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"quarter": 2}, "workbook_other_quarter"),
        ({"year": 2025}, "workbook_other_year"),
        ({"unit": "SEKSI-PEM"}, "workbook_other_unit"),
        ({"office": "KECAMATAN LAIN"}, "workbook_other_office"),
    ],
)
def test_without_its_first_sheet_a_form_still_names_whose_it_is(
    ds: DataSet, change: dict[str, object], code: str
) -> None:
    def drop(book: Workbook) -> None:
        book.security.lockStructure = False
        del book["Petunjuk"]

    content = edited(workbook.write(ds, UNIT, replace(known(ds), **change)), drop)
    assert {one.code for one in told(lambda: workbook.read_unit(content, ds, UNIT))} == {code}
    assert workbook.read_unit(edited(form_of(ds), drop), ds, UNIT) == ds


def test_a_form_of_an_older_layout_is_told_as_such_where_it_lacks_a_column(ds: DataSet) -> None:
    def drop(book: Workbook) -> None:
        book["Narasi"].delete_cols(4)

    older = workbook.write(ds, UNIT, replace(known(ds), layout=1))
    assert workbook.read_unit(older, ds, UNIT) == ds
    with pytest.raises(Invalid) as caught:
        workbook.read_unit(edited(older, drop), ds, UNIT)
    assert caught.value.code == "workbook_form_layout"


def test_a_form_older_than_what_is_recorded_is_noted_and_read(ds: DataSet) -> None:
    found, now = tag.of(grids(form_of(ds))), known(ds, event=12)
    (note,) = old_forms.notes(found, now, "versi 2")
    assert note.message == (
        "Formulir ini diunduh pada 5 Oktober 2026, sebelum versi 2 disimpan; "
        "yang berubah ditunjukkan di bawah."
    )
    assert old_forms.notes(found, now, None) == ()
    assert old_forms.notes(None, now, "versi 2") == ()


def test_a_form_of_another_installation_is_noted_and_read(ds: DataSet) -> None:
    found = tag.of(grids(form_of(ds)))
    (note,) = old_forms.notes(found, replace(known(ds), history="ff00"), "versi 2")
    assert note.code == "workbook_note_form_foreign"


def test_one_table_alone_needs_no_word_on_whose_it_is(ds: DataSet) -> None:
    table = next(one for one in grids(form_of(ds)) if one.name == "Realisasi")
    file = Upload([replace(table, name="CSV")], "unit", ds.quarter)
    file.require_case(ds, UNIT)
    assert file.unit is None


def test_the_tag_alone_says_whose_several_tables_are(ds: DataSet) -> None:
    sheets = [one for one in grids(form_of(ds)) if one.name != "Petunjuk"]
    file = Upload(sheets, "unit", ds.quarter)
    file.require_case(ds, UNIT)
    assert file.unit == UNIT
    assert [one.name for one in file.sheets] == ["Realisasi", "Narasi"]
