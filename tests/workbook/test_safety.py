"""Nothing in a form runs, and nothing in an upload costs more than it should."""

import csv
import re
import resource
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.styles import PatternFill

from service import workbook
from service.dataset import DataSet
from service.errors import Invalid
from service.workbook.layout import Column
from service.workbook.reading.cells import Cell, CellReader
from service.workbook.tag import tag_for
from tests.workbook.books import edited
from tests.workbook.calculating import needs_office, saved_as
from tests.workbook.offices import AWKWARD, offices
from tests.workbook.test_round_trip import SLOWLY

SAMPLES = Path(__file__).parents[2] / "samples"
# Formulas of our own: they hold no text but that of form.yaml and guides.py.
_OWN_WORDS = r'"[^"<>=]*"|"Sub Kegiatan"'
_OWN_CALLS = (
    "AND|COUNTIFS|DATE|FALSE|IF|INT|ISNUMBER|ISTEXT|MID|NOT|OR|ROUND|SUMIFS|SUMPRODUCT|TRUE"
)
OWN_FORMULA = re.compile(
    rf"=(?:{_OWN_WORDS}|(?:{_OWN_CALLS})\b|(?:Realisasi|Anggaran)!|\$?[A-Z]{{1,2}}\$?\d+|E\+15"
    r"|[\d.]+|[-+*/&=<>(),:])+"
)
# Comma, quotes, UTF-8, all text quoted, every sheet a file (LibreOffice's filter options).
CSV = "Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false,false,false,-1"
# Repeats within the window of deflate: compresses, yet not as suspiciously as one letter would.
LONG_TEXT = "".join(sha256(str(n).encode()).hexdigest() for n in range(300)) * 3_600

MANY_CELLS = "".join(f'<c r="A1"><v>{n * n}</v></c>' for n in range(1_000_001))


def _whole() -> bytes:
    return (SAMPLES / "mentebah-2026-tw3.xlsx").read_bytes()


def written(office: DataSet) -> Iterator[bytes]:
    """Yield every workbook that is written of an office."""
    known = tag_for(office, "unit", office.units[0].code, case="=1+1", history="@x")
    yield workbook.write(office)
    yield workbook.write(office, office.units[0].code, known)
    yield workbook.write_budget(office, known)
    if office.quarter == 4 and office.year < 2100:
        yield workbook.write_year(office)


@SLOWLY
@given(offices())
def test_no_text_of_a_user_becomes_a_formula(office: DataSet) -> None:
    for content in written(office):
        for sheet in load_workbook(BytesIO(content)).worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    assert_is_inert(cell)


def assert_is_inert(cell: ExcelCell) -> None:
    if cell.data_type == "f":
        assert OWN_FORMULA.fullmatch(cell.value), cell.value
    elif isinstance(cell.value, str) and not cell.value[0].isalnum():
        assert cell.quotePrefix, cell.value


@needs_office
def test_no_text_is_worked_out_when_another_program_saves_it_as_csv() -> None:
    nasty = tuple(text for text in AWKWARD if "\r" not in text and len(text) < 100)
    office = replace(
        workbook.read(_whole()), villages=("=1+1", "+1+1", "-1+1", "@SUM(1;1)", *nasty)
    )
    sheets = saved_as(workbook.write(office), "csv", CSV)
    read = [row for one in sheets for row in csv.reader(StringIO(one.decode(), newline=""))]
    found = {field for row in read for field in row}
    assert [one for one in office.villages if one not in found] == []


def test_text_that_looks_like_a_formula_survives_a_round_trip_through_the_file() -> None:
    ds = workbook.read(_whole())
    risky = replace(ds, note='=HYPERLINK("http://contoh.invalid";"klik")')
    assert workbook.read(workbook.write(risky)).note == risky.note


def test_one_far_cell_costs_no_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    content = (SAMPLES / "salah" / "sel-jauh-di-luar-tabel.xlsx").read_bytes()
    with pytest.raises(Invalid):
        workbook.read(content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # KiB


def test_colours_far_outside_the_table_do_no_harm() -> None:
    def colour(book: Workbook) -> None:
        for row in (3_000, 1_048_576):
            book["Unit"].cell(row, 16_384).fill = PatternFill("solid", fgColor="FF0000")

    assert workbook.read(edited(_whole(), colour)) == workbook.read(_whole())


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        (MANY_CELLS, "workbook_sheet_crowded"),
        (f'<c r="A1" t="inlineStr"><is><t>{LONG_TEXT}</t></is></c>', "workbook_too_large"),
    ],
    ids=["cells", "text"],
)  # fmt: skip
def test_a_sheet_beyond_all_measure_is_refused_by_name(sheet: str, code: str) -> None:
    content = _replaced("xl/worksheets/sheet3.xml", sheet)
    with pytest.raises(Invalid) as caught:
        workbook.read(content)
    assert code in {caught.value.code, *(p.code for p in caught.value.problems)}


def test_a_workbook_of_very_many_sheets_is_refused_by_name() -> None:
    def multiply(book: Workbook) -> None:
        for number in range(60):
            book.create_sheet(f"Lembar {number}")

    with pytest.raises(Invalid) as caught:
        workbook.read(edited(_whole(), multiply))
    assert caught.value.code == "workbook_too_many_sheets"


@pytest.mark.parametrize(
    "content",
    [
        b"{", b"[1,", b'{"tahun": NaN}', b'{"tahun": 1e999999999}', b"[" * 100_000,
        b'{"tahun": ' + b"9" * 100_000 + b"}", b"{\xff}",
    ],
)  # fmt: skip
def test_hostile_json_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        workbook.read(content)
    assert caught.value.code == "json_invalid"


def _replaced(name: str, row: str) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    made = BytesIO()
    with ZipFile(BytesIO(_whole())) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for entry in source.namelist():
            part = source.read(entry)
            if entry == name:
                body = f'<sheetData><row r="1">{row}</row></sheetData>'
                part = f'<worksheet xmlns="{main}">{body}</worksheet>'.encode()
            target.writestr(entry, part)
    return made.getvalue()


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (
            "xl/worksheets/sheet2.xml",
            b"</worksheet>",
            rb"<mergeCells><mergeCell/></mergeCells></worksheet>",
        ),
        ("xl/styles.xml", rb"<numFmt [^>]*/>", rb'<numFmt formatCode="0%"/>'),
    ],
    ids=["merge of nothing", "format without a number"],
)
def test_a_workbook_that_lacks_what_it_must_say_is_refused(
    part: str, old: bytes, new: bytes
) -> None:
    made = BytesIO()
    with ZipFile(BytesIO(_whole())) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for entry in source.namelist():
            content = source.read(entry)
            target.writestr(entry, re.sub(old, new, content, count=1) if entry == part else content)
    with pytest.raises(Invalid) as caught:
        workbook.read(made.getvalue())
    assert caught.value.code == "workbook_unreadable"


@pytest.mark.parametrize("typed", [1e30, "9" * 40, "9" * 5000])
@pytest.mark.parametrize(("sheet", "at"), [("Realisasi", "L6"), ("Anggaran", "I8")])
def test_a_number_of_absurd_size_is_told_at_its_cell(sheet: str, at: str, typed: object) -> None:
    def write(book: Workbook) -> None:
        book[sheet][at] = typed

    with pytest.raises(Invalid) as caught:
        workbook.read(edited(_whole(), write))
    assert [problem.place for problem in caught.value.problems] == [f"{sheet}!{at}"]


@pytest.mark.parametrize("endless", [float("inf"), float("nan")])
def test_what_is_no_finite_number_is_told(endless: float) -> None:
    reader = CellReader()
    column = Column("pagu", "Pagu", "rupiah")
    assert reader.read(column, Cell(endless, "Anggaran!G8")) is None
    assert [one.code for one in reader.problems] == ["workbook_not_a_number"]
