"""What is typed on the page is the same as typed into the Excel form: same data, same faults."""

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from service import workbook
from service.dataset import DataSet, parse, units_with_indicators
from service.errors import Invalid, Problem
from service.workbook.typed import Field, at_fields, cleaned, fields, typed
from tests.workbook.books import edited
from tests.workbook.offices import offices, texts

SAMPLE = Path(__file__).parents[2] / "samples" / "mentebah-2026.json"
UNIT = "SEKSI-YAN"
SLOWLY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
FIGURES = st.sampled_from(
    ["", "-", "0", "98,5", "1.250", "1.250,75", "12", " 7 ", "84.12", "90%", "Rp5", "lima", "-3",
     "98,56789", "1,234.5", "123456789012345678"]
)  # fmt: skip
DAYS = st.sampled_from(
    ["", "15/12/2026", "15-12-2026", "15 Desember 2026", "2026-12-15", "31/11/2026", "12/31/2026",
     "15/12/26", "besok", "1/1/1899"]
)  # fmt: skip
WORDS = st.sampled_from(["", "belum", "Proses", "SELESAI", "sudah", "selesei"])


@pytest.fixture(scope="module")
def ds() -> DataSet:
    return parse(json.loads(SAMPLE.read_text("utf-8")))


@pytest.fixture(scope="module")
def form(ds: DataSet) -> bytes:
    return workbook.write(ds, UNIT)


def entry(field: Field) -> st.SearchStrategy[str]:
    kinds = {"decimal": FIGURES, "date": DAYS, "choice": WORDS}
    return kinds.get(field.column.kind, st.just("") | texts)


@SLOWLY
@given(st.data())
def test_both_ways_give_the_same_data_or_the_same_faults_at_the_same_places(
    data: st.DataObject,
) -> None:
    office = data.draw(offices())
    for unit in units_with_indicators(office):
        form = workbook.write(office, unit.code)
        listed = [one for every in fields(form, office, unit.code).values() for one in every]
        chosen = [(one, data.draw(entry(one))) for one in listed if data.draw(st.booleans())]
        entries: dict[str, dict[str, str]] = {}
        for one, text in chosen:
            entries.setdefault(one.code, {})[one.key] = text
        page = typed(form, office, unit.code, entries)
        by_hand = edited(form, lambda book: _type(book, chosen))  # noqa: B023 used at once
        told, expected = _read(page.content, office, unit.code), _read(by_hand, office, unit.code)
        assert told == expected
        if isinstance(told, list):
            assert all(place in page.places for place, _ in told)


def _type(book: Workbook, chosen: list[tuple[Field, str]]) -> None:
    """Type into the cells as text, which is how Excel keeps what it does not understand."""
    for field, text in chosen:
        sheet, _, cell = field.cell.rpartition("!")
        target = book[sheet][cell]
        target.value = re.sub("_x[0-9A-Fa-f]{4}_", r"_x005F\g<0>", cleaned(text)) or None
        if target.value is not None:
            target.data_type = "s"


def _read(content: bytes, office: DataSet, unit: str) -> DataSet | list[tuple[str, str]]:
    try:
        return workbook.read_unit(content, office, unit)
    except Invalid as fault:
        return sorted((one.place, one.code) for one in fault.problems)


def test_a_form_nobody_typed_in_brings_what_is_known(ds: DataSet, form: bytes) -> None:
    known = {
        code: {one.key: one.known for one in every}
        for code, every in fields(form, ds, UNIT).items()
    }
    assert workbook.read_unit(typed(form, ds, UNIT, known).content, ds, UNIT) == ds
    assert workbook.read_unit(typed(form, ds, UNIT, {}).content, ds, UNIT) == ds


def test_fields_are_the_unlocked_cells_with_what_is_known(ds: DataSet, form: bytes) -> None:
    found = fields(form, ds, UNIT)
    assert list(found) == ["1.1", "1.2", "1.3", "1.4"]
    assert [one.key for one in found["1.1"]] == [
        "realisasi_tw", "bukti_dukung", "faktor_pendorong", "faktor_penghambat", "tindak_lanjut",
        "tindak_lanjut_batas_waktu",
    ]  # fmt: skip
    first = {one.key: one for one in found["1.2"]}
    assert {"x", "y", "sebelumnya_status", "sebelumnya_keterangan"} < set(first)
    assert (first["x"].cell, first["x"].known) == ("Realisasi!L7", "388")
    assert first["tindak_lanjut_batas_waktu"].known == "30/11/2026"
    assert {one.key: one.known for one in found["1.1"]}["realisasi_tw"] == "84,12"


def test_numbers_and_dates_are_such_in_their_cells_and_what_is_wrong_is_text(
    ds: DataSet, form: bytes
) -> None:
    entries = {
        "1.1": {"realisasi_tw": "1.250,5", "tindak_lanjut_batas_waktu": "15/12/2026"},
        "1.2": {"x": "tiga", "tindak_lanjut_batas_waktu": "besok"},
        "1.3": {"faktor_pendorong": "=1+1"},
    }
    book = load_workbook(BytesIO(typed(form, ds, UNIT, entries).content))
    assert book["Realisasi"]["N6"].value == Decimal("1250.5")
    assert book["Narasi"]["F6"].value.date() == date(2026, 12, 15)
    assert book["Realisasi"]["L7"].value == "tiga"
    assert book["Narasi"]["F7"].value == "besok"
    assert (book["Narasi"]["C8"].value, book["Narasi"]["C8"].data_type) == ("=1+1", "s")
    assert book["Realisasi"].protection.sheet
    assert not book["Realisasi"]["L7"].protection.locked


def test_faults_lead_to_their_fields_in_the_fields_words(ds: DataSet, form: bytes) -> None:
    entries = {"1.1": {"realisasi_tw": "98,567"}, "1.2": {"x": "500"}}
    page = typed(form, ds, UNIT, entries)
    with pytest.raises(Invalid) as told:
        workbook.read_unit(page.content, ds, UNIT)
    found = {one.place: one.message for one in at_fields(told.value.problems, page)}
    assert "Realisasi berisi 98,567, padahal" in found["realisasi_tw-1.1"]
    assert not any("Realisasi!" in message for message in found.values())
    assert found.keys() <= set(page.places.values())


def test_a_problem_that_is_about_no_field_keeps_its_place(ds: DataSet, form: bytes) -> None:
    page = typed(form, ds, UNIT, {})
    lost = Problem("Narasi", "workbook_sheet_missing", "Lembar Narasi tidak ada.")
    assert at_fields([lost], page) == [lost]


def test_a_text_longer_than_a_cell_is_told_at_its_field(ds: DataSet, form: bytes) -> None:
    with pytest.raises(Invalid) as told:
        typed(form, ds, UNIT, {"1.1": {"faktor_pendorong": "a" * 40_000}})
    assert [one.place for one in told.value.problems] == ["faktor_pendorong-1.1"]


def test_what_no_keyboard_writes_is_left_out_and_line_ends_are_one_kind() -> None:
    assert cleaned("a\r\nb\rc\x0bd\x00e\ufffe") == "a\nb\nc\nde"


def test_a_code_with_blanks_still_makes_an_id(ds: DataSet, form: bytes) -> None:
    first = fields(form, ds, UNIT)["1.1"][0]
    assert replace(first, code="IK 1/a").id == "realisasi_tw-IK%201%2Fa"


def test_the_same_entries_give_the_same_bytes(ds: DataSet, form: bytes) -> None:
    entries = {"1.1": {"realisasi_tw": "90"}}
    assert typed(form, ds, UNIT, entries) == typed(form, ds, UNIT, entries)
