"""Where a figure stands in a file agrees with what the reader read there."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook, load_workbook
from openpyxl.utils.escape import unescape

from service import workbook
from service.dataset import DataSet, Path, Value, figures, parse, to_json, units_with_indicators
from service.indonesian import parse_decimal
from tests.workbook.books import edited
from tests.workbook.offices import offices

SAMPLES = File(__file__).parents[2] / "samples"
SLOWLY = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@pytest.fixture(scope="module")
def ds() -> DataSet:
    return parse(json.loads((SAMPLES / "mentebah-2026.json").read_text("utf-8")))


@SLOWLY
@given(offices())
def test_the_cell_named_for_a_figure_holds_its_value(office: DataSet) -> None:
    content = workbook.write(office)
    found = workbook.origins(content)
    assert found.keys() == figures(office).keys()
    assert_cells_hold(content, found, figures(office))


@SLOWLY
@given(offices())
def test_a_units_form_names_the_cells_of_what_the_unit_reports(office: DataSet) -> None:
    for unit in units_with_indicators(office):
        content = workbook.write(office, unit.code)
        found = workbook.unit_origins(content, office, [unit.code])
        assert {field for _, field, _ in found}.isdisjoint({"target", "pagu"})
        assert {quarter for _, _, quarter in found} <= {0, office.quarter}
        assert_cells_hold(content, found, figures(office))
        reported = {
            path
            for path in figures(office)
            if path[0] in {code for code, _, _ in found}
            and path[1] not in {"target", "pagu", "realisasi_anggaran"}
            and path[2] in {0, office.quarter}
        }
        assert found.keys() == reported


@SLOWLY
@given(offices())
def test_the_budget_form_names_the_cells_of_the_budget(office: DataSet) -> None:
    if office.programmes:
        content = workbook.write_budget(office)
        found = workbook.budget_origins(content, office)
        money = {p for p in figures(office) if p[1] in {"pagu", "realisasi_anggaran"}}
        assert found.keys() == money
        assert_cells_hold(content, found, figures(office))


@SLOWLY
@given(offices())
def test_json_names_the_path_of_each_figure(office: DataSet) -> None:
    raw = to_json(office)
    found = workbook.origins(json.dumps(raw).encode())
    for path, place in found.items():
        at = at_path(raw, place)
        assert as_value(path, at) == figures(office)[path], place
    missing = {path for path, value in figures(office).items() if value is not None} - found.keys()
    assert not missing


def test_the_sample_upload_leads_to_sheet_and_cell(ds: DataSet) -> None:
    content = (SAMPLES / "isian-seksi-trantib-tw3.xlsx").read_bytes()
    found = workbook.unit_origins(content, ds, ["SEKSI-TRANTIB"])
    place = found["3.2", "realisasi", 3]
    sheet, _, cell = place.partition("!")
    assert sheet == "Realisasi"
    assert load_workbook(BytesIO(content))[sheet][cell].value == 6


def test_a_figure_is_followed_to_a_moved_column_a_moved_row_and_a_renamed_sheet(
    ds: DataSet,
) -> None:
    def move(book: Workbook) -> None:
        sheet = book["Realisasi"]
        sheet.insert_cols(1)
        sheet.insert_rows(1, 2)
        first, last = (sheet[row] for row in (8, 10))
        for one, other in zip(first, last, strict=True):
            one.value, other.value = other.value, one.value
        sheet.title = "REALISASI "

    before = workbook.write(ds)
    content = edited(before, move)
    plain, moved = workbook.origins(before), workbook.origins(content)
    assert moved["1.1", "realisasi", 3].startswith("REALISASI !")
    renamed = moved["1.1", "realisasi", 3].replace("REALISASI ", "Realisasi")
    assert renamed != plain["1.1", "realisasi", 3]
    assert_cells_hold(content, moved, figures(ds))


def test_a_text_written_once_for_merged_rows_leads_to_the_cell_that_shows_it(ds: DataSet) -> None:
    def merge(book: Workbook) -> None:
        book["Narasi"]["C6"] = "Sama untuk keduanya"
        book["Narasi"].merge_cells("C6:C7")

    content = edited(workbook.write(ds), merge)
    found = workbook.origins(content)
    codes = [one.code for one in ds.objectives[0].indicators[:2]]
    assert [found[code, "faktor_pendorong", 0] for code in codes] == ["Narasi!C6", "Narasi!C6"]


def test_a_share_computed_from_x_and_y_leads_to_x_and_y(ds: DataSet) -> None:
    found = workbook.origins(workbook.write(ds))
    assert ("1.2", "realisasi", 3) not in found
    assert {("1.2", "pembilang", 3), ("1.2", "penyebut", 3)} <= found.keys()


def assert_cells_hold(
    content: bytes, found: Mapping[Path, str], values: Mapping[Path, Value]
) -> None:
    book = load_workbook(BytesIO(content), data_only=True)
    for path, place in found.items():
        sheet, _, cell = place.rpartition("!")
        found_there = book[sheet][cell].value
        shown = unescape(found_there) if isinstance(found_there, str) else found_there
        assert as_value(path, shown) == values[path], (path, place)


def as_value(path: Path, found: Any) -> Value:
    """Return what somebody sees in a cell, or in JSON, as the data set has it."""
    field = path[1]
    if found is None or found == []:
        return None
    if field == "bukti_dukung":
        return tuple(found) if isinstance(found, list) else items(found)
    if field in {"pagu", "realisasi_anggaran"}:
        return int(found)
    if field in {"realisasi", "pembilang", "penyebut", "target"}:
        if isinstance(found, str) and "," in found:
            return parse_decimal(found)
        return Decimal(found) if isinstance(found, str) else Decimal(format(found, ".15g"))
    return found.isoformat() if isinstance(found, date) else str(found)


def items(text: str) -> tuple[str, ...]:
    if not text.startswith("• "):
        return tuple(text.split("\n"))
    return tuple(part.replace("\n  ", "\n") for part in text.removeprefix("• ").split("\n• "))


def at_path(raw: Any, place: str) -> Any:
    for step in place.replace("[", ".").replace("]", "").split("."):
        raw = raw[int(step)] if step.isdigit() else raw[step]
    return raw
