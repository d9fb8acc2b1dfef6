"""Documents of an office's own making: other headings, other layouts, other ways of writing."""

import io
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from lxml import etree

from service.consistency import Comparison, Known, KnownOfficial, Printed, compare, facts_of
from service.errors import Invalid
from tests.consistency.papers import W, replaced

KNOWN = Known(
    office="KECAMATAN MENTEBAH",
    government="PEMERINTAH KABUPATEN KAPUAS HULU",
    place="Nanga Mentebah",
    indicators=(("1.1", "Indeks Kepuasan", "1"), ("1.2", "Jumlah Pengaduan", "1")),
    objectives=(("1", "Pelayanan membaik"),),
    lines=(("7.01.01", "Program Penunjang"), ("7.01.01.2.01", "Perencanaan")),
    officials=(KnownOfficial("SITI", "190001011900011001", "Camat Mentebah", "camat"),),
)
TITLE = "TRIWULAN III TAHUN 2026"
Rows = list[list[str]]


def paper(*blocks: str | Rows) -> bytes:
    """Return a Word file of paragraphs and tables; "<" joins a cell with the one on its left,
    "^" with the one above."""
    made = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            made.add_paragraph(block)
            continue
        table = made.add_table(len(block), len(block[0]))
        for y, row in enumerate(block):
            for x, text in enumerate(row):
                if text == "<":
                    table.cell(y, x - 1).merge(table.cell(y, x))
                elif text == "^":
                    table.cell(y - 1, x).merge(table.cell(y, x))
                else:
                    table.cell(y, x).text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(*blocks: str | Rows, document: str = "A") -> dict[tuple[str, int | None, str], Printed]:
    facts = facts_of(paper(*blocks), KNOWN, document)
    return {(one.notion, one.quarter, one.subject): one for one in facts}


def compared(**documents: bytes) -> Comparison:
    facts = {key: facts_of(one, KNOWN, key) for key, one in documents.items()}
    return compare(facts, KNOWN, {})


def labels(found: Comparison) -> list[str]:
    return [one.label for one in found.disagreements]


def row(heading: str, figure: str, title: str = TITLE) -> bytes:
    return paper(title, [["No", "Indikator", heading], ["1.1", "Indeks Kepuasan", figure]])


@pytest.mark.parametrize(
    ("heading", "notion", "quarter"),
    [
        ("Realisasi s.d. TW III", "realisasi_sd", 3),
        ("Realisasi s/d Triwulan III", "realisasi_sd", 3),
        ("REALISASI SAMPAI DENGAN TRIWULAN III", "realisasi_sd", 3),
        ("Realisasi sd. TW ini", "realisasi_sd", 3),
        ("Realisasi Triwulan ke-2", "realisasi_tw", 2),
        ("Realisasi TW 1", "realisasi_tw", 1),
        ("Target Tahunan", "target_tahun", None),
        ("Target 2026", "target_tahun", None),
        ("Target Triwulan III", "target_tw", 3),
        ("Target s.d. Triwulan III", "target_sd", 3),
        ("Capaian (%)", "capaian_tw", 3),
        ("% Capaian", "capaian_tw", 3),
        ("Capaian terhadap Target Tahunan (%)", "capaian_tahunan", 3),
        ("Pembilang (X)", "x", 3),
        ("Penyebut", "y", 3),
        ("Predikat", "kategori", None),
    ],
)
def test_headings_are_understood(heading: str, notion: str, quarter: int | None) -> None:
    found = read(TITLE, [["No", "Indikator", heading], ["1.1", "Indeks Kepuasan", "84,12"]])
    assert (notion, quarter, "indikator 1.1") in found


def test_a_bare_realisasi_is_not_guessed() -> None:
    found = read(TITLE, [["No", "Indikator", "Realisasi"], ["1.1", "Indeks Kepuasan", "84,12"]])
    assert not any(notion.startswith("realisasi") for notion, _, _ in found)


def test_merged_headings_of_two_rows_are_read_from_top_to_bottom() -> None:
    found = read(
        TITLE,
        [
            ["No", "Indikator", "Target", "<", "Realisasi", "<"],
            ["^", "^", "2026", "s.d. TW III", "TW III", "s.d. TW III"],
            ["1", "2", "3", "4", "5", "6"],
            ["1.1", "Indeks Kepuasan", "83,50", "83,00", "84,12", "84,20"],
        ],
    )
    told = {
        (notion, quarter): one.text
        for (notion, quarter, subject), one in found.items()
        if subject == "indikator 1.1"
    }
    assert told["target_tahun", None] == "83,50"
    assert told["target_sd", 3] == "83,00"
    assert told["realisasi_tw", 3] == "84,12"
    assert told["realisasi_sd", 3] == "84,20"


def test_an_indicator_is_known_by_its_text_or_its_number() -> None:
    heads = ["No", "Indikator", "Target Tahunan"]
    by_text = read(TITLE, [heads, ["a.", "1.2 Jumlah  pengaduan", "4"]])
    by_number = read(TITLE, [heads, ["1.2", "Banyaknya pengaduan", "4"]])
    assert ("target_tahun", None, "indikator 1.2") in by_text
    assert ("target_tahun", None, "indikator 1.2") in by_number


def test_a_table_inside_another_is_read() -> None:
    made = docx.Document()
    made.add_paragraph(TITLE)
    inner = made.add_table(1, 1).cell(0, 0).add_table(2, 3)
    for y, texts in enumerate(
        (["No", "Indikator", "Target 2026"], ["1.1", "Indeks Kepuasan", "5"])
    ):
        for x, text in enumerate(texts):
            inner.cell(y, x).text = text
    out = io.BytesIO()
    made.save(out)
    facts = facts_of(out.getvalue(), KNOWN, "A")
    assert [one.text for one in facts if one.notion == "target_tahun"] == ["5"]


@pytest.mark.parametrize(
    ("first", "second"),
    [("1.907", "Rp1.907"), ("83,5", "83,50"), ("100", "100,00 %"), ("12", "12 kejadian")],
)
def test_ways_of_writing_one_figure_agree(first: str, second: str) -> None:
    heading = "Target Tahunan"
    assert labels(compared(A=row(heading, first), B=row(heading, second))) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [("11", "9"), ("-", "9"), ("0", "-"), ("Belum dilaporkan", "9"), ("84,12", "84,21")],
)
def test_different_figures_do_not(first: str, second: str) -> None:
    heading = "Realisasi s.d. TW III"
    assert labels(compared(A=row(heading, first), B=row(heading, second))) == [
        "Realisasi s.d. Triwulan III indikator 1.1"
    ]


@pytest.mark.parametrize("first", ["-", "", "Belum dilaporkan", "Belum dilaporkan (TW II)"])
def test_no_figure_disagrees_with_no_figure(first: str) -> None:
    heading = "Realisasi s.d. TW III"
    second = row(heading, "Belum dilaporkan")
    assert labels(compared(A=row(heading, first), B=second)) == []


def test_not_measured_says_nothing_of_the_realization() -> None:
    heads = ["No", "Indikator", "Realisasi s.d. TW III", "Capaian (%)"]
    first = paper(TITLE, [heads, ["1.1", "Indeks Kepuasan", "Tidak diukur pada triwulan ini", "<"]])
    second = row("Realisasi s.d. TW III", "5")
    assert labels(compared(A=first, B=second)) == []
    third = row("Capaian (%)", "98,00")
    assert labels(compared(A=first, B=third)) == ["Capaian Triwulan III indikator 1.1"]


def test_columns_of_different_quarters_are_never_held_against_each_other() -> None:
    first = row("Realisasi TW III", "6")
    heads = ["No", "Indikator", "Realisasi TW II", "Realisasi TW III"]
    second = paper(TITLE, [heads, ["1.1", "Indeks Kepuasan", "3", "6"]])
    assert labels(compared(A=first, B=second)) == []


def test_one_document_may_contradict_itself() -> None:
    found = compared(
        A=paper(
            TITLE,
            [["No", "Indikator", "Target 2026"], ["1.1", "Indeks Kepuasan", "5"]],
            [["No", "Indikator", "Target Tahunan"], ["1.1", "Indeks Kepuasan", "6"]],
        )
    )
    assert labels(found) == ["Target tahunan indikator 1.1"]


def test_another_quarter_spoken_of_is_no_other_period() -> None:
    found = compared(
        A=paper(
            TITLE,
            "Tindak lanjut ini dipantau pada Triwulan IV Tahun 2026.",
            "Status Tindak Lanjut Triwulan II Tahun 2026",
            "PERBANDINGAN DENGAN TRIWULAN II TAHUN 2026",
            "Capaian naik dibandingkan Triwulan II Tahun 2026",
        ),
        B=paper("Tabel 1. Hasil Pengukuran sampai dengan Triwulan III Tahun 2026"),
    )
    assert labels(found) == []


def test_titles_captions_and_months_tell_the_period() -> None:
    for other in (
        "TRIWULAN II TAHUN 2026",
        "Tabel 1. Hasil Pengukuran sampai dengan Triwulan II Tahun 2026",
        "(April s.d. Juni 2026)",
    ):
        assert labels(compared(A=paper(TITLE), B=paper(other))) == ["Periode (triwulan)"]


def averages(*figures: str) -> Comparison:
    heads = ["No", "Indikator", "Satuan", "Capaian (%)"]
    return compared(
        A=paper(
            TITLE,
            [
                heads,
                ["1.1", "Indeks Kepuasan", "Nilai", figures[0]],
                ["1.2", "Jumlah Pengaduan", "Kasus", figures[1]],
                ["Rata-rata capaian sasaran", "<", "<", figures[2]],
            ],
        )
    )


def test_an_average_is_that_of_the_printed_figures_half_up() -> None:
    assert labels(averages("100,00", "90,01", "95,01")) == []
    assert labels(averages("100,00", "90,01", "95,00")) == ["Capaian Triwulan III sasaran 1"]
    assert labels(averages("100,00", "Belum dilaporkan", "100,00")) == []


def test_a_sum_is_that_of_the_lines_below() -> None:
    def budget(total: str, absorption: str = "50,00") -> Comparison:
        heads = [
            "Kode",
            "Program / Kegiatan",
            "Pagu (Rp)",
            "Realisasi s.d. TW III (Rp)",
            "Serapan (%)",
        ]
        return compared(
            A=paper(
                TITLE,
                [
                    heads,
                    ["7.01.01", "Program Penunjang", "1.000", "500", absorption],
                    ["7.01.01.2.01", "Perencanaan", "1.000", "500", "50,00"],
                    ["JUMLAH", "<", total, "500", "50,00"],
                ],
            )
        )

    assert labels(budget("1.000")) == []
    assert "Pagu seluruh anggaran" in labels(budget("1.001"))
    assert labels(budget("1.000", "51,00")) == ["Penyerapan s.d. Triwulan III anggaran 7.01.01"]


def test_signers_are_read_from_paragraphs_too() -> None:
    block = ["CAMAT MENTEBAH,", "SITI", "Pembina (IV/a)", "NIP. 19000101 190001 1 001"]
    found = read(TITLE, *block)
    assert found["nip", None, "SITI"].value == "190001011900011001"
    assert found["pangkat", None, "NIP 19000101 190001 1 001"].text == "Pembina (IV/a)"
    other = paper(TITLE, *block[:3], "NIP. 19000101 190001 1 002")
    assert labels(compared(A=paper(TITLE, *block), B=other)) == ["NIP SITI"]


def test_ways_of_writing_one_rank_agree() -> None:
    def signed(rank: str) -> bytes:
        return paper(TITLE, "CAMAT MENTEBAH,", "SITI", rank, "NIP 19000101 190001 1 001")

    ranks = ["Penata Tingkat I (III/d)", "Penata Tk. I, III/d", "PENATA TINGKAT I / III/d"]
    assert labels(compared(**{f"D{n}": signed(rank) for n, rank in enumerate(ranks)})) == []
    found = compared(A=signed(ranks[0]), B=signed("Pembina (IV/a)"))
    assert labels(found) == ["Pangkat dan golongan NIP 19000101 190001 1 001"]


def test_a_stranger_in_an_office_is_no_mere_notice() -> None:
    first = paper(TITLE, "CAMAT MENTEBAH,", "SITI", "NIP 19000101 190001 1 001")
    second = paper(TITLE, "CAMAT MENTEBAH,", "ANI", "NIP 19000102 190001 1 002")
    assert labels(compared(A=first, B=second)) == ["Pejabat CAMAT MENTEBAH"]


def test_dots_to_be_filled_in_by_hand_are_nobody() -> None:
    found = compared(
        A=paper(TITLE, "Nomor : 000.8.6.3/…………/2026", "CAMAT MENTEBAH,", "SITI", "NIP 19000101"),
        B=paper(TITLE, "CAMAT MENTEBAH,", "……………………………", "………………… (……)", "NIP …………………………"),
    )
    assert labels(found) == []


def test_a_document_bears_one_number() -> None:
    same = paper("Nomor : 000.8.6.3/12/2026", "LAMPIRAN I", "NOMOR\t: 000.8.6.3/12/2026")
    other = paper("Nomor : 000.8.6.3/13/2026")
    assert labels(compared(A=same, B=other)) == []
    wrong = paper("Nomor : 000.8.6.3/12/2026", "LAMPIRAN I", "NOMOR\t: 000.8.6.3/13/2026")
    assert labels(compared(A=wrong)) == ["Nomor dokumen A"]


def test_what_word_marks_as_deleted_is_not_read() -> None:
    content = row("Target Tahunan", "11")

    def strike(body: etree._Element) -> None:
        run = next(one for one in body.iter(f"{W}r") if one.findtext(f"{W}t") == "11")
        parent = run.getparent()
        assert parent is not None
        deleted = etree.SubElement(parent, f"{W}del")
        again = etree.fromstring(etree.tostring(run).replace(b"11<", b"9<"))
        deleted.append(run)
        parent.append(again)

    facts = facts_of(replaced(content, strike), KNOWN, "A")
    assert [one.value for one in facts if one.notion == "target_tahun"] == [Decimal(9)]


def test_a_file_that_is_no_word_file_is_refused() -> None:
    samples = Path(__file__).parents[2] / "samples"
    for content in (b"", b"teks", (samples / "mentebah-2026-tw3.xlsx").read_bytes()):
        with pytest.raises(Invalid):
            facts_of(content, KNOWN, "A")


def test_everything_is_told_at_once() -> None:
    def two(figures: Iterable[str]) -> bytes:
        rows = [
            [code, text, figure]
            for (code, text, _), figure in zip(KNOWN.indicators, figures, strict=True)
        ]
        return paper(TITLE, [["No", "Indikator", "Target Tahunan"], *rows])

    assert len(labels(compared(A=two(["1", "2"]), B=two(["3", "4"])))) == 2
