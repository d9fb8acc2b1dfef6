"""What offices really send passes: samples, templates, odd but honest workbooks."""

import io
import shutil
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Drawn
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image

from samples.faults import FAULTS
from service import gate, pdf
from service.errors import Invalid
from service.settings import Engine
from tests.gate.files import MAIN, compound, ods, ods_cell, sheet, xls, xlsx, xlsx_parts, zipped

ROOT = Path(__file__).parents[2]
SHEETS: tuple[gate.Kind, ...] = ("xlsx", "xls", "ods", "csv")
SAMPLES = sorted((ROOT / "samples").glob("*.*"))
TEMPLATES = sorted((*ROOT.glob("templates_docx/**/*.docx"), *ROOT.glob("service/**/*.docx")))
_DATA = [path for path in SAMPLES if path.suffix in {".xlsx", ".xls", ".ods", ".csv"}]
_FAULTY = [one.file for one in FAULTS if one.told[0][0]]
_FAR = "workbook_cell_far"


@pytest.mark.parametrize("path", _DATA, ids=lambda path: path.name)
def test_sample_workbooks_pass(path: Path) -> None:
    assert gate.admit(path.read_bytes(), SHEETS) == path.suffix[1:]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_our_templates_pass(path: Path) -> None:
    assert gate.admit(path.read_bytes(), ("docx",)) == "docx"


@pytest.mark.parametrize(
    ("name", "kind"), [("hasil-pindai-dokumen.pdf", "pdf"), ("mentebah-2026.json", "json")]
)
def test_other_samples_pass(name: str, kind: gate.Kind) -> None:
    assert gate.admit((ROOT / "samples" / name).read_bytes(), (kind,)) == kind


@pytest.mark.parametrize("engine", ["bawaan", "libreoffice"])
def test_documents_turned_into_pdf_here_pass(engine: Engine) -> None:
    template = (ROOT / "templates_docx" / "dokumen-pengukuran.docx").read_bytes()
    assert gate.admit(pdf.convert(template, engine).content, ("pdf",)) == "pdf"


def test_a_pdf_of_many_small_streams_passes() -> None:
    stream = b"<</Filter/FlateDecode>>stream\n" + zlib.compress(b"BT ET") + b"\nendstream\n"
    assert gate.admit(b"%PDF-1.7\n" + stream * 2_000, ("pdf",)) == "pdf"


@pytest.mark.parametrize("name", _FAULTY)
def test_what_is_wrong_in_cells_is_left_to_the_reader(name: str) -> None:
    content = (ROOT / "samples" / "salah" / name).read_bytes()
    try:
        assert gate.admit(content, (*SHEETS, "json"))
    except Invalid as fault:
        assert {one.code for one in fault.problems} == {_FAR}  # noqa: PT017


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _dragged_down(book: Workbook) -> None:
    for row in range(1, 20_001):
        book.active.cell(row, 1).fill = PatternFill("solid", fgColor="FFFF00")


def _coloured_far_away(book: Workbook) -> None:
    for row in (3_000, 1_048_576):
        book.active.cell(row, 16_384).fill = PatternFill("solid", fgColor="FF0000")


def _merged(book: Workbook) -> None:
    for row in range(1, 2_000):
        book.active.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)


def _decorated(book: Workbook) -> None:
    active = book.active
    active.conditional_formatting.add("A1:C9", ColorScaleRule(start_type="min", end_type="max"))
    active.add_data_validation(DataValidation("list", sqref="A1:A9", formula1='"ya,tidak"'))
    active["A2"].comment = Comment("catatan", "Kasubbag")
    active["A3"].hyperlink = "https://contoh.invalid/"
    active.auto_filter.ref = "A1:C9"
    active.column_dimensions.group("C", "D", hidden=True)
    picture = io.BytesIO()
    Image.new("RGB", (800, 600)).save(picture, "PNG")
    active.add_image(Drawn(picture))


def _ragged(book: Workbook) -> None:
    for row in range(1, 300):
        book.active.append(["x"] * (row % 90 + 1))


def _many_sheets(book: Workbook) -> None:
    for number in range(40):
        book.create_sheet(f"Bagian {number}")["B2"] = number


def _hidden(book: Workbook) -> None:
    book.create_sheet("Rahasia").sheet_state = "veryHidden"
    book.active.row_dimensions[3].hidden = True


def _entitled(book: Workbook) -> None:
    book.active["A1"] = 'Tanya & jawab <1> "2" \'r="XFD1048576"\' :c /> <c r="XFD1048576">'
    book.active.title = "R & D"


_EDITS = (
    _dragged_down, _coloured_far_away, _merged, _decorated, _ragged, _many_sheets, _hidden,
    _entitled,
)  # fmt: skip


@pytest.mark.parametrize("edit", _EDITS, ids=lambda edit: edit.__name__.strip("_"))
def test_odd_but_honest_workbooks_pass(edit: Callable[[Workbook], None]) -> None:
    book = Workbook()
    book.active["A1"] = 1
    edit(book)
    assert gate.admit(_saved(book), SHEETS) == "xlsx"


def test_twenty_thousand_rows_pass() -> None:
    book = Workbook(write_only=True)
    page = book.create_sheet("Data")
    for row in range(20_000):
        page.append([row] * 15)
    assert gate.admit(_saved(book), SHEETS) == "xlsx"


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "iso-8859-1", "cp1252"])
def test_a_sheet_in_another_encoding_passes(codec: str) -> None:
    told = {"utf-8-sig": "utf-8", "cp1252": "windows-1252"}.get(codec, codec)
    text = f'<?xml version="1.0" encoding="{told}"?>{sheet()}'.encode(codec)
    assert gate.admit(zipped({**xlsx_parts(), "xl/worksheets/sheet1.xml": text}), SHEETS) == "xlsx"


def test_a_sheet_with_prefixes_and_cells_without_places_passes() -> None:
    rows = "<x:row><x:c><x:v>1</x:v></x:c><x:c/></x:row>" * 300
    body = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    assert gate.admit(xlsx(body), SHEETS) == "xlsx"


def test_what_libreoffice_repeats_below_and_beside_a_table_passes() -> None:
    blank = '<table:table-cell table:number-columns-repeated="16383"/>'
    rows = f"<table:table-row>{ods_cell()}{blank}</table:table-row>"
    rows += f'<table:table-row table:number-rows-repeated="1048575">{blank}</table:table-row>'
    assert gate.admit(ods(rows), SHEETS) == "ods"


@pytest.mark.parametrize(
    "text",
    ["kode;realisasi\n1.1;84,12\n", "sep=,\na,b\n", "a\tb\n", "kode|nilai\n", 'a;"dua\nbaris"\n'],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_as_text_pass(text: str, codec: str) -> None:
    assert gate.admit(text.encode(codec), SHEETS) == "csv"


@pytest.mark.parametrize("content", [xls(), compound(b"\x09\x08\x08\0" + bytes(8), "Book")])
def test_old_workbooks_pass(content: bytes) -> None:
    assert gate.admit(content, SHEETS) == "xls"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_libreoffice_saves_passes(tmp_path: Path) -> None:
    source = ROOT / "samples" / "mentebah-2026-tw3.xlsx"
    for kind in ("xls", "ods"):
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
             "--convert-to", kind, "--outdir", str(tmp_path), str(source)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        assert gate.admit((tmp_path / f"{source.stem}.{kind}").read_bytes(), SHEETS) == kind
