"""The two papers of the whole office, looked into as a reader of the Word file would."""

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from lxml import etree

from service import documents
from service.dataset import DataSet, PreviousFollowUp, parse
from service.errors import NotFound
from service.pdf import convert
from service.values import Excused, Particulars, quarters_picture

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates_docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RECAP, FINAL = "rekap-pengukuran", "dokumen-pengukuran"
BOTH = pytest.mark.parametrize("name", [RECAP, FINAL])
PAPERS = pytest.mark.parametrize("paper", ["F4", "A4"])
QUARTERS = pytest.mark.parametrize("quarter", [1, 2, 3, 4])


@pytest.fixture(scope="module")
def office() -> DataSet:
    path = ROOT / "samples" / "mentebah-2026.json"
    return parse(json.loads(path.read_text("utf-8"), parse_float=Decimal))


def made(ds: DataSet, name: str, quarter: int = 3, paper: str = "F4", **particulars: Any) -> bytes:
    template = documents.template(TEMPLATES, name, paper)
    told = {"legal_bases": ("Peraturan A", "Peraturan B"), **particulars}
    return documents.render(template, ds, quarter, particulars=Particulars(**told))


def parts(docx: bytes) -> Iterator[tuple[str, etree._Element]]:
    with zipfile.ZipFile(BytesIO(docx)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, etree.fromstring(package.read(name))


def body(docx: bytes) -> etree._Element:
    return dict(parts(docx))["word/document.xml"]


def lines(docx: bytes) -> list[str]:
    return ["".join(p.itertext(f"{W}t")) for p in body(docx).iter(f"{W}p")]


def with_picture(path: Path, name: str) -> bytes:
    """Return a template whose only picture names a value in its alternative text."""
    template = Document()
    picture = template.add_paragraph().add_run().add_picture(str(path))
    picture._inline.docPr.set("descr", name)
    made = BytesIO()
    template.save(made)
    return made.getvalue()


def text(docx: bytes) -> str:
    return "\n".join(lines(docx))


def without_budget(ds: DataSet) -> DataSet:
    return replace(ds, programmes=())


def with_text(ds: DataSet, told: str) -> DataSet:
    first = ds.objectives[0]
    one = replace(first.indicators[0], drivers=told, follow_up=told, evidence=(told,))
    objective = replace(first, indicators=(one, *first.indicators[1:]))
    return replace(ds, objectives=(objective, *ds.objectives[1:]))


def test_the_expected_figures_are_printed(office: DataSet) -> None:
    recap, final = text(made(office, RECAP)), text(made(office, FINAL))
    for figure in ("94,72", "102,65", "87,50", "83,54", "98,81", "1.907.201.000", "76,68"):
        assert figure in recap
        assert figure in final
    assert (
        "Realisasi anggaran sampai dengan Triwulan III sebesar Rp1.907.201.000 atau 76,68 persen "
        "dari pagu Rp2.487.350.000." in final
    )
    assert (
        "Dari 12 indikator, 5 indikator mencapai atau melampaui target triwulan, 7 indikator "
        "belum mencapai target, dan 0 indikator belum dapat diukur." in final
    )


@BOTH
@PAPERS
@QUARTERS
def test_no_tag_and_no_none_is_left(office: DataSet, name: str, paper: str, quarter: int) -> None:
    for part, root in parts(made(office, name, quarter, paper, draft="KONSEP")):
        found = "".join(root.itertext())
        assert not re.search(r"\{[{%#]|[%#}]\}|\bNone\b|\bnan\b", found), part


@BOTH
@PAPERS
def test_tables_are_sound_for_word(office: DataSet, name: str, paper: str) -> None:
    for table in body(made(office, name, paper=paper)).iter(f"{W}tbl"):
        grid = [int(column.get(f"{W}w", "")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        for row in table.iterfind(f"{W}tr"):
            assert row.find(f"{W}trPr/{W}cantSplit") is not None
            start = 0
            for cell in row.iterfind(f"{W}tc"):
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                end = start + (int(span.get(f"{W}val", "")) if span is not None else 1)
                width = cell.find(f"{W}tcPr/{W}tcW")
                assert width is not None
                assert int(width.get(f"{W}w", "")) == pytest.approx(sum(grid[start:end]), abs=3)
                assert cell[-1].tag == f"{W}p"
                start = end
            assert start == len(grid)


@PAPERS
@pytest.mark.parametrize("budget", [True, False])
@QUARTERS
def test_everything_cited_exists(office: DataSet, paper: str, budget: bool, quarter: int) -> None:
    ds = office if budget else without_budget(office)
    found = lines(made(ds, FINAL, quarter, paper))
    whole = "\n".join(found)
    for kind, caption in (
        ("Tabel", "Tabel {}."),
        ("Gambar", "Gambar {}."),
        ("Lampiran", "LAMPIRAN {}"),
    ):
        cited = set(re.findall(rf"\b{kind}\s(\w+)", whole))
        there = {n for n in cited if any(line.startswith(caption.format(n)) for line in found)}
        assert cited == there
        assert cited or (kind == "Gambar" and not budget)


def test_chapters_and_annexes_are_numbered_without_gaps(office: DataSet) -> None:
    for ds, chapters, annexes in (
        (office, ["I", "II", "III", "IV", "V", "VI"], 7),
        (without_budget(office), ["I", "II", "III", "IV", "V"], 6),
    ):
        found = lines(made(ds, FINAL))
        assert [line[4:].split("\n")[0] for line in _starting(found, r"BAB [IV]+")] == chapters
        assert len(_starting(found, r"LAMPIRAN [IVX]+$")) == annexes


def _starting(found: list[str], pattern: str) -> list[str]:
    return [match[0] for line in found if (match := re.match(pattern, line))]


def test_a_case_without_budget_prints_neither_its_table_nor_its_figure(office: DataSet) -> None:
    recap, final = (made(without_budget(office), name) for name in (RECAP, FINAL))
    assert "B.\tAnggaran" not in text(recap)
    assert "B.Anggaran" not in text(recap)
    assert "NAMA KASUBBAG PROGRAM (CONTOH), S.E." in text(recap)
    assert "anggaran" not in text(final).casefold()
    assert len(_media(final, at_least_mm=100)) == 1


def test_the_figures_of_the_quarters_and_of_the_budget_are_there_once(office: DataSet) -> None:
    assert len(_media(made(office, FINAL), at_least_mm=100)) == 2


def _media(docx: bytes, at_least_mm: float) -> list[str]:
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
    return [
        "media/image"
        for extent in body(docx).iter(drawing)
        if int(extent.get("cx", "0")) / 36000 >= at_least_mm
    ]


def test_the_last_quarter_says_not_reported_and_the_first_not_measured(office: DataSet) -> None:
    last = text(made(office, RECAP, 4))
    assert last.count("Belum dilaporkan") >= 12
    assert "94,72" not in last
    first = text(made(office, RECAP, 1))
    assert first.count("Tidak diukur pada triwulan ini") == 3
    assert "98,62" in first


def test_objectives_are_merged_and_headings_repeat(office: DataSet) -> None:
    table = next(body(made(office, RECAP)).iter(f"{W}tbl"))
    tables = [t for t in body(made(office, RECAP)).iter(f"{W}tbl") if _says(t, "Polaritas")]
    table = tables[0]
    heading = [
        row for row in table.iterfind(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is not None
    ]
    assert len(heading) == 3
    merges = [
        m.get(f"{W}val")
        for row in table.iterfind(f"{W}tr")
        if row not in heading
        for m in row.iter(f"{W}vMerge")
    ]
    assert merges.count("restart") == 4
    assert len(merges) == 12


def _says(element: etree._Element, told: str) -> bool:
    return told in "".join(element.itertext())


def test_typed_text_appears_exactly(office: DataSet) -> None:
    told = 'A & B < C > "D" {{ x }} 😀\nbaris kedua'
    for name in (FINAL,):
        found = text(made(with_text(office, told), name))
        assert 'A & B < C > "D" {{ x }} 😀' in found
        assert "baris kedua" in found
    long = "Kalimat panjang sekali. " * 125
    assert long.strip() in text(made(with_text(office, long), FINAL))


def test_the_same_data_give_the_same_bytes(office: DataSet) -> None:
    assert made(office, FINAL) == made(office, FINAL)


def test_a_draft_is_marked_on_every_section_and_an_approved_one_says_by_whom(
    office: DataSet,
) -> None:
    draft = made(office, FINAL, state="konsep", draft="KONSEP")
    heads = [root for name, root in parts(draft) if re.match(r"word/header\d", name)]
    assert sum(_says(head, "KONSEP") for head in heads) == 4
    approved = text(made(office, FINAL, state="disetujui", dates={"disetujui": date(2026, 10, 13)}))
    assert "KONSEP" not in approved
    assert (
        "Dokumen ini disetujui oleh NAMA CAMAT (CONTOH), S.STP., M.Si. pada tanggal "
        "13 Oktober 2026." in approved
    )


@pytest.mark.parametrize("name", ["format-pengukuran", RECAP, FINAL])
def test_an_early_draft_says_how_many_units_it_has_on_its_first_page_and_at_every_head(
    office: DataSet, name: str
) -> None:
    told = "KONSEP, 4 dari 5 unit"
    docx = made(office, name, draft=told)
    assert told in lines(docx)
    pdf = pypdfium2.PdfDocument(convert(docx, engine="bawaan").content)
    pages = [page.get_textpage().get_text_range() for page in pdf]
    assert [number for number, page in enumerate(pages, 1) if told not in page] == []
    plain = made(office, name)
    assert not any(_says(root, "KONSEP") for _, root in parts(plain))


@pytest.mark.parametrize(
    "name",
    [
        "format-pengukuran",
        "checklist",
        "rekap-data",
        RECAP,
        FINAL,
        "surat-pengantar",
        "lembar-persetujuan",
    ],
)
def test_a_paper_made_again_after_approval_says_so_on_its_first_page(
    office: DataSet, name: str
) -> None:
    docx = made(office, name, revision=2)
    assert [line for line in lines(docx) if line.endswith("(Perbaikan ke-2)")]
    first = pypdfium2.PdfDocument(convert(docx, engine="bawaan").content)[0]
    assert "(Perbaikan ke-2)" in first.get_textpage().get_text_range()
    assert "Perbaikan ke-" not in text(made(office, name))


@BOTH
def test_the_units_it_goes_without_stand_below_the_table_of_results(
    office: DataSet, name: str
) -> None:
    excused = (Excused("SEKSI-PEM", "belum_dilaporkan", "operator A & B sakit"),)
    docx = made(office, name, excused=excused)
    told = "Seksi Pemerintahan belum melaporkan data Triwulan\u00a0III: operator A & B sakit."
    [table] = [t for t in body(docx).iter(f"{W}tbl") if _says(t, "Polaritas")]
    assert told in ["".join(p.itertext(f"{W}t")) for p in table.iter(f"{W}p")]
    assert "belum melaporkan data" not in text(made(office, name))


def test_the_quarters_are_compared_indicator_by_indicator(office: DataSet) -> None:
    [table] = [t for t in body(made(office, FINAL)).iter(f"{W}tbl") if _says(t, "Selisih(poin)TW")]
    rows = [
        ["".join(cell.itertext(f"{W}t")) for cell in row.iterfind(f"{W}tc")]
        for row in table.iterfind(f"{W}tr")
    ]
    by_code = {row[0]: row[3:] for row in rows}
    assert by_code["1.2"] == ["100,40", "99,72", "-0,68"]
    assert by_code["2.3"] == ["Tidak diukur", "75,00", "-"]
    assert rows[-1] == ["Rata-rata capaian seluruh indikator", "100,15", "94,72", "-5,43"]


def test_the_first_quarter_has_no_table_of_two_quarters(office: DataSet) -> None:
    first = lines(made(office, FINAL, 1))
    assert not [line for line in first if "Perbandingan Capaian Triwulan" in line]
    titles = [line for line in first if re.match(r"Tabel \d\.", line)]
    assert [title[6] for title in titles] == ["1", "2", "3", "4", "5", "6"]


def test_a_number_cited_never_begins_a_line_of_its_own(office: DataSet) -> None:
    told = [line for line in lines(made(office, FINAL)) if "disajikan" in line or "dimuat" in line]
    assert len(told) == 9
    for line in told:
        assert not re.search(r"(Tabel|Gambar|Lampiran) ", line), line


def test_every_title_of_a_table_names_its_year(office: DataSet) -> None:
    titles = [line for line in lines(made(office, FINAL)) if re.match(r"Tabel \d\.", line)]
    assert [title for title in titles if "Tahun 2026" not in title] == [
        "Tabel 5. Perbandingan Capaian Kinerja dengan Penyerapan Anggaran"
    ]


def test_an_approval_names_the_office_where_no_camat_is_known(office: DataSet) -> None:
    nobody = replace(office, officials=())
    approved = text(made(nobody, FINAL, state="disetujui", dates={"disetujui": date(2026, 10, 13)}))
    assert "disetujui oleh Camat Mentebah pada tanggal 13 Oktober 2026." in approved


def test_each_section_has_its_footer_with_page_numbers(office: DataSet) -> None:
    document = made(office, FINAL)
    footers = {name for name, root in parts(document) if _says(root, " NUMPAGES ")}
    assert len(footers) == 4
    sections = list(body(document).iter(f"{W}sectPr"))
    titled = [section.find(f"{W}titlePg") is not None for section in sections]
    assert titled == [True, False, False, False]


@pytest.mark.parametrize(("paper", "width"), [("F4", 12189), ("A4", 11906)])
def test_papers_have_their_sizes(office: DataSet, paper: str, width: int) -> None:
    size = next(body(made(office, FINAL, paper=paper)).iter(f"{W}pgSz"))
    assert int(size.get(f"{W}w", "")) == pytest.approx(width, abs=2)


@pytest.mark.parametrize("dropped", [0, 7])
def test_a_signature_is_never_alone_on_its_page(office: DataSet, dropped: int) -> None:
    first = office.programmes[0]
    fewer = replace(first, activities=first.activities[: len(first.activities) - dropped // 3])
    ds = replace(office, programmes=(fewer, *office.programmes[1:]))
    pdf = pypdfium2.PdfDocument(convert(made(ds, RECAP), engine="bawaan").content)
    pages = [page.get_textpage().get_text_range() for page in pdf]
    signed = [page for page in pages if "NAMA STAF PROGRAM" in page]
    assert len(signed) == 1
    assert "JUMLAH" in signed[0]


@pytest.mark.parametrize("words", [14, 15])
def test_the_camat_signs_on_the_page_of_the_last_words(office: DataSet, words: int) -> None:
    promise = PreviousFollowUp(2, "panjang sekali " * words, "selesai", "ket")
    objectives = tuple(
        replace(o, indicators=tuple(replace(i, previous_follow_up=promise) for i in o.indicators))
        for o in office.objectives
    )
    docx = made(replace(office, objectives=objectives), FINAL)
    pdf = pypdfium2.PdfDocument(convert(docx, engine="bawaan").content)
    pages = [page.get_textpage().get_text_range() for page in pdf]
    [signed] = [page for page in pages if "NAMA CAMAT" in page]
    assert "Demikian Dokumen Pengukuran Kinerja" in signed


def test_the_office_templates_tell_what_they_are_for() -> None:
    found = {t.name: t for t in documents.office_templates(TEMPLATES)}
    assert set(found) == {
        "checklist",
        "dokumen-pengukuran",
        "format-pengukuran",
        "lembar-persetujuan",
        "nota-dinas",
        "rekap-data",
        "rekap-pengukuran",
        "surat-pengantar",
    }
    assert {name for name, t in found.items() if t.takes_unit} == {
        "checklist",
        "format-pengukuran",
        "nota-dinas",
        "rekap-data",
    }
    assert found[RECAP].title == "Rekapitulasi Pengukuran Kinerja"


def test_an_unknown_template_is_named_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="rekap-pengukuran"):
        documents.template(TEMPLATES, "../rahasia", "F4")


ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens bidi adjustRightInd snapToGrid "
    "spacing ind contextualSpacing mirrorIndents jc textAlignment outlineLvl rPr sectPr",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "tblPr": "tblStyle tblStyleRowBandSize tblStyleColBandSize tblW jc tblInd tblBorders shd "
    "tblLayout tblCellMar tblLook",
}


@BOTH
@PAPERS
def test_properties_stand_in_the_order_word_demands(office: DataSet, name: str, paper: str) -> None:
    for part, root in parts(made(office, name, paper=paper)):
        for tag, order in ORDERS.items():
            known = order.split()
            for properties in root.iter(f"{W}{tag}"):
                places = [known.index(etree.QName(child).localname) for child in properties]
                assert places == sorted(set(places)), (part, etree.tostring(properties))


def test_the_figure_of_the_quarters_draws_a_later_one_as_not_there_yet(office: DataSet) -> None:
    reported = tuple(
        replace(
            o,
            indicators=tuple(
                replace(i, realizations=(*i.realizations[:3], i.targets[3])) for i in o.indicators
            ),
        )
        for o in office.objectives
    )
    third, last = (quarters_picture(office, q) for q in (3, 4))
    assert quarters_picture(replace(office, objectives=reported), 3) == third
    assert quarters_picture(office, 2) != third
    assert last == third


@pytest.mark.parametrize("name", ["gambar_capaian", "gambar_triwulan", "instansi.lambang"])
def test_an_offices_own_template_may_name_a_picture_in_an_alternative_text(
    office: DataSet, name: str
) -> None:
    emblem = ROOT / "service" / "values" / "lambang.png"
    filled = documents.render(with_picture(emblem, name), office, 3)
    (drawn,) = body(filled).iter("{*}blip")
    identity = next(iter(drawn.attrib.values()))
    relations = dict(parts(filled))["word/_rels/document.xml.rels"]
    target = next(one.get("Target") for one in relations if one.get("Id") == identity)
    assert target not in ("media/image1.png", "media/image1.jpg")
