"""A year reads each quarter from its own case, and says what it has no figure for."""

import io
from decimal import Decimal

import openpyxl
import pytest

from service.casework.years.sheet import notes, year_sheet
from service.casework.years.year import YearView, year_view
from service.errors import NotFound
from tests.casework.office import Office, as_upload, sample
from tests.casework.test_quarters import change, open_next


def sheet(content: bytes, name: str) -> list[dict[str, object]]:
    """Return the rows of a sheet by their heading."""
    rows = openpyxl.load_workbook(io.BytesIO(content))[name].iter_rows(min_row=5, values_only=True)
    heads = [str(head) for head in next(rows)]
    return [dict(zip(heads, row, strict=True)) for row in rows if row[1]]


def year(office: Office) -> YearView:
    return office.desk.year(2026)


def test_four_quarters_have_the_averages_of_the_reference(office: Office) -> None:
    found = year(office)
    assert [one.measurement.summary.average for one in found.quarters] == [
        Decimal("98.62"), Decimal("100.15"), Decimal("94.72"), None,
    ]  # fmt: skip
    assert [one.measurement.summary.absorption for one in found.quarters] == [
        Decimal("22.62"), Decimal("50.72"), Decimal("76.68"), None,
    ]  # fmt: skip
    assert found.last is not None
    assert found.last.quarter == 3


def test_a_quarter_without_a_case_is_marked(office: Office) -> None:
    assert [one.case for one in year(office).quarters] == [None, None, "2026-tw3", None]
    assert "Triwulan I, II, dan IV belum dibuka; angkanya dari data terbaru tahun itu." in notes(
        year(office)
    )


def test_a_quarter_keeps_the_figures_of_its_own_case(office: Office) -> None:
    """What is changed in TW IV about TW III gives TW III no other figure."""
    open_next(office)
    change(office, "2026-tw4", "3.2", 3, "0")
    third = year(office).quarters[2]
    assert third.case == "2026-tw3"
    assert third.measurement.indicators["3.2"].realization_to_date == Decimal(11)
    assert third.measurement.summary.average == Decimal("94.72")


def test_the_yearly_average_leaves_out_what_cannot_be_judged_yet(office: Office) -> None:
    summaries = [one.measurement.summary for one in year(office).quarters]
    assert summaries[2].left_out_of_year == ("1.4", "3.2")
    assert summaries[3].left_out_of_year == ()
    told = "\n".join(notes(year(office)))
    assert "target tahunan Triwulan I, II, dan III tanpa indikator 1.4, 3.2" in told


def test_what_an_older_quarter_never_had_is_none_and_not_a_fault(office: Office) -> None:
    values = sample() | {"triwulan": 4}
    values["sasaran"][0]["indikator"][0]["kode"] = "1.9"
    office.open(as_upload(values))
    results = year(office).of_indicator("1.9")
    assert [one is None for one in results] == [False, False, True, False]
    rows = sheet(office.desk.year_sheet(2026).content, "Indikator")
    row = next(row for row in rows if row["Kode"] == "1.9")
    assert row["TW III: status"] == "Tidak ada pada data triwulan itu"


def test_a_year_without_a_case_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        office.desk.year(2025)


def test_the_sheet_has_figures_as_numbers_and_words_where_there_are_none(office: Office) -> None:
    content = office.desk.year_sheet(2026).content
    quarters = sheet(content, "Rekap")
    average = "Rata-rata capaian terhadap target triwulan (%)"
    assert [row[average] for row in quarters[:4]] == [98.62, 100.15, 94.72, "Belum dilaporkan"]
    assert quarters[2]["Realisasi anggaran s.d. triwulan (Rp)"] == 1_907_201_000
    rows = {row["Kode"]: row for row in sheet(content, "Indikator")}
    assert rows["3.2"]["TW III: capaian (%)"] == 77.78
    assert rows["3.2"]["TW III: terhadap target tahunan (%)"] == 108.33
    assert (rows["2.3"]["TW I: status"], rows["2.3"]["TW I: capaian (%)"]) == ("Tidak diukur", None)
    assert rows["1.1"]["TW IV: status"] == "Belum dilaporkan"
    assert rows["1.1"]["TW IV: realisasi s.d."] is None


def test_numbers_have_the_indicators_own_decimals(office: Office) -> None:
    book = openpyxl.load_workbook(io.BytesIO(office.desk.year_sheet(2026).content))
    formats = {
        cell.number_format
        for row in book["Indikator"].iter_rows(min_row=6)
        for cell in row
        if isinstance(cell.value, int | float)
    }
    assert formats == {"#,##0.00", "#,##0"}


def test_no_cell_of_the_data_starts_a_formula(empty: Office) -> None:
    values = sample()
    values["sasaran"][0]["indikator"][0]["uraian"] = "=HYPERLINK(1)"
    empty.open(as_upload(values))
    book = openpyxl.load_workbook(io.BytesIO(empty.desk.year_sheet(2026).content))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    (quoted,) = [cell for cell in cells if cell.value == "=HYPERLINK(1)"]
    assert quoted.quotePrefix


def test_the_same_year_gives_the_same_bytes(office: Office) -> None:
    assert year_sheet(year(office)) == year_sheet(year(office))


def test_an_office_without_budget_has_no_such_sheet(empty: Office) -> None:
    empty.open(as_upload(sample() | {"program": []}))
    book = openpyxl.load_workbook(io.BytesIO(empty.desk.year_sheet(2026).content))
    assert book.sheetnames == ["Rekap", "Sasaran", "Indikator"]


def test_a_delivered_quarter_is_done_and_says_when_it_was_approved(delivered: Office) -> None:
    third = year_view([delivered.view()]).quarters[2]
    assert third.done
    assert str(third.approved) == "2026-10-09"
