"""What the form holds comes back as it was."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook

from service import workbook
from service.dataset import (
    DataSet,
    Indicator,
    merge_unit,
    parse,
    to_json,
    units_with_indicators,
)
from service.workbook.layout import HEADER_ROW
from tests.workbook.books import edited
from tests.workbook.offices import offices

SAMPLES = Path(__file__).parents[2] / "samples"
SLOWLY = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@pytest.fixture(scope="module")
def ds() -> DataSet:
    return parse(json.loads((SAMPLES / "mentebah-2026.json").read_text("utf-8")))


@SLOWLY
@given(offices())
def test_any_office_comes_back_from_its_workbook_as_it_was(office: DataSet) -> None:
    assert workbook.read(workbook.write(office)) == office


@SLOWLY
@given(offices())
def test_a_units_form_brings_that_units_data_and_nothing_else(office: DataSet) -> None:
    bare = without_quarter(office)
    for unit in units_with_indicators(office):
        content = workbook.write(office, unit.code)
        assert workbook.read_unit(content, office, unit.code) == office
        assert workbook.read_unit(content, bare, unit.code) == merge_unit(bare, office, unit.code)


@SLOWLY
@given(offices())
def test_the_budget_form_brings_the_budget(office: DataSet) -> None:
    if office.programmes:
        assert workbook.read_budget(workbook.write_budget(office), office) == office


def test_the_sample_comes_back_from_workbook_and_from_json(ds: DataSet) -> None:
    assert workbook.read(workbook.write(ds)) == ds
    assert workbook.read((SAMPLES / "mentebah-2026.json").read_bytes()) == ds


def test_the_same_data_gives_the_same_bytes(ds: DataSet) -> None:
    assert workbook.write(ds) == workbook.write(ds)
    assert workbook.write(ds, "SEKSI-YAN") == workbook.write(ds, "SEKSI-YAN")


def test_the_written_samples_are_those_of_this_version(ds: DataSet) -> None:
    written = (SAMPLES / "mentebah-2026-tw3.xlsx").read_bytes()
    assert _parts(written) == _parts(workbook.write(ds))


def _parts(content: bytes) -> dict[str, bytes]:
    """Return the parts unpacked: another zlib may pack the same parts differently."""
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_units_sample_fills_the_office_before_reporting(ds: DataSet) -> None:
    office = workbook.read((SAMPLES / "mentebah-2026-tw3-awal.xlsx").read_bytes())
    assert all(i.realizations[2] is None for o in office.objectives for i in o.indicators)
    for unit in units_with_indicators(ds):
        name = f"isian-{unit.code.lower()}-tw3.xlsx"
        office = workbook.read_unit((SAMPLES / name).read_bytes(), office, unit.code)
    assert office.objectives == ds.objectives
    office = workbook.read_budget((SAMPLES / "anggaran-tw3.xlsx").read_bytes(), office)
    assert office == replace(ds, note=office.note)


def test_a_whole_workbook_serves_a_unit_and_changes_no_other(ds: DataSet) -> None:
    bare = without_quarter(ds)
    for content in (workbook.write(ds), json.dumps(to_json(ds)).encode()):
        assert workbook.read_unit(content, bare, "SEKSI-PEM") == merge_unit(bare, ds, "SEKSI-PEM")


def without_quarter(office: DataSet) -> DataSet:
    """Return `office` before anybody reported in its quarter."""
    q = office.quarter
    objectives = tuple(
        replace(o, indicators=tuple(_unreported(i, q) for i in o.indicators))
        for o in office.objectives
    )
    return replace(office, objectives=objectives)


def _unreported(indicator: Indicator, quarter: int) -> Indicator:
    def without(values: Any) -> Any:
        return tuple(None if n == quarter else value for n, value in enumerate(values, 1))

    return replace(
        indicator,
        realizations=without(indicator.realizations),
        parts=cast(Any, indicator.parts and without(indicator.parts)),
        drivers=None,
        evidence=(),
    )


def test_a_workbook_from_before_targets_named_their_document_is_still_read(ds: DataSet) -> None:
    def without_source(book: Workbook) -> None:
        sheet = book["Sasaran & Indikator"]
        headings = {cell.value: cell.column for cell in sheet[HEADER_ROW]}
        sheet.delete_cols(headings["Sumber Target"], 2)

    read = workbook.read(edited(workbook.write(ds), without_source))
    every = [i for objective in read.objectives for i in objective.indicators]
    assert {(i.target_source, i.target_reference) for i in every} == {(None, None)}
    assert [i.target_year for i in every] == [
        i.target_year for objective in ds.objectives for i in objective.indicators
    ]
