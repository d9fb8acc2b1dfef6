"""Draws the Data Kinerja of one unit as its operator sent it.

The same template serves the states `terkumpul` and `diverifikasi`.
"""

from templates_docx.drawing import (
    F4,
    Cell,
    Column,
    Grid,
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

NAME = "Data Kinerja"
MARGINS = Margins(20, 20, 25, 15)
COLUMNS = (
    Column(9, "center", 8),
    Column(32, "left", 19),
    Column(44, "left", 22),
    Column(18, "center", 16.5),
    Column(14, "right", 13),
    Column(13, "right", 11.5),
    Column(13, "right", 11.5),
    Column(16, "right", 14.5),
    Column(16, "right", 14.5),
    Column(32, "left", 21),
    Column(38, "left", 24),
    Column(15, "center", 14.5),
    Column(32, "left", 24),
)
LAST_INDICATOR = "loop.last and (bagian.sasaran|last).kode == s.kode"
VERDICT = (
    '{% if status == "terkumpul" %}Belum diverifikasi{% else %}{{ i.hasil_pemeriksaan }}{% endif %}'
)
HEAD, OPERATOR = "bagian.penanda_tangan.kepala", "bagian.penanda_tangan.operator"
STAFF = "penanda_tangan.staf_program"


def draw(paper: Paper) -> bytes:
    """Draw the unit's data on `paper`."""
    document = begin(paper, MARGINS, title="Data Kinerja Unit", landscape=True)
    section = document.sections[0]
    width = text_width(section)
    footer(
        section,
        f"{NAME} {{{{ bagian.nama }}}}, Triwulan {{{{ triwulan }}}} Tahun {{{{ tahun }}}}",
    )
    letterhead(document)
    title(
        document,
        ["DATA KINERJA {{ bagian.nama_kapital }}", "TRIWULAN {{ triwulan }} TAHUN {{ tahun }}"],
        number="{{ nomor }}",
    )
    counts = (
        "{{ bagian.jumlah_indikator }} diminta, {{ bagian.jumlah_lengkap }} lengkap, "
        "{{ bagian.jumlah_belum_ada }} tanpa bukti"
    )
    status = (
        '{% if status == "terkumpul" %}Terkumpul tanggal {{ tanggal_status.terkumpul }}'
        "{% else %}Diverifikasi tanggal {{ tanggal_status.diverifikasi }}{% endif %}"
    )
    lines = [[("Periode", "{{ bulan }} {{ tahun }}"), ("Indikator", counts), ("Status", status)]]
    facts(document, lines, (16, width * 0.3 - 20, 18, width * 0.36 - 22, 14, width * 0.34 - 18))
    paragraph(document, size=3)
    grid = table(document, fit(COLUMNS, width), size=8.5 if paper == F4 else 8)
    _head(grid)
    loop(grid, "for s in bagian.sasaran")
    loop(grid, "for i in s.indikator")
    _indicator(grid)
    loop(grid, "endfor")
    loop(grid, "endfor")
    _close(grid, width)
    return to_bytes(document)


def _head(grid: Grid) -> None:
    first = [Cell(text, merge="start") for text in ("No", "Sasaran", "Indikator Kinerja", "Satuan")]
    first += [Cell("Target\nTW\u00a0{{ triwulan }}", merge="start")]
    last = [
        Cell(text, merge="start")
        for text in ("Sumber Data", "Bukti Dukung", "Lengkap", "Hasil Verifikasi dan Catatan")
    ]
    top = [
        *first,
        Cell("Data TW {{ triwulan }}", span=2),
        Cell("Realisasi", span=2),
        *last,
    ]
    on = Cell(merge="on")
    below: list[Cell | str] = [*[on] * 5, "X", "Y", "TW {{ triwulan }}"]
    below += ["s.d. TW\u00a0{{ triwulan }}", *[on] * 4]
    header(grid, [top, below], heights=(5.5, 8.5))


def _indicator(grid: Grid) -> None:
    note = ("{%p if i.catatan_pemeriksaan != '-' %}", "{{ i.catatan_pemeriksaan }}", "{%p endif %}")
    drawn = row(
        grid,
        [
            Cell("{{ i.kode }}", keep=LAST_INDICATOR),
            "{% vm %}{{ s.uraian }}",
            "{{ i.uraian }}",
            "{{ i.satuan }}",
            "{{ i.target }}",
            "{{ i.pembilang }}",
            "{{ i.penyebut }}",
            Cell("{{ i.realisasi }}", bold=True),
            "{{ i.realisasi_sd }}",
            "{{ i.sumber_data }}",
            "{{ i.bukti }}",
            Cell("{{ i.tanda_lengkap }}", size=11),
            Cell((VERDICT, *note)),
        ],
    )
    for text in ("{%p if i.keterangan_hasil %}", "{{ i.keterangan_hasil }}", "{%p endif %}"):
        paragraph(drawn[2], text, size=grid.size, italic=True)


def _close(grid: Grid, width: float) -> None:
    last = foot(grid)
    notes_loop(last, "Keterangan:", "catatan.data")
    sent = ("{{ instansi.tempat }}, {{ tanggal_status.terkumpul }}", "Dikumpulkan oleh,")
    known = (HEAD, ("Mengetahui,",))
    gathered = (OPERATOR, sent)
    verified = (STAFF, ("Diverifikasi tanggal {{ tanggal_status.diverifikasi }} oleh,",))
    paragraph(last, '{%p if status == "terkumpul" %}', size=5)
    _blocks(last, [(known, 0.6), (gathered, 0.4)], width)
    paragraph(last, "{%p else %}", size=5)
    _blocks(last, [(known, 0.31), (verified, 0.31), (gathered, 0.38)], width)
    paragraph(last, "{%p endif %}", size=5)
    tiny(last)


def _blocks(
    container: object, signers: list[tuple[tuple[str, tuple[str, ...]], float]], width: float
) -> None:
    drawn = [Signer(who, lead, width * share) for (who, lead), share in signers]
    signatures(container, drawn, size=8.5, room=16, before=1)
