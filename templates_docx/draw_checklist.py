"""Draws D2, Checklist Inventarisasi Data Kinerja, one per unit, signed at two moments.

The same template serves the states `diserahkan` (empty boxes) and `terisi`.
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
    paragraph,
    row,
    signatures,
    table,
    text_width,
    title,
    to_bytes,
)

MARGINS = Margins(20, 20, 30, 20)
COLUMNS = (
    Column(11, "center", 9),
    Column(66, "left", 40),
    Column(46, "left", 32),
    Column(27, "left", 27),
    Column(13, "center", 10),
    Column(13, "center", 11),
    Column(17, "center", 15.5),
    Column(24, "center", 20),
    Column(41, "left", 28),
    Column(22, "left", 19.5),
)
LAST_INDICATOR = "loop.last and (bagian.sasaran|last).kode == s.kode"
OPERATOR, STAFF = "bagian.penanda_tangan.operator", "penanda_tangan.staf_program"


def draw(paper: Paper) -> bytes:
    """Draw the checklist on one paper."""
    document = begin(paper, MARGINS, title="Checklist Inventarisasi Data Kinerja", landscape=True)
    letterhead(document)
    title(
        document,
        ["CHECKLIST INVENTARISASI DATA KINERJA", "TRIWULAN {{ triwulan }} TAHUN {{ tahun }}"],
        number="{{ nomor }}",
    )
    width = text_width(document.sections[0])
    lines = [
        [("Unit", "{{ bagian.nama }}"), ("Periode", "{{ bulan }} {{ tahun }}")],
        [
            ("Nama Operator", f"{{{{ {OPERATOR}.nama }}}}"),
            ("Batas Waktu Pengembalian", "{{ batas_kembali }}"),
        ],
    ]
    facts(document, lines, (28, width * 0.5 - 32, 44, width * 0.5 - 48))
    paragraph(document, size=4)
    grid = table(document, fit(COLUMNS, width), size=9 if paper == F4 else 8.5)
    _head(grid)
    loop(grid, "for s in bagian.sasaran")
    loop(grid, "for i in s.indikator")
    _indicator(grid)
    loop(grid, "endfor")
    loop(grid, "endfor")
    _close(grid, width)
    name = "Checklist Inventarisasi Data Kinerja, {{ bagian.nama }}"
    footer(document.sections[0], f"{name}, Triwulan {{{{ triwulan }}}} Tahun {{{{ tahun }}}}")
    return to_bytes(document)


def _head(grid: Grid) -> None:
    started = [
        Cell(text, merge="start")
        for text in ("No", "Indikator / Data yang Dibutuhkan", "Dokumen Sumber", "Periode Data")
    ]
    ended = [
        Cell(text, merge="start")
        for text in ("Lengkap", "Tanggal Diterima", "Nomor/Tautan Bukti", "Keterangan")
    ]
    below = [Cell(merge="on")] * 4
    header(
        grid,
        [[*started, Cell("Ketersediaan", span=2), *ended], [*below, "Ada", "Tidak\nAda", *below]],
        heights=(5.5, 9),
    )


def _indicator(grid: Grid) -> None:
    parts = (
        "{%p if i.memakai_xy %}",
        "X : {{ i.label_x }}\nY : {{ i.label_y }}",
        "{%p endif %}",
    )
    row(
        grid,
        [
            Cell("{{ i.kode }}", keep=LAST_INDICATOR, valign="center"),
            Cell(("{{ i.uraian }}", *parts), valign="center"),
            Cell("{{ i.sumber_data }}", valign="center"),
            Cell("{{ bulan }} {{ tahun }}", valign="center"),
            _box("tanda_ada"),
            _box("tanda_tidak_ada"),
            _box("tanda_lengkap"),
            _filled("{% if i.bukti_ada %}{{ tanggal_status.terisi }}{% else %}-{% endif %}"),
            _filled("{{ i.bukti }}"),
            _filled("{% if i.keterangan_hasil %}{{ i.keterangan_hasil }}{% else %}-{% endif %}"),
        ],
        height=9,
    )


def _close(grid: Grid, width: float) -> None:
    last = foot(grid)
    advice = "Berilah tanda √ pada kotak yang sesuai. Kolom 5 sampai dengan kolom 10 diisi oleh "
    paragraph(last, advice + "operator.", size=8, before=2, after=3, keep_next=True)
    counts = [("Jumlah data diminta", "{{ bagian.jumlah_indikator }} indikator")]
    counts += [
        (label, _printed(f"{{{{ bagian.{name} }}}} indikator", "………………"))
        for label, name in (
            ("Ada", "jumlah_ada"),
            ("Belum ada", "jumlah_belum_ada"),
            ("Lengkap", "jumlah_lengkap"),
        )
    ]
    share = (width - 3 * 20 - 34 - 4 * 4) / 4
    facts(last, [counts], (34, share, 14, share, 23, share, 23, share))
    paragraph(last, size=6, keep_next=True)
    signatures(
        last,
        [
            Signer(OPERATOR, ("Yang menerima,",), width / 4),
            Signer(STAFF, ("Yang menyerahkan,",), width / 4),
            Signer(STAFF, ("Yang menerima,",), width / 4),
            Signer(OPERATOR, ("Yang menyerahkan,",), width / 4),
        ],
        moments=[
            (_moment("Diserahkan", "diserahkan"), 2),
            (_moment("Dikembalikan", "terisi"), 2),
        ],
        room=17,
        before=1,
    )


def _moment(done: str, state: str) -> str:
    return f"{done} tanggal {{{{ tanggal_status.{state} }}}} di {{{{ instansi.tempat }}}}"


def _box(mark: str) -> Cell:
    text = _printed(f"{{{{ i.{mark} }}}}", "□")
    return Cell(text, valign="center", size=12)


def _filled(text: str) -> Cell:
    return Cell(_printed(text, ""), valign="center")


def _printed(text: str, otherwise: str) -> str:
    """Print a text in every state but `diserahkan`, where the place is left to the operator."""
    return f'{{% if status != "diserahkan" %}}{text}{{% else %}}{otherwise}{{% endif %}}'
