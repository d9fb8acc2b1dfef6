"""Draws the Rekapitulasi Pengumpulan Data Kinerja: how complete each unit's data are, and the data.

The same template serves the states `konsep` and `disetujui`.
"""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH

from templates_docx.drawing import (
    F4,
    TOTAL_SHADE,
    Cell,
    Column,
    Margins,
    Paper,
    Signer,
    begin,
    facts,
    fit,
    foot,
    footer,
    header,
    letterhead,
    loop,
    notes_loop,
    paragraph,
    row,
    signatures,
    table,
    text_width,
    tiny,
    title,
    to_bytes,
)
from templates_docx.performance import budget_table
from templates_docx.text import add_run

NAME = "Rekapitulasi Pengumpulan Data Kinerja"
MARGINS = Margins(20, 20, 25, 15)
UNITS = (
    Column(9, "center", 8),
    Column(74, "left", 40),
    Column(30, "center", 24),
    Column(30, "center", 24),
    Column(30, "center", 24),
    Column(30, "center", 24),
    Column(52, "left", 30),
)
DATA = (
    Column(9, "center", 8),
    Column(40, "left", 20),
    Column(54, "left", 24),
    Column(18, "center", 16.5),
    Column(16, "right", 14),
    Column(16, "right", 14),
    Column(16, "right", 14),
    Column(17, "right", 15),
    Column(17, "right", 15),
    Column(40, "left", 24),
    Column(36, "left", 24),
)
KEEP = "(not loop.last and loop.length < 7) or (loop.last and (sasaran|last).kode == s.kode)"


def draw(paper: Paper) -> bytes:
    """Draw the recapitulation on `paper`."""
    document = begin(paper, MARGINS, title=NAME, landscape=True)
    section = document.sections[0]
    width = text_width(section)
    size = 8.5 if paper == F4 else 8
    mark = section.header.paragraphs[0]
    mark.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add_run(mark, "{{ konsep }}", 10, bold=True)
    footer(
        section,
        f"{NAME}, Triwulan {{{{ triwulan }}}} Tahun {{{{ tahun }}}}, {{{{ instansi.nama_biasa }}}}",
    )
    letterhead(document)
    title(
        document, [NAME.upper(), "TRIWULAN {{ triwulan }} TAHUN {{ tahun }}"], number="{{ nomor }}"
    )
    status = (
        '{% if status == "disetujui" %}Disetujui tanggal {{ tanggal_status.disetujui }}'
        "{% else %}Konsep, belum disetujui{% endif %}"
    )
    lines = [[("Periode", "{{ bulan }} {{ tahun }}"), ("Status", status)]]
    facts(document, lines, (18, width * 0.5 - 22, 14, width * 0.5 - 18))
    _units(document, width, size)
    _data(document, width, size)
    _budget(document, width)
    tiny(document)
    return to_bytes(document)


def _units(document: Any, width: float, size: float) -> None:
    _heading(document, "A.\tKelengkapan data tiap unit")
    grid = table(document, fit(UNITS, width), size=size)
    heads = ("No", "Unit", "Indikator\nDiminta", "Bukti Ada", "Bukti\nBelum Ada", "Lengkap")
    header(grid, [[*heads, "Operator"]], heights=(8.5,))
    loop(grid, "for b in semua_bagian")
    counts = [f"{{{{ b.{name} }}}}" for name in _COUNTS]
    operator = "{{ b.penanda_tangan.operator.nama }}"
    row(grid, ["{{ loop.index }}", "{{ b.nama }}", *counts, operator], keep_next=True)
    loop(grid, "endfor")
    total = [Cell("Jumlah", span=2, align="center", bold=True, shade=TOTAL_SHADE)]
    total += [Cell(f"{{{{ bagian.{name} }}}}", bold=True, shade=TOTAL_SHADE) for name in _COUNTS]
    row(grid, [*total, Cell(shade=TOTAL_SHADE)])


_COUNTS = ("jumlah_indikator", "jumlah_ada", "jumlah_belum_ada", "jumlah_lengkap")


def _data(document: Any, width: float, size: float) -> None:
    _heading(document, "B.\tTarget dan realisasi indikator sasaran", new_page=True)
    grid = table(document, fit(DATA, width), size=size)
    first = [Cell(text, merge="start") for text in ("No", "Sasaran", "Indikator Kinerja", "Satuan")]
    last = [Cell(text, merge="start") for text in ("Bukti Dukung", "Unit")]
    on = Cell(merge="on")
    below: list[Cell | str] = [*[on] * 4, "{{ tahun }}", "TW {{ triwulan }}"]
    below += ["s.d. TW\u00a0{{ triwulan }}", "TW {{ triwulan }}", "s.d. TW\u00a0{{ triwulan }}"]
    top = [*first, Cell("Target", span=3), Cell("Realisasi", span=2), *last]
    header(grid, [top, [*below, on, on]], heights=(5.5, 8.5))
    loop(grid, "for s in sasaran")
    loop(grid, "for i in s.indikator")
    figures = ("target_tahunan", "target", "target_sd", "realisasi", "realisasi_sd")
    drawn = row(
        grid,
        [
            Cell("{{ i.kode }}", keep=KEEP),
            "{% vm %}{{ s.uraian }}",
            "{{ i.uraian }}",
            "{{ i.satuan }}",
            *[f"{{{{ i.{name} }}}}" for name in figures],
            "{{ i.bukti }}",
            "{{ i.unit }}",
        ],
    )
    for text in ("{%p if i.keterangan_hasil %}", "{{ i.keterangan_hasil }}", "{%p endif %}"):
        paragraph(drawn[2], text, size=grid.size, italic=True)
    loop(grid, "endfor")
    loop(grid, "endfor")
    below_table = foot(grid)
    notes_loop(below_table, "Keterangan:", "catatan.data")
    paragraph(below_table, "{%p if not anggaran.ada %}", size=5)
    _signed(below_table, width)
    paragraph(below_table, "{%p endif %}", size=5)
    tiny(below_table)


def _budget(document: Any, width: float) -> None:
    paragraph(document, "{%p if anggaran.ada %}", size=5)
    _heading(document, "C.\tRealisasi anggaran program, kegiatan, dan sub kegiatan", new_page=True)
    below = foot(budget_table(document, width))
    _signed(below, width)
    tiny(below)
    paragraph(document, "{%p endif %}", size=5)


def _heading(document: Any, text: str, *, new_page: bool = False) -> None:
    made = paragraph(
        document, text, bold=True, indent=6, hanging=6, before=6, after=3, keep_next=True
    )
    # a table that begins at a page end loses its other rows in LibreOffice 7.4
    made.paragraph_format.page_break_before = new_page


def _signed(container: Any, width: float) -> None:
    signers = (
        Signer("penanda_tangan.sekretaris", ("Mengetahui,",), width * 0.3),
        Signer("penanda_tangan.kasubbag_program", ("Diperiksa oleh,",), width * 0.36),
        Signer(
            "penanda_tangan.staf_program", ("{{ tempat_tanggal }}", "Disusun oleh,"), width * 0.34
        ),
    )
    signatures(container, signers, size=9)
