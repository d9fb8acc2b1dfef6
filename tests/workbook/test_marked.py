"""A refused workbook comes back marked, and otherwise as it was."""

import json
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image as Picture

from samples.faults import FAULTS, UNIT, Fault
from service import workbook
from service.dataset import DataSet, parse
from service.errors import Invalid, Problem
from service.workbook.grids.grid import Grid, Marks, grids
from service.workbook.marking.marked_copy import MOST
from service.workbook.marking.rebuilt import rebuilt
from service.workbook.marking.remembered import RED
from service.workbook.reading.upload import Upload
from tests.workbook.books import edited
from tests.workbook.packages import packed, parts, with_text

SAMPLES = Path(__file__).parents[2] / "samples"
REFUSED = [f for f in FAULTS if f.told[0][0]]
FIRST, SHEET = "Perbaikan", "Realisasi"
OFFICE = parse(json.loads((SAMPLES / "mentebah-2026.json").read_text("utf-8")))


def told(content: bytes) -> tuple[Problem, ...]:
    """Return what is wrong in the form of the unit; nothing when it is accepted."""
    try:
        workbook.read_unit(content, OFFICE, UNIT)
    except Invalid as fault:
        return fault.problems
    return ()


def mark(content: bytes, name: str = "isian.xlsx") -> bytes:
    problems = told(content)
    assert problems
    return workbook.marked(content, problems, name)[0]


def at(place: str, found: str = "enam") -> Problem:
    return Problem(place, "workbook_not_a_number", "Bukan angka.", "angka", found)


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def red(book: Workbook) -> set[str]:
    return {
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book.worksheets
        if sheet.title != FIRST
        for cell in sheet._cells.values()
        if str(cell.fill.fgColor.rgb)[-6:] == RED
    }


@cache
def written() -> bytes:
    return workbook.write(OFFICE, UNIT)


def form(edit: Callable[[Workbook], object] = lambda _: None) -> bytes:
    return edited(written(), edit)


def wrong(book: Workbook) -> None:
    book[SHEET]["N6"] = "enam"


@pytest.mark.parametrize("fault", REFUSED, ids=lambda fault: fault.file)
def test_every_faulty_sample_comes_back_with_exactly_its_cells_marked(fault: Fault) -> None:
    content = (SAMPLES / "salah" / fault.file).read_bytes()
    with pytest.raises(Invalid) as caught:
        read(fault, content)
    copy, name = workbook.marked(content, caught.value.problems, fault.file)
    assert name == fault.file.replace(".xlsx", "-perbaikan.xlsx")
    book = opened(copy)
    assert red(book) == {place for place, _ in fault.told if "!" in place}
    assert book.active.title == book.sheetnames[0] == FIRST
    with pytest.raises(Invalid) as again:
        read(fault, copy)
    assert again.value.problems == caught.value.problems


def read(fault: Fault, content: bytes) -> DataSet:
    if fault.sent == "office":
        return workbook.read(content, fault.file)
    return workbook.read_unit(content, OFFICE, UNIT)


@given(st.sets(st.tuples(st.integers(1, 40), st.integers(1, 20)), min_size=1, max_size=20))
def test_any_cells_are_marked_exactly(cells: set[tuple[int, int]]) -> None:
    places = [f"{SHEET}!{chr(64 + column)}{row}" for row, column in sorted(cells)]
    book = opened(workbook.marked(form(), [at(place) for place in places], "a.xlsx")[0])
    merged = {"G4": "F4", "H4": "F4", "J4": "I4", "K4": "I4", "M4": "L4", "N4": "L4"}
    expected = {merged.get(p.partition("!")[2], p.partition("!")[2]) for p in places}
    assert red(book) == {f"{SHEET}!{cell}" for cell in expected}


def test_the_list_says_what_where_and_how_and_leads_there() -> None:
    sheet = opened(mark(form(wrong)))[FIRST]
    assert sheet["A1"].value == "Yang perlu diperbaiki"
    assert [cell.value for cell in sheet[6]][:5] == [
        1, "Realisasi!N6", "Realisasi TW III, indikator 1.1", "enam",
        "angka, dengan koma untuk desimal",
    ]  # fmt: skip
    assert "Tulis dengan angka: 6." in sheet["F6"].value
    assert sheet["B6"].hyperlink.location == "'Realisasi'!N6"


def test_what_a_clerk_wrote_never_becomes_a_formula_of_the_list() -> None:
    copy, _ = workbook.marked(form(), [at(f"{SHEET}!N6", '=HYPERLINK("x")')], "a.xlsx")
    assert opened(copy)[FIRST]["D6"].data_type == "s"


def test_only_the_list_is_in_front() -> None:
    book = opened(mark(form(wrong)))
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == [FIRST]


def test_everything_else_stays_as_it_was() -> None:
    def furnished(book: Workbook) -> None:
        wrong(book)
        sheet = book[SHEET]
        sheet.row_dimensions[7].hidden = sheet.column_dimensions["B"].hidden = True
        book["Narasi"].sheet_state = "hidden"
        book.create_sheet("_formulir").sheet_state = "veryHidden"
        book.create_sheet("Coretan")["A1"] = "=1+1"
        book.defined_names["Saya"] = DefinedName("Saya", attr_text="Realisasi!$N$6")

    before = form(furnished)
    was, now = opened(before), opened(mark(before))
    assert now.sheetnames == [FIRST, *was.sheetnames, "_perbaikan"]
    assert now.defined_names["Saya"].attr_text == "Realisasi!$N$6"
    assert now.security.lockStructure
    for sheet in was.worksheets:
        assert looks(now[sheet.title]) == looks(sheet)


def looks(sheet: object) -> list[object]:
    """Return all of a sheet that a person can see or meet, but for the cell that is marked."""
    cells = [
        (c.coordinate, c.value, c.number_format,
         *map(repr, (c.font, c.border, c.alignment, c.fill, c.protection)))
        for row in sheet.iter_rows()  # type: ignore[attr-defined]
        for c in row
        if c.coordinate != "N6"
    ]  # fmt: skip
    names = ("sheet_state", "freeze_panes", "print_title_rows", "dimensions", "merged_cells")
    sizes = {n: (d.width, d.hidden) for n, d in sheet.column_dimensions.items()}  # type: ignore[attr-defined]
    rows = {n: (d.height, d.hidden) for n, d in sheet.row_dimensions.items()}  # type: ignore[attr-defined]
    rules = [(str(d.sqref), d.formula1, d.prompt) for d in sheet.data_validations.dataValidation]  # type: ignore[attr-defined]
    guard = vars(sheet.protection)  # type: ignore[attr-defined]
    return [cells, sizes, rows, rules, guard, *(str(getattr(sheet, name)) for name in names)]


def test_results_of_formulas_shared_texts_and_exact_numbers_stay() -> None:
    before = with_text(
        form(wrong), "xl/worksheets/sheet2.xml",
        b"<row r=\"8\"", b'<row r="70"><c r="A70" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>'
        b'<c r="B70"><f t="shared" ref="B70:B71" si="0">1+1</f><v>2</v></c>'
        b'<c r="C70"><v>0.10000000000000001</v></c>'
        b'<c r="D70" t="inlineStr"><is><t>_x005F_x0041_</t></is></c></row><row r="8"',
    )  # fmt: skip
    after = parts(mark(before))["xl/worksheets/sheet3.xml"]
    assert b'<f>"a"&amp;"b"</f><v>ab</v>' in after.replace(
        b' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"', b""
    )
    assert b">1+1</f>" in after
    assert b"<v>2</v>" in bare(after)
    assert b"0.10000000000000001" in after
    assert b"_x005F_x0041_" in after


def bare(xml: bytes) -> bytes:
    return xml.replace(b' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"', b"")


def test_drawings_and_extensions_stay_whole() -> None:
    def pictured(book: Workbook) -> None:
        wrong(book)
        content = BytesIO()
        Picture.new("RGB", (8, 8), "red").save(content, "PNG")
        book[SHEET].add_image(Image(content), "P20")

    shape = (
        b"<xdr:oneCellAnchor xmlns:xdr='http://schemas.openxmlformats.org/drawingml/2006/"
        b"spreadsheetDrawing'><!-- kotak teks --></xdr:oneCellAnchor></"
    )
    members = parts(form(pictured))
    drawing = members["xl/drawings/drawing1.xml"]
    closing = drawing.rindex(b"</")
    members["xl/drawings/drawing1.xml"] = drawing[:closing] + shape + drawing[closing + 2 :]
    sheet = members["xl/worksheets/sheet2.xml"]
    extension = (
        b'<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><x14:sparklineGroups xmlns:x14='
        b'"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"/></ext></extLst>'
    )
    end = b"</worksheet>"
    members["xl/worksheets/sheet2.xml"] = sheet.replace(end, extension + end)
    before = packed(members)
    after = parts(mark(before))
    for name in ("xl/drawings/drawing1.xml", "xl/media/image1.png"):
        assert after[name] == members[name]
    assert b"sparklineGroups" in after["xl/worksheets/sheet3.xml"]


def test_macros_stay_behind_and_the_list_says_so() -> None:
    members = parts(form(wrong))
    rels = "xl/_rels/workbook.xml.rels"
    link = b'<Relationship Id="rIdM" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>'  # noqa: E501
    members[rels] = members[rels].replace(b"</Relationships>", link)
    content = packed(members | {"xl/vbaProject.bin": b"Sub Auto_Open()"})
    copy, name = workbook.marked(content, [at(f"{SHEET}!N6")], "isian.xlsm")
    assert name == "isian-perbaikan.xlsx"
    assert "xl/vbaProject.bin" not in parts(copy)
    assert "makro" in opened(copy)[FIRST]["A4"].value


def test_a_wrong_locked_cell_can_be_mended_and_is_locked_again_afterwards() -> None:
    content = form(lambda book: book[SHEET].__setitem__("E6", 99))
    copy = mark(content)
    assert not opened(copy)[SHEET]["E6"].protection.locked
    mended = edited(copy, lambda book: (book[SHEET].__setitem__("E6", 83), wrong(book)))
    again = opened(mark(mended))
    assert again[SHEET]["E6"].protection.locked
    assert red(again) == {"Realisasi!N6"}


def test_marks_of_an_earlier_round_go_and_the_looks_before_come_back() -> None:
    def twice(book: Workbook) -> None:
        wrong(book)
        book[SHEET]["L7"] = "banyak"
        book[SHEET]["L7"].comment = Comment("Catatan saya", "Ani")

    content = form(twice)
    was = opened(content)[SHEET]
    copy = edited(mark(content), lambda book: book[SHEET].__setitem__("L7", 388))
    once = opened(mark(content))[SHEET]["L7"].comment.text
    assert once.startswith("Catatan saya\n[Perbaikan ")
    again = opened(mark(copy, "isian-perbaikan.xlsx"))
    assert again.sheetnames.count(FIRST) == 1
    assert red(again) == {"Realisasi!N6"}
    assert repr(again[SHEET]["L7"].fill) == repr(was["L7"].fill)
    assert again[SHEET]["L7"].comment.text == "Catatan saya"
    assert again[SHEET]["N6"].comment.text.count("[Perbaikan") == 1


def test_marks_move_with_rows_that_were_put_in() -> None:
    def moved(book: Workbook) -> None:
        sheet = book[SHEET]
        sheet["N9"], sheet["N9"].fill = "nol", PatternFill("solid", fgColor=RED)
        sheet["N9"].comment = Comment(sheet["N6"].comment.text, "")
        sheet["N6"], sheet["N6"].comment = 84.12, None

    before = opened(form())[SHEET]["N6"].fill
    copy = edited(mark(form(wrong)), moved)
    problems = [at("Narasi!F6")]
    after = opened(workbook.marked(copy, problems, "a.xlsx")[0])[SHEET]
    assert repr(after["N9"].fill) == repr(before)
    assert after["N9"].comment is None


def test_red_wins_over_the_colours_that_the_sheet_gives_by_a_rule() -> None:
    def coloured(book: Workbook) -> None:
        wrong(book)
        yellow = FormulaRule(formula=["TRUE"], fill=PatternFill("solid", bgColor="FFFF00"))
        book[SHEET].conditional_formatting.add("N6:N9", yellow)

    sent = form(coloured)
    copy = mark(sent)
    found = priorities(copy)
    (first,) = (place for place, ranks in found.items() if 1 in ranks)
    assert (first, found[first].count(1)) == ("N6", 1)
    assert sum(rank == 1 for ranks in found.values() for rank in ranks) == 1
    again = workbook.marked(copy, [at("Narasi!F6")], "a.xlsx")[0]
    assert {k: len(ranks) for k, ranks in priorities(again).items()} == {
        k: len(ranks) for k, ranks in priorities(sent).items()
    }


def priorities(content: bytes) -> dict[str, list[int]]:
    formats = opened(content)[SHEET].conditional_formatting
    return {str(one.sqref): [rule.priority for rule in one.rules] for one in formats}


def test_a_fault_of_a_whole_sheet_is_a_comment_at_its_first_heading() -> None:
    book = opened(mark(form(lambda book: book["Narasi"].delete_cols(6))))
    assert "[Perbaikan 1] Lembar Narasi tidak mempunyai kolom" in book["Narasi"]["A5"].comment.text
    assert red(book) == set()
    assert book[FIRST]["B6"].hyperlink.location == "'Narasi'!A5"


def test_a_fault_of_a_missing_sheet_stands_on_the_list_alone() -> None:
    book = opened(mark(form(lambda book: book.remove(book["Narasi"]))))
    assert book[FIRST]["B6"].value == "Narasi"
    assert book[FIRST]["B6"].hyperlink is None


def test_a_fault_inside_merged_cells_is_marked_where_they_begin() -> None:
    content = form(lambda book: book[SHEET].merge_cells("A20:C22"))
    book = opened(workbook.marked(content, [at(f"{SHEET}!B21")], "a.xlsx")[0])
    assert red(book) == {"Realisasi!A20"}


def test_a_hidden_fault_is_said_to_be_hidden() -> None:
    def hidden(book: Workbook) -> None:
        wrong(book)
        book[SHEET].row_dimensions[6].hidden = True

    book = opened(mark(form(hidden)))
    assert "Baris 6 tersembunyi" in book[FIRST]["F6"].value
    assert book[SHEET].row_dimensions[6].hidden


def test_too_many_faults_are_counted_not_listed() -> None:
    problems = [at(f"{SHEET}!P{row}") for row in range(1, MOST + 101)]
    book = opened(workbook.marked(form(), problems, "a.xlsx")[0])
    assert len(red(book)) == MOST
    assert "dan 100 lagi" in book[FIRST].cell(6 + MOST, 2).value


def test_the_reader_leaves_our_sheets_alone_whatever_their_names_are() -> None:
    copy = edited(mark(form(wrong)), lambda book: setattr(book[FIRST], "title", "Daftar"))
    read = Upload(grids(copy), "unit", OFFICE.quarter).sheets
    assert [grid.name for grid in read] == ["Petunjuk", "Realisasi", "Narasi"]


def test_a_sheet_of_the_clerk_with_our_name_stays_his() -> None:
    def own(book: Workbook) -> None:
        wrong(book)
        book.create_sheet(FIRST)["A1"] = "Catatan perbaikan jalan"

    copy = mark(form(own))
    again = opened(mark(copy))
    assert again[FIRST]["A1"].value == "Catatan perbaikan jalan"
    assert len(again.sheetnames) == len(opened(copy).sheetnames)


@pytest.mark.parametrize(
    "area", [b'<mergeCells><mergeCell ref="A20:XFD90000"/></mergeCells>',
             b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>'],
    ids=["merge", "link"],
)  # fmt: skip
def test_a_workbook_that_would_take_too_much_memory_is_not_opened(area: bytes) -> None:
    end = b"</sheetData>"
    content = with_text(form(), "xl/worksheets/sheet3.xml", end, end + area)
    with pytest.raises(Invalid) as caught:
        workbook.marked(content, [at(f"{SHEET}!N6")], "a.xlsx")
    assert caught.value.code == "marked_too_large"


def test_a_package_that_is_not_sound_is_not_unpacked() -> None:
    content = packed(parts(form()) | {"xl/media/a.png": bytes(30 * 2**20)})
    with pytest.raises(Invalid) as caught:
        workbook.marked(content, [at(f"{SHEET}!N6")], "a.xlsx")
    assert caught.value.code.startswith("package_")


def test_a_file_that_nobody_can_open_has_no_copy() -> None:
    for content in (b"", b"PK\x03\x04", b"halo dunia"):
        with pytest.raises(Invalid):
            workbook.marked(content, [at(f"{SHEET}!N6")], "a.xlsx")


def test_what_openpyxl_cannot_open_is_built_anew_from_what_was_read() -> None:
    members = parts(form(wrong))
    core = "docProps/core.xml"
    members[core] = members[core].replace(b"1980-01-01T00:00:00Z", b"kemarin")
    broken = packed(members)
    copy = mark(broken)
    book = opened(copy)
    assert red(book) == {"Realisasi!N6"}
    assert "disusun kembali" in book[FIRST]["A4"].value
    assert told(copy) == told(broken)


def test_a_workbook_built_from_what_was_read_holds_values_and_starts_no_formula() -> None:
    marks = Marks(uncalculated={(2, 1): "=A1"}, percents={(1, 2)}, merged=[(3, 1, 4, 1)])
    grid = Grid("CSV", [["=1+1", 0.5, "x", ""], ["", True, "", ""]], marks)
    sheet = rebuilt([grid], {"CSV!A2"})["CSV"]
    assert [sheet["A1"].data_type, sheet["A2"].data_type] == ["s", "s"]
    assert rebuilt([grid], ())["CSV"]["A2"].value is None
    assert sheet["B1"].number_format == "0.00%"
    assert str(sheet.merged_cells) == "C1:D1"


def test_the_same_file_gives_the_same_copy() -> None:
    content = form(wrong)
    assert mark(content) == mark(content)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("resave", [True, False], ids=["saved-again", "as-downloaded"])
def test_filled_wrongly_in_three_ways_marked_mended_and_taken(resave: bool, tmp_path: Path) -> None:
    def wrongly(book: Workbook) -> None:
        book[SHEET]["N6"], book[SHEET]["E6"] = "enam", 99
        book["Narasi"]["F6"] = "31/11/2026"

    def mended(book: Workbook) -> None:
        book[SHEET]["N6"], book[SHEET]["E6"] = 84.12, 83
        book["Narasi"]["F6"] = "30/11/2026"

    sent = saved(form(wrongly), tmp_path)
    copy = mark(sent)
    copy = saved(copy, tmp_path) if resave else copy
    assert [one.place for one in told(copy)] == ["Realisasi!E6", "Realisasi!N6", "Narasi!F6"]
    assert told(edited(copy, mended)) == ()
    assert told(saved(edited(copy, mended), tmp_path)) == ()
    again = opened(mark(edited(copy, lambda book: book[SHEET].__setitem__("E6", 83))))
    assert red(again) == {"Realisasi!N6", "Narasi!F6"}
    assert repr(again[SHEET]["E6"].fill) == repr(opened(sent)[SHEET]["E6"].fill)


def saved(content: bytes, folder: Path) -> bytes:
    """Return the workbook as LibreOffice saves it."""
    source, target = folder / "isian.xlsx", folder / "disimpan"
    source.write_bytes(content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", "xlsx", "--outdir", str(target), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (target / source.name).read_bytes()
