"""What D1, D2 and D3 print in each of their states, read out of the filled documents."""

import re
from itertools import product
from typing import Any

import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from reportlab.pdfbase.pdfmetrics import stringWidth

from service.values import Check
from tests.templates_docx.filled import fill, office, rows, texts

REACHED = ("dihimpun", "diperiksa", "dicek_ulang")
ALL_FORMS = [
    ("format-pengukuran", "kosong", None),
    ("format-pengukuran", "terisi", None),
    ("checklist", "diserahkan", "SEKSI-PMD"),
    ("checklist", "terisi", "SEKSI-YAN"),
    ("rekap-data", "dihimpun", "SEKSI-TRANTIB"),
    ("rekap-data", "diperiksa", "SEKSI-PMD"),
    ("rekap-data", "dicek_ulang", None),
]
TWIPS_PER_POINT = 20


def joined(document: WordDocument) -> str:
    return "\n".join(texts(document))


def test_d1_kosong_prints_targets_and_leaves_the_rest_to_be_written() -> None:
    figures, narrative = rows(fill("format-pengukuran", "kosong"), "1.2")
    assert figures[6:8] == ["97,00", "96,00"]
    assert figures[8:11] == ["", "", ""]
    assert figures[12:] == ["", "", ""]
    assert narrative[2:6] == ["", "", "", ""]
    assert narrative[6] == "Kepala Seksi Pelayanan Umum"


def test_d1_kosong_closes_x_and_y_where_the_method_does_not_use_them() -> None:
    figures, _ = rows(fill("format-pengukuran", "kosong"), "1.1")
    assert figures[8:10] == ["-", "-"]


def test_d1_terisi_prints_figures_computed_achievement_and_narratives() -> None:
    figures, narrative = rows(fill("format-pengukuran", "terisi"), "1.2")
    assert figures[8:14] == ["388", "402", "96,52", "96,00", "95,73", "99,72"]
    assert narrative[2] == "Persyaratan dipasang di ruang tunggu dan media sosial"
    assert narrative[5] == "30 November 2026"


def test_d1_says_that_achievement_is_computed() -> None:
    text = joined(fill("format-pengukuran", "kosong"))
    assert "(dihitung oleh aplikasi)" in text
    assert "Petunjuk Pengisian" in text


def test_d1_of_one_unit_holds_only_its_indicators() -> None:
    document = fill("format-pengukuran", "kosong", unit="SEKSI-TRANTIB")
    assert rows(document, "3.2")
    assert not rows(document, "1.1")


@pytest.mark.parametrize(
    ("quarter", "code", "reason"),
    [(1, "2.3", "Tidak diukur pada triwulan ini"), (4, "1.1", "Belum dilaporkan")],
)
def test_d1_names_the_reason_of_a_missing_result(quarter: int, code: str, reason: str) -> None:
    figures, _ = rows(fill("format-pengukuran", "terisi", quarter=quarter), code)
    assert reason in figures[2]
    assert figures[13] == "-"


def test_d2_diserahkan_has_empty_boxes_and_a_return_date_still_open() -> None:
    document = fill("checklist", "diserahkan", unit="SEKSI-YAN", reached=("diserahkan",))
    [line] = rows(document, "1.2")
    assert line[4:10] == ["□", "□", "□", "", "", ""]
    text = joined(document)
    assert "Diserahkan tanggal 5 Oktober 2026 di Nanga Mentebah" in text
    assert re.search(r"Dikembalikan tanggal …+ di", text)
    assert "6 Oktober 2026" in text


def test_d2_terisi_ticks_what_there_is_and_says_tidak_ada_where_there_is_none() -> None:
    reached = ("diserahkan", "terisi")
    document = fill("checklist", "terisi", unit="SEKRETARIAT", reached=reached)
    assert rows(document, "4.3")[0][4:9] == ["□", "√", "□", "-", "Tidak Ada"]
    assert rows(document, "4.1")[0][4:8] == ["√", "□", "√", "6 Oktober 2026"]
    text = joined(document)
    assert "Dikembalikan tanggal 6 Oktober 2026" in text
    assert "3 indikator\nAda\n:\n2 indikator\nBelum ada\n:\n1 indikator" in text


def test_d3_prints_x_and_y_of_the_quarter_and_their_sums_below_the_value_so_far() -> None:
    document = fill("rekap-data", "dihimpun", unit="SEKSI-YAN", reached=("dihimpun",))
    [line] = rows(document, "1.2")
    assert len(line) == 16
    assert line[4:11] == ["388", "402", "94,06", "96,60", "96,52", "-", "95,73\n1.255/1.311"]


@pytest.mark.parametrize(
    ("state", "reached", "signs"),
    [
        ("dihimpun", 1, ("Dihimpun oleh,",)),
        ("diperiksa", 2, ("Dihimpun oleh,", "Diperiksa tanggal 7 Oktober 2026 oleh,")),
        ("dicek_ulang", 3, ("Diperiksa tanggal 7 Oktober 2026 dan", "8 Oktober 2026 oleh,")),
    ],
)
def test_d3_has_the_signatures_of_its_state(
    state: str, reached: int, signs: tuple[str, ...]
) -> None:
    document = fill("rekap-data", state, unit="SEKSI-PEM", reached=REACHED[:reached])
    lines = list(texts(document))
    assert "Mengetahui," in lines
    assert all(sign in lines for sign in signs)
    assert ("NAMA KASUBBAG PROGRAM (CONTOH), S.E." in lines) is (reached > 1)
    assert ("NAMA STAF PROGRAM (CONTOH), A.Md." in lines) is (reached > 2)


def test_d3_prints_the_examination_and_its_note() -> None:
    checks = {"3.2": Check("perbaiki", "Angka TW II berbeda dengan register")}
    document = fill(
        "rekap-data", "diperiksa", unit="SEKSI-TRANTIB", reached=REACHED[:2], checks=checks
    )
    assert rows(document, "3.2")[0][15:] == ["Perbaiki\nAngka TW II berbeda dengan register"]


@pytest.mark.parametrize("paper", ["", "a4"])
def test_a_note_of_the_examiner_is_never_broken_within_a_word(paper: str) -> None:
    note = "Dilampirkan sebelum penandatanganan; rekapitulasi Ketenteraman dan Permusyawaratan"
    document = fill(
        "rekap-data",
        "diperiksa",
        unit="SEKSI-TRANTIB",
        reached=REACHED[:2],
        checks={"3.2": Check("perbaiki", note)},
        paper=paper,
    )
    assert not list(wide_words(document))


def test_d3_prints_no_sign_before_a_factor_nobody_named() -> None:
    def forget(raw: dict[str, Any]) -> None:
        first = raw["sasaran"][0]["indikator"]
        first[0]["faktor_penghambat"] = None
        first[1]["faktor_pendorong"] = first[1]["faktor_penghambat"] = None

    document = fill("rekap-data", "dihimpun", unit="SEKSI-YAN", data=office(forget))
    assert rows(document, "1.1")[0][13] == "(+) Petugas loket bertambah satu orang sejak Juli"
    assert rows(document, "1.2")[0][13] == "-"


def test_d3_says_in_words_that_nobody_examined_it_yet() -> None:
    document = fill("rekap-data", "dihimpun", unit="SEKSI-YAN", reached=("dihimpun",))
    assert rows(document, "1.2")[0][15] == "Belum diperiksa"


def test_blocks_of_signers_leave_room_between_long_names() -> None:
    blocks = fill("checklist", "diserahkan", unit="SEKSI-YAN").element.body.findall(
        f".//{qn('w:tbl')}"
    )[-1]
    for line in blocks.findall(qn("w:tr"))[1:]:
        for cell in line.findall(qn("w:tc")):
            written = [p for p in cell.findall(qn("w:p")) if cell_has_text(p)]
            assert all(p.find(f"{qn('w:pPr')}/{qn('w:ind')}") is not None for p in written)


def cell_has_text(made: Any) -> bool:
    return any(text.text for text in made.iter(qn("w:t")))


def test_d3_without_a_unit_is_one_recapitulation_of_the_whole_office() -> None:
    document = fill("rekap-data", "dicek_ulang", reached=REACHED)
    assert all(rows(document, code) for code in ("1.1", "2.2", "3.2", "4.3"))


def test_acting_officials_stand_in_the_line_of_the_office() -> None:
    def act(raw: dict[str, Any]) -> None:
        for person in raw["pejabat"]:
            if person["peran"] == "kasubbag_program":
                person["sebagai"] = "Plt."

    text = joined(fill("format-pengukuran", "kosong", data=office(act)))
    assert "Plt. KEPALA SUB BAGIAN PROGRAM DAN KEUANGAN," in text


def test_signs_of_markup_and_line_breaks_appear_as_typed() -> None:
    def write(raw: dict[str, Any]) -> None:
        raw["sasaran"][0]["indikator"][0]["faktor_pendorong"] = 'A & B <c> "d" 😀\nbaris dua'

    document = fill("rekap-data", "dihimpun", unit="SEKSI-YAN", data=office(write))
    assert '(+) A & B <c> "d" 😀 baris dua' in rows(document, "1.1")[0][13]


@pytest.mark.parametrize(("name", "state", "unit"), ALL_FORMS)
def test_no_tag_is_left_and_only_signs_of_the_font_are_used(
    name: str, state: str, unit: str | None
) -> None:
    text = joined(fill(name, state, unit=unit))
    assert not re.search(r"{[{%#]|[}%#]}", text)
    assert not set(text) & set("☐☒☑✓✔")


@pytest.mark.parametrize(("form", "paper"), list(product(ALL_FORMS, ("", "a4"))))
def test_every_word_fits_into_its_column(form: tuple[str, str, str | None], paper: str) -> None:
    name, state, unit = form
    too_wide = list(wide_words(fill(name, state, unit=unit, reached=REACHED, paper=paper)))
    assert not too_wide


def wide_words(document: WordDocument) -> Any:
    """Give the words wider than their cell; Arial is as wide as Helvetica."""
    for table in document.element.body.iter(qn("w:tbl")):
        margins = table.find(f"{qn('w:tblPr')}/{qn('w:tblCellMar')}")
        for cell in table.iterfind(f"{qn('w:tr')}/{qn('w:tc')}"):
            own = cell.find(f"{qn('w:tcPr')}/{qn('w:tcMar')}")
            sides = (own if own is not None else margins).iter(qn("w:left"), qn("w:right"))
            room = int(cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w")))
            room -= sum(int(side.get(qn("w:w"))) for side in sides)
            for paragraph in cell.iterfind(qn("w:p")):
                points = _style_size(document, paragraph)
                for run in paragraph.iterfind(qn("w:r")):
                    yield from _wide(run, points, room / TWIPS_PER_POINT)


def _style_size(document: WordDocument, paragraph: Any) -> float:
    """Give the size in points that a paragraph's style sets for its text."""
    named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    identity = None if named is None else named.get(qn("w:val"))
    styles = {style.style_id: style for style in document.styles}
    size = styles[identity].font.size if identity else None
    return 10 if size is None else float(size.pt)


def _wide(run: Any, points: float, room: float) -> Any:
    size = run.find(f"{qn('w:rPr')}/{qn('w:sz')}")
    points = points if size is None else int(size.get(qn("w:val"))) / 2
    bold = run.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None
    font = "Helvetica-Bold" if bold else "Helvetica"
    for text in run.iter(qn("w:t")):
        for one in re.split(r"\s+|(?<=-)", text.text or ""):
            width = stringWidth(one, font, points)
            if width > room + 0.05:
                yield one, round(width - room, 1)


def test_d1_begins_its_second_table_on_a_page_of_its_own() -> None:
    paragraphs = fill("format-pengukuran", "terisi", quarter=4).paragraphs
    [heading] = [one for one in paragraphs if one.text == "B. Analisis"]
    assert heading.paragraph_format.page_break_before
