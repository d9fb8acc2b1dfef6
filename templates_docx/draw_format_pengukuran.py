"""Draws D1, Format Pengukuran Kinerja: figures in table A, narratives in table B.

The same template serves the states `kosong` (to be filled in by hand) and `terisi`.
"""

from docx.document import Document as WordDocument

from templates_docx.drawing import (
    AVERAGE_SHADE,
    F4,
    Cell,
    Column,
    Grid,
    Margins,
    Paper,
    Signer,
    begin,
    beside,
    draft_mark,
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
    title,
    to_bytes,
)

MARGINS = Margins(20, 20, 25, 15)
FIGURES = (
    Column(8, "center", 7),
    Column(25, "left", 18.8),
    Column(35, "left", 19),
    Column(39.5, "left", 26),
    Column(25.5, "left", 19.8),
    Column(17.5, "center", 15.8),
    Column(14, "right", 12.5, beside=0.8),
    Column(14, "right", 12.5, beside=0.8),
    Column(12.5, "right", 11, beside=0.8),
    Column(12.5, "right", 11, beside=0.8),
    Column(15.5, "right", 13.8, beside=0.8),
    Column(14, "right", 12, beside=0.8),
    Column(15.5, "right", 13.8, beside=0.8),
    Column(14.5, "right", 12.6, beside=0.8),
    Column(27, "left", 20.2),
)
NARRATIVES = (
    Column(10, "center", 8),
    Column(56, "left", 35),
    Column(51, "left", 43),
    Column(51, "left", 43),
    Column(51, "left", 43),
    Column(29, "center", 22),
    Column(42, "left", 30),
)
WRITING_HEIGHT = 12  # mm: three lines by hand
FIRST_OBJECTIVE = "(bagian.sasaran|first).kode == s.kode"
OBJECTIVE_STAYS_WHOLE = f"not loop.last and loop.length < 7 and not {FIRST_OBJECTIVE}"
LAST_INDICATOR = "loop.last and (bagian.sasaran|last).kode == s.kode"


def draw(paper: Paper) -> bytes:
    """Draw the form on one paper."""
    document = begin(paper, MARGINS, title="Format Pengukuran Kinerja", landscape=True)
    letterhead(document)
    title(
        document,
        ["FORMAT PENGUKURAN KINERJA", "TRIWULAN {{ triwulan }} TAHUN {{ tahun }}"],
        number="{{ nomor }}",
    )
    width = text_width(document.sections[0])
    _particulars(document, width)
    _figures(document, paper, width)
    _narratives(document, paper, width)
    name = "Format Pengukuran Kinerja, Triwulan {{ triwulan }} Tahun {{ tahun }}"
    draft_mark(document.sections[0])
    footer(document.sections[0], f"{name}, {{{{ instansi.nama_biasa }}}}")
    return to_bytes(document)


def _particulars(document: WordDocument, width: float) -> None:
    lines = [
        [
            ("Perangkat Daerah", "{{ instansi.nama_biasa }}, {{ instansi.daerah }}"),
            ("Periode", "{{ bulan }} {{ tahun }}"),
        ],
        [
            ("Unit Pelapor", "{{ bagian.nama }} ({{ bagian.jumlah_indikator }} indikator)"),
            ("Status", '{% if status == "kosong" %}Kosong, untuk diisi{% else %}Terisi{% endif %}'),
        ],
    ]
    facts(document, lines, (32, width * 0.5 - 36, 18, width * 0.5 - 22))


def _figures(document: WordDocument, paper: Paper, width: float) -> None:
    paragraph(document, "A. Target dan Realisasi", bold=True, before=5, after=2, keep_next=True)
    columns = fit(FIGURES, width)
    grid = table(document, columns, size=8 if paper == F4 else 7.5)
    top: list[Cell | str] = [
        *_started("No", "Sasaran Strategis", "Indikator Kinerja", "Formulasi", "Sumber Data"),
        *_started("Satuan"),
        Cell("Target", span=2),
        Cell("Data TW {{ triwulan }}", span=3),
        Cell("S.d. TW {{ triwulan }}\n(dihitung oleh aplikasi)", span=3),
        *_started("Bukti Dukung"),
    ]
    below: list[Cell | str] = [
        *[Cell(merge="on")] * 6,
        "{{ tahun }}",
        "TW {{ triwulan }}",
        "X",
        "Y",
        "Realisasi",
        "Target",
        "Realisasi",
        "Capaian\n(%)",
        Cell(merge="on"),
    ]
    header(grid, [top, below], heights=(8.5, 8.5))
    loop(grid, "for s in bagian.sasaran")
    loop(grid, "for i in s.indikator")
    _figure_row(grid)
    loop(grid, "endfor")
    loop(grid, "endfor")


def _figure_row(grid: Grid) -> None:
    drawn = row(
        grid,
        [
            Cell("{{ i.kode }}", keep=OBJECTIVE_STAYS_WHOLE),
            "{% vm %}{{ s.uraian }}",
            "{{ i.uraian }}",
            "{{ i.formulasi }}",
            "{{ i.sumber_data }}",
            "{{ i.satuan }}",
            "{{ i.target_tahunan }}",
            "{{ i.target }}",
            _filled("{{ i.pembilang }}", or_when="not i.memakai_xy"),
            _filled("{{ i.penyebut }}", or_when="not i.memakai_xy"),
            _filled("{{ i.realisasi }}"),
            Cell("{{ i.target_sd }}", shade=AVERAGE_SHADE),
            Cell(_filled("{{ i.realisasi_sd }}"), shade=AVERAGE_SHADE),
            Cell(_filled("{{ i.capaian }}"), shade=AVERAGE_SHADE),
            _filled("{{ i.bukti }}"),
        ],
    )
    reason = '{%p if status != "kosong" and i.keterangan_hasil %}'
    for text in (reason, "{{ i.keterangan_hasil }}", "{%p endif %}"):
        paragraph(drawn[2], text, size=grid.size, italic=True)


def _narratives(document: WordDocument, paper: Paper, width: float) -> None:
    heading = paragraph(document, "B. Analisis", bold=True, before=8, after=2, keep_next=True)
    # a table that begins at a page end loses its other rows in LibreOffice 7.4
    heading.paragraph_format.page_break_before = True
    grid = table(document, fit(NARRATIVES, width), size=8.5 if paper == F4 else 8)
    top: list[Cell | str] = [
        *_started("No", "Indikator Kinerja"),
        Cell("Faktor", span=2),
        *_started("Rencana Tindak Lanjut", "Batas Waktu", "Penanggung Jawab"),
    ]
    below: list[Cell | str] = [*[Cell(merge="on")] * 2, "Pendorong", "Penghambat"]
    header(grid, [top, [*below, *[Cell(merge="on")] * 3]], heights=(6, 6))
    loop(grid, "for s in bagian.sasaran")
    loop(grid, "for i in s.indikator")
    row(
        grid,
        [
            Cell("{{ i.kode }}", keep=LAST_INDICATOR),
            "{{ i.uraian }}",
            _filled("{{ i.faktor_pendorong }}"),
            _filled("{{ i.faktor_penghambat }}"),
            _filled("{{ i.tindak_lanjut }}"),
            _filled("{{ i.batas_waktu }}"),
            "{{ i.penanggung_jawab }}",
        ],
        height=WRITING_HEIGHT,
    )
    loop(grid, "endfor")
    loop(grid, "endfor")
    left, right = beside(foot(grid), (width - 95, 95))
    notes_loop(left, "Petunjuk Pengisian", "catatan.pengisian", size=8.5)
    paragraph(left, size=2)
    signatures(right, [Signer("penanda_tangan.kasubbag_program", ("{{ tempat_tanggal }}",), 95)])


def _started(*texts: str) -> list[Cell]:
    return [Cell(text, merge="start") for text in texts]


def _filled(text: str, or_when: str | None = None) -> str:
    """Print a text in every state but `kosong`, where the place is left to be written in."""
    condition = 'status != "kosong"' + (f" or {or_when}" if or_when else "")
    return f"{{% if {condition} %}}{text}{{% endif %}}"
