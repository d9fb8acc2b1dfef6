"""Draws the Format Pengumpulan Data Kinerja of one unit, to be filled in by its operator."""

from templates_docx.drawing import (
    F4,
    Cell,
    Column,
    Grid,
    Margins,
    Paper,
    Signer,
    begin,
    beside,
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

NAME = "Format Pengumpulan Data Kinerja"
MARGINS = Margins(20, 20, 25, 15)
COLUMNS = (
    Column(9, "center", 8),
    Column(36, "left", 20),
    Column(48, "left", 24),
    Column(18, "center", 16.5),
    Column(32, "left", 22),
    Column(15, "right", 13.5),
    Column(15, "right", 13.5),
    Column(15, "right", 13),
    Column(15, "right", 13),
    Column(18, "right", 16),
    Column(36, "left", 24),
    Column(32, "left", 22),
)
WRITING_HEIGHT = 13  # mm: three lines by hand
LAST_INDICATOR = "loop.last and (bagian.sasaran|last).kode == s.kode"


def draw(paper: Paper) -> bytes:
    """Draw the form on `paper`."""
    document = begin(paper, MARGINS, title=NAME, landscape=True)
    section = document.sections[0]
    width = text_width(section)
    footer(
        section,
        f"{NAME}, {{{{ bagian.nama }}}}, Triwulan {{{{ triwulan }}}} Tahun {{{{ tahun }}}}",
    )
    letterhead(document)
    title(
        document, [NAME.upper(), "TRIWULAN {{ triwulan }} TAHUN {{ tahun }}"], number="{{ nomor }}"
    )
    lines = [
        [
            ("Unit", "{{ bagian.nama }} ({{ bagian.jumlah_indikator }} indikator)"),
            ("Periode", "{{ bulan }} {{ tahun }}"),
        ],
        [
            ("Nama Operator", "{{ bagian.penanda_tangan.operator.nama }}"),
            ("Batas Waktu Pengembalian", "{{ batas_kembali }}"),
        ],
    ]
    facts(document, lines, (28, width * 0.5 - 32, 44, width * 0.5 - 48))
    paragraph(document, size=4)
    grid = table(document, fit(COLUMNS, width), size=8.5 if paper == F4 else 8)
    _head(grid)
    loop(grid, "for s in bagian.sasaran")
    loop(grid, "for i in s.indikator")
    _indicator(grid)
    loop(grid, "endfor")
    loop(grid, "endfor")
    left, between, right = beside(foot(grid), (width * 0.41, width * 0.03, width * 0.56))
    paragraph(between, size=2)
    notes_loop(left, "Petunjuk Pengisian", "catatan.pengisian", size=8)
    paragraph(left, size=2)
    half = width * 0.28
    received = Signer("bagian.penanda_tangan.operator", ("Yang menerima,",), half)
    handed = ("{{ instansi.tempat }}, {{ tanggal_status.diserahkan }}", "Yang menyerahkan,")
    handing = Signer("penanda_tangan.staf_program", handed, half)
    signatures(right, [received, handing], size=8.5, room=16)
    return to_bytes(document)


def _head(grid: Grid) -> None:
    first = [
        Cell(text, merge="start")
        for text in ("No", "Sasaran", "Indikator Kinerja", "Satuan", "Sumber Data")
    ]
    last = [Cell(text, merge="start") for text in ("Bukti Dukung", "Keterangan")]
    top = [*first, Cell("Target", span=2), Cell("Data TW {{ triwulan }}", span=3), *last]
    on = Cell(merge="on")
    below: list[Cell | str] = [*[on] * 5, "{{ tahun }}", "TW {{ triwulan }}"]
    below += ["X", "Y", "Realisasi", on, on]
    header(grid, [top, below], heights=(6, 6))


def _indicator(grid: Grid) -> None:
    parts = ("{%p if i.memakai_xy %}", "X: {{ i.label_x }}; Y: {{ i.label_y }}", "{%p endif %}")
    drawn = row(
        grid,
        [
            Cell("{{ i.kode }}", keep=LAST_INDICATOR),
            "{% vm %}{{ s.uraian }}",
            "{{ i.uraian }}",
            "{{ i.satuan }}",
            "{{ i.sumber_data }}",
            "{{ i.target_tahunan }}",
            "{{ i.target }}",
            *[Cell("{% if not i.memakai_xy %}-{% endif %}", align="center")] * 2,
            "",
            "",
            "",
        ],
        height=WRITING_HEIGHT,
    )
    for text in parts:
        paragraph(drawn[2], text, size=grid.size - 1, italic=True)
