"""However many faults are planted into a messy file, exactly their cells are told."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import workbook
from service.dataset import DataSet, units_with_indicators
from service.errors import Invalid
from tests.workbook import clerks
from tests.workbook.offices import offices

MOST = 20
THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")
NUMBER = ("enam", "12 hari", date(2026, 5, 5), "#DIV/0!", "12.5", "1,234.5")
WRONG: dict[str, tuple[Any, ...]] = {
    "decimal": NUMBER, "integer": NUMBER, "rupiah": (*NUMBER, "Rp 5 juta", "7.500.000,50"),
    "date": ("31/11/2026", "besok", "5/5/26", "#N/A", "=TODAY()"),
    "choice": ("entah", "#REF!"), "quarter": ("V", "#REF!"),
    "nip": (190001011900011001,), "unit": ("tidak ada",), "code": (date(2026, 2, 1),),
}  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """A file and the places of the faults in it."""

    office: DataSet
    unit: str
    content: bytes
    places: list[str]


def _may_go_wrong(entry: clerks.Entry) -> bool:
    sheet, column = entry.cell.parent.title, entry.column
    if sheet == "Kantor" or column.shown or column.kind not in WRONG or column.key == "tingkat":
        return False
    if sheet == "Sasaran & Indikator" and entry.cell.parent.cell(entry.cell.row, 3).value is None:
        return False  # an objective alone; whatever is written beside it makes an indicator of it
    if column.kind == "code":
        return sheet in {"Realisasi", "Narasi"}
    if column.sum:
        level = entry.cell.parent.cell(entry.cell.row, 2).value
        return str(level).strip("\u00a0\u200b ") == "Sub Kegiatan"
    return True


def _row(entry: clerks.Entry) -> tuple[str, int]:
    return entry.cell.parent.title, entry.cell.row


@st.composite
def planted(draw: st.DrawFn, form: clerks.Form) -> Planted:
    office = draw(offices().filter(units_with_indicators))
    unit = draw(st.sampled_from(units_with_indicators(office))).code
    content = workbook.write(office, unit if form == "unit" else None)
    desk = clerks.Desk(content, form, office.quarter)
    clerks.retype(draw, desk)
    able = [entry for entry in desk.entries if _may_go_wrong(entry)]
    many = draw(st.integers(1, MOST))
    chosen = draw(st.lists(st.sampled_from(able), min_size=1, max_size=many, unique_by=id))
    for entry in chosen:
        entry.cell.value = draw(st.sampled_from(WRONG[entry.column.kind]))
    pointed = {_column(e) for e in chosen if e.column.kind == "decimal" and _is_pointed(e)}
    doubtful = [e for e in able if _is_thousands(e) and _column(e) in pointed]
    clerks.rearrange(draw, desk)
    places = [entry.place for entry in [*chosen, *doubtful]]
    return Planted(office, unit, desk.content(), sorted(places))


def _column(entry: clerks.Entry) -> tuple[str, str, int]:
    return entry.cell.parent.title, entry.column.key, entry.column.quarter


def _is_pointed(entry: clerks.Entry) -> bool:
    return entry.cell.value in {"12.5", "1,234.5"}


def _is_thousands(entry: clerks.Entry) -> bool:
    """Tell whether "1.234" stands there: doubtful where others mean a comma by the point."""
    if entry.column.kind != "decimal" or not isinstance(entry.cell.value, str):
        return False
    text = entry.cell.value.strip("\u00a0\u200b ")
    return THOUSANDS.fullmatch(text) is not None


@clerks.PATIENTLY
@given(planted("office"))
def test_exactly_the_planted_cells_of_an_office_are_told(sent: Planted) -> None:
    with pytest.raises(Invalid) as caught:
        workbook.read(sent.content)
    assert sorted(fault.place for fault in caught.value.problems) == sent.places


@clerks.PATIENTLY
@given(planted("unit"))
def test_exactly_the_planted_cells_of_a_unit_are_told(sent: Planted) -> None:
    with pytest.raises(Invalid) as caught:
        workbook.read_unit(sent.content, sent.office, sent.unit)
    assert sorted(fault.place for fault in caught.value.problems) == sent.places
