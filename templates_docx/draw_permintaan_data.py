"""Draws the Permintaan Data Kinerja of the SOP Pengumpulan Data Kinerja: a note to the staff."""

from typing import Any

from docx.shared import Mm, Pt

from templates_docx.drawing import (
    TOTAL_SHADE,
    Cell,
    Column,
    Margins,
    Paper,
    Signer,
    begin,
    facts,
    fit,
    footer,
    header,
    letterhead,
    loop,
    paragraph,
    row,
    signatures,
    table,
    text_width,
    title,
    to_bytes,
)
from templates_docx.text import rule, tiny

NAME = "Permintaan Data Kinerja"
PERIOD = "Triwulan {{ triwulan }} Tahun {{ tahun }}"
MARGINS = Margins(20, 25, 30, 20)
COLUMNS = (Column(11, "center"), Column(78), Column(46), Column(25, "right"))
CODES = (
    "{% for s in b.sasaran %}{% if not loop.first %}; {% endif %}"
    "{% for i in s.indikator %}{{ i.kode }}{% if not loop.last %}; {% endif %}{% endfor %}"
    "{% endfor %}"
)
INDENT = 12.7  # mm: the first line of a paragraph in a letter


def draw(paper: Paper) -> bytes:
    """Draw the note on `paper`."""
    document = begin(paper, MARGINS, title=NAME, landscape=False, size=11)
    section = document.sections[0]
    width = text_width(section)
    footer(section, f"{NAME}, {PERIOD}, {{{{ instansi.nama_biasa }}}}")
    letterhead(document)
    title(document, ["NOTA DINAS"])
    head = [
        ("Yth.", "Pengelola Data Kinerja"),
        ("Dari", "Kepala Sub Bagian Program dan Keuangan"),
        ("Tembusan", "Sekretaris Camat"),
        ("Tanggal", "{{ tanggal }}"),
        ("Nomor", "{{ nomor }}"),
        ("Sifat", "Biasa"),
        ("Hal", f"{NAME} {PERIOD}"),
    ]
    facts(document, [[pair] for pair in head], (26, width - 30), size=11)
    line = tiny(document)
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(4), Pt(8)
    rule(line, "bottom", "single", 6)
    _body(document, width)
    _signed(document, width)
    return to_bytes(document)


def _body(document: Any, width: float) -> None:
    _text(
        document,
        "Sehubungan dengan pelaksanaan SOP Pengumpulan Data Kinerja {{ instansi.nama_biasa }}, "
        f"bersama ini diminta Saudara mengumpulkan data kinerja {PERIOD} "
        "({{ bulan }} {{ tahun }}). Format Pengumpulan Data Kinerja agar disampaikan kepada "
        "Operator Data Kinerja pada masing-masing unit paling lambat tanggal {{ batas_kembali }}.",
    )
    _text(
        document,
        "Data yang dikumpulkan adalah target dan realisasi indikator sasaran beserta bukti "
        "dukungnya{% if anggaran.ada %}, serta realisasi anggaran program, kegiatan, dan sub "
        "kegiatan{% endif %}, dengan rincian indikator sebagai berikut:",
    )
    paragraph(document, size=3)
    grid = table(document, fit(COLUMNS, width), size=10, padding=(0.8, 1.6))
    header(grid, [["No", "Unit", "Indikator", "Jumlah"]], heights=(7,), numbers=False)
    loop(grid, "for b in semua_bagian")
    row(grid, ["{{ loop.index }}", "{{ b.nama }}", CODES, "{{ b.jumlah_indikator }}"])
    loop(grid, "endfor")
    row(
        grid,
        [
            Cell("Jumlah", span=3, align="center", bold=True, shade=TOTAL_SHADE),
            Cell("{{ jumlah_indikator }}", bold=True, shade=TOTAL_SHADE),
        ],
    )
    paragraph(document, size=3)
    _text(
        document,
        "Angka 0 ditulis hanya apabila hasilnya memang nol. Data yang belum ada dikosongkan dan "
        "disertai alasannya.",
    )
    _text(document, "Demikian untuk dilaksanakan.")


def _text(document: Any, text: str) -> None:
    made = paragraph(document, text, align="both", before=4, after=4, line=1.15)
    made.paragraph_format.first_line_indent = Mm(INDENT)


def _signed(document: Any, width: float) -> None:
    free = Signer("", (), width * 0.42)
    kasubbag = Signer("penanda_tangan.kasubbag_program", (), width * 0.58)
    signatures(document, [free, kasubbag], size=11, before=6)
