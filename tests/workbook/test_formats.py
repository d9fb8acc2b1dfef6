"""A form gives the same data in whatever format a clerk saved it."""

import json
import shutil
import subprocess
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from service import package, workbook
from service.confined import Pool
from service.dataset import is_json, parse
from service.errors import Invalid
from service.gate.compound import SIGNATURE
from service.workbook.grids import csv_text, formats, sheet_xml
from service.workbook.grids.grid import Grid, Marks, grids, packed, unpacked
from tests.gate.files import compound

SAMPLES = Path(__file__).parents[2] / "samples"
UNIT, FORM, WHOLE = "SEKSI-YAN", "isian-seksi-yan-tw3", "mentebah-2026-tw3"
FORMATS = ("xls", "ods")
WITH_OFFICE = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is missing")
CSV = [["Kode", "Realisasi"], ["1.1", "31,25"], ["1.2", "a\nb"]]


def odd() -> bytes:
    """Return a workbook with one of everything that is not a plain value."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Uji"
    cells = {"A1": 0.3125, "A2": "=1/0", "A3": date(2026, 1, 2), "A4": "x", "B5": "y", "C6": "z"}
    for at, value in cells.items():
        sheet[at] = value
    sheet["A1"].number_format = "0.00%"
    sheet.merge_cells("E1:F3")
    sheet["E1"] = "gabung"
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("Sembunyi").sheet_state = "hidden"
    book["Sembunyi"]["A1"] = 1
    made = BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formats")
    for name in (FORM, WHOLE):
        shutil.copy(SAMPLES / f"{name}.xlsx", folder)
    (folder / "odd.xlsx").write_bytes(odd())
    profile = f"-env:UserInstallation=file://{folder}/profile"
    files = [str(path) for path in folder.glob("*.xlsx")]
    for ending in FORMATS:
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", folder, *files],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return folder


@WITH_OFFICE
@pytest.mark.parametrize("ending", FORMATS)
def test_forms_saved_by_libreoffice_give_the_same_data(saved: Path, ending: str) -> None:
    base = parse(json.loads((SAMPLES / "mentebah-2026.json").read_text("utf-8")))
    form, whole = ((saved / f"{name}.{ending}").read_bytes() for name in (FORM, WHOLE))
    expected = workbook.read_unit((SAMPLES / f"{FORM}.xlsx").read_bytes(), base, UNIT)
    assert workbook.read_unit(form, base, UNIT) == expected
    assert workbook.read(whole) == workbook.read((SAMPLES / f"{WHOLE}.xlsx").read_bytes())


@WITH_OFFICE
@pytest.mark.parametrize("ending", FORMATS)
def test_what_is_unusual_is_marked_in_every_format(saved: Path, ending: str) -> None:
    sheet, hidden = grids((saved / f"odd.{ending}").read_bytes())
    marks = sheet.marks
    assert (sheet.hidden, hidden.hidden) == (False, True)
    assert sheet.value(1, 1) == 0.3125
    assert sheet.value(3, 1) == date(2026, 1, 2)
    assert marks.percents == {(1, 1)}
    assert marks.errors == {(2, 1): "#DIV/0!"}
    assert marks.merged == [(5, 1, 6, 3)]
    assert (marks.hidden_rows, marks.hidden_columns) == ({4}, {2})


def test_what_is_unusual_is_marked_in_an_xlsx() -> None:
    sheet, hidden = grids(odd())
    marks = sheet.marks
    assert (sheet.hidden, hidden.hidden) == (False, True)
    assert marks.uncalculated == {(2, 1): "=1/0"}
    assert marks.percents == {(1, 1)}
    assert (marks.hidden_rows, marks.hidden_columns) == ({4}, {2})
    assert sheet.above(3, 5) == "gabung"
    assert sheet.above(4, 5) is None


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xlsx")), ids=lambda path: path.stem)
def test_the_quick_way_through_a_sheet_finds_what_the_slow_one_does(path: Path) -> None:
    seen = 0
    for content in (path.read_bytes(), odd()):
        for name, member in package.read(content, "xlsx").items():
            if name.startswith("xl/worksheets/sheet"):
                styles = frozenset({"1", "9", "12"})
                quick = sheet_xml.search(member.content(), styles)
                assert quick == sheet_xml.walk(member.content(), styles)
                seen += 1
    assert seen > 2


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace('"', "'"),
        lambda xml: xml.replace("<sheetData>", "<!-- x --><sheetData>"),
        lambda xml: xml.replace('r="A2"', 'r="&#65;2"'),
        lambda xml: xml.replace("<row ", "<row\n"),
        lambda xml: "<?xml version='1.0' encoding='UTF-16'?>" + xml,
    ],
    ids=["single quotes", "comment", "reference", "line break", "UTF-16"],
)
def test_a_sheet_written_in_another_way_is_marked_all_the_same(change) -> None:
    plain = package.read(odd(), "xlsx")["xl/worksheets/sheet1.xml"].content()
    written = change(plain.decode())
    part = written.encode("utf-16" if "UTF-16" in written else "utf-8")
    with pytest.raises(sheet_xml.OtherwiseWrittenError):
        sheet_xml.search(part, frozenset({"1"}))
    styles = frozenset({"1"})
    assert sheet_xml.scan(part, styles) == sheet_xml.walk(plain, styles)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_a_csv_is_read_in_every_encoding_and_with_every_separator(
    encoding: str, separator: str
) -> None:
    rows = [*CSV, ["1.3", "½ “kutip”"]]
    text = "".join(separator.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)
    assert csv_text.rows(text.encode(encoding)) == rows


def test_a_csv_may_name_its_separator_and_hold_others() -> None:
    assert csv_text.rows(b"sep=|\r\na;b|c\n") == [["a;b", "c"]]
    assert csv_text.rows(b"Kode;Realisasi\n1.1;31,25\n1.2;a, b, c\n")[1] == ["1.1", "31,25"]


def test_the_grid_of_a_csv_is_named_so() -> None:
    (grid,) = grids(b"Kode;Realisasi\n1.1;31,25\n;;\n")
    assert (grid.name, grid.place(2, 2), grid.value(2, 2)) == ("CSV", "CSV!B2", "31,25")
    assert len(grid.rows) == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'Kode;Realisasi\n1.1;"31,25\n1.2;4\n', "workbook_csv_quote"),
        (b"Realisasi menyusul.\n", "package_not_zip"),
        (b"a;b\0c\n", "package_not_zip"),
        (b"\xff\xfea", "package_not_zip"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "package_wrong_kind"),
        (b"%PDF-1.4;x", "package_wrong_kind"),
        (b"{\\rtf1;x}", "package_wrong_kind"),
        (b"a;b\n" * 200_001, "gate_csv_crowded"),
        (SIGNATURE + bytes(2000), "gate_xls_damaged"),
        (b"", "package_empty"),
    ],
)
def test_what_is_no_table_is_refused_by_name(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        grids(content)
    assert caught.value.code == code


def test_grids_travel_as_they_are() -> None:
    values = [1, 1.5, "x", "", True, date(2026, 1, 2), datetime(2026, 1, 2, 3, 4), time(5, 6)]  # noqa: DTZ001
    marks = Marks({(1, 2): "=A1"}, {(3, 4): "#N/A"}, {(5, 6)}, [(1, 2, 3, 4)], {7}, {8})
    sent = [Grid("Uji", [[*values, timedelta(hours=30)]], marks, hidden=True)]
    assert unpacked(packed(sent)) == sent


def test_formats_dragged_down_over_twenty_thousand_rows_do_no_harm() -> None:
    book = load_workbook(SAMPLES / f"{FORM}.xlsx")
    for row in range(10, 20_000):
        book["Realisasi"].cell(row, 5).number_format = "0.00%"
    made = BytesIO()
    book.save(made)
    before = grids((SAMPLES / f"{FORM}.xlsx").read_bytes())
    assert [grid.rows for grid in grids(made.getvalue())] == [grid.rows for grid in before]


def test_a_file_that_costs_too_much_to_read_is_stopped_by_name() -> None:
    codes = {"costly": "workbook_too_costly", "full": "", "unexpected": ""}
    pool = Pool("service.workbook.child", **codes, memory=16 * 2**20, seconds=20.0)
    text = "".join(f"{n};{n * n}\n" for n in range(99_000)).encode()
    with pytest.raises(Invalid) as caught:
        pool.ask("grids", text)
    assert caught.value.code == "workbook_too_costly"
    assert len(unpacked(pool.ask("grids", b"a;b\n"))) == 1
    pool.close()
    assert len(formats.read(text)[0].rows) == 99_000


@pytest.mark.parametrize(
    ("content", "json_like"),
    [
        (b"\xef\xbb\xbf \r\n{}", True),
        (b" " * 100 + b"[1]", True),
        ("{}".encode("utf-16"), True),
        (b"{\\rtf1}", False),
        (b"Kode;Realisasi", False),
        (b"PK\x03\x04", False),
        (b"", False),
    ],
)
def test_json_is_told_by_how_it_begins(content: bytes, json_like: bool) -> None:
    assert is_json(content) is json_like


def test_what_is_read_again_is_the_same_and_nobody_elses() -> None:
    content = (SAMPLES / f"{FORM}.xlsx").read_bytes()
    first = grids(content)
    first[0].rows.clear()
    assert grids(content) == unpacked(packed(formats.read(content)))
    for _ in range(2):
        with pytest.raises(Invalid):
            grids(b"a;b\n" * 200_001)


def test_an_old_word_document_is_called_one() -> None:
    with pytest.raises(Invalid) as caught:
        grids(compound(b"x" * 5000, "WordDocument"))
    assert caught.value.details["found"] == "dokumen Word lama (.doc)"
