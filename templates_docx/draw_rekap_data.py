"""Draws D3, Rekapitulasi Data Kinerja, of one unit or of the whole office.

The same template serves the states `dihimpun`, `diperiksa` and `dicek_ulang`; each has the
signatures that belong to it.
"""

from typing import Any

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

MARGINS = Margins(15, 20, 25, 15)
COLUMNS = (
    Column(8, "center", 7),
    Column(20.5, "left", 18.8),
    Column(28, "left", 18),
    Column(17, "center", 15.8),
    Column(10, "right", 9, beside=0.6),
    Column(10, "right", 9, beside=0.6),
    Column(12.2, "right", 10.4, beside=0.6),
    Column(12.2, "right", 10.4, beside=0.6),
    Column(12.2, "right", 10.4, beside=0.6),
    Column(12.2, "right", 10.4, beside=0.6),
    Column(15.5, "right", 14, beside=0.6),
    Column(23.5, "left", 19.8),
    Column(24.6, "left", 20.2),
    Column(33.5, "left", 22),
    Column(25.2, "left", 23.6),
    Column(25.9, "left", 24.3),
)
SUMS_SIZE = 7  # "1.255/1.311" stands in one line of its column
LAST_OBJECTIVE = "(bagian.sasaran|last).kode == s.kode"
FIRST_OBJECTIVE = "(bagian.sasaran|first).kode == s.kode"
# an objective stays whole, unless a page could not hold it; the last row holds the signatures
KEEP = (
    f"(not loop.last and loop.length < 7 and not {FIRST_OBJECTIVE} and not {LAST_OBJECTIVE})"
    f" or (loop.last and {LAST_OBJECTIVE})"
)
VERDICT = (
    '{% if status == "dihimpun" %}Belum diperiksa{% else %}{{ i.hasil_pemeriksaan }}{% endif %}'
)
HEAD, OPERATOR = "bagian.penanda_tangan.kepala", "bagian.penanda_tangan.operator"
KASUBBAG, STAFF = "penanda_tangan.kasubbag_program", "penanda_tangan.staf_program"


def draw(paper: Paper) -> bytes:
    """Draw the recapitulation on one paper."""
    document = begin(paper, MARGINS, title="Rekapitulasi Data Kinerja", landscape=True)
    letterhead(document)
    title(
        document,
        ["REKAPITULASI DATA KINERJA TRIWULAN {{ triwulan }} TAHUN {{ tahun }}"],
        number="{{ nomor }}",
    )
    width = text_width(document.sections[0])
    lines = [
        [
            ("Unit", "{{ bagian.nama }}"),
            ("Periode", "{{ bulan_sd }} {{ tahun }}"),
            ("Status", _status()),
        ]
    ]
    facts(document, lines, (12, width * 0.37 - 16, 16, width * 0.3 - 20, 14, width * 0.33 - 18))
    paragraph(document, size=3)
    grid = data_table(document, width, size=8 if paper == F4 else 7.5)
    _close(grid, width)
    name = "Rekapitulasi Data Kinerja, {{ bagian.nama }}"
    footer(document.sections[0], f"{name}, Triwulan {{{{ triwulan }}}} Tahun {{{{ tahun }}}}")
    return to_bytes(document)


def data_table(container: Any, width: float, *, size: float = 8) -> Grid:
    """Draw the table of `bagian`, `width` mm wide; the final document annexes it too."""
    grid = table(container, fit(COLUMNS, width), size=size, padding=(0.5, 1.1))
    _head(grid)
    loop(grid, "for s in bagian.sasaran")
    loop(grid, "for i in s.indikator")
    _indicator(grid)
    loop(grid, "endfor")
    loop(grid, "endfor")
    return grid


def _head(grid: Grid) -> None:
    first = [Cell(text, merge="start") for text in ("No", "Sasaran", "Indikator", "Satuan")]
    last = [
        Cell(text, merge="start")
        for text in (
            "Sumber Data",
            "Bukti Dukung",
            "Faktor Pendorong (+) /\nPenghambat (−)",
            "Tindak Lanjut",
            "Hasil Pemeriksaan dan Catatan",
        )
    ]
    top = [
        *first,
        Cell("Data TW {{ triwulan }}", span=2),
        Cell("Realisasi", span=5),
        *last,
    ]
    below: list[Cell | str] = [
        *[Cell(merge="on")] * 4,
        *("X", "Y", "TW I", "TW II", "TW III", "TW IV", "s.d.\nTW {{ triwulan }}"),
        *[Cell(merge="on")] * 5,
    ]
    header(grid, [top, below], heights=(4.5, 7.8))


def _indicator(grid: Grid) -> None:
    drawn = row(
        grid,
        [
            Cell("{{ i.kode }}", keep=KEEP),
            "{% vm %}{{ s.uraian }}",
            "{{ i.uraian }}",
            "{{ i.satuan }}",
            "{{ i.pembilang }}",
            "{{ i.penyebut }}",
            *[f"{{{{ i.realisasi_tw{quarter} }}}}" for quarter in range(1, 5)],
            Cell("{{ i.realisasi_sd }}", bold=True),
            "{{ i.sumber_data }}",
            "{{ i.bukti }}",
            Cell(_factors()),
            "{{ i.tindak_lanjut }}",
            Cell((VERDICT, *_given("catatan_pemeriksaan"))),
        ],
    )
    for text in ("{%p if i.keterangan_hasil %}", "{{ i.keterangan_hasil }}", "{%p endif %}"):
        paragraph(drawn[2], text, size=grid.size, italic=True)
    for text in ("{%p if i.jumlah_xy %}", "{{ i.jumlah_xy }}", "{%p endif %}"):
        paragraph(drawn[10], text, size=SUMS_SIZE, align="right")


def _factors() -> tuple[str, ...]:
    given = _given("faktor_pendorong", "(+) ") + _given("faktor_penghambat", "(−) ")
    none = "{%p if i.faktor_pendorong == '-' and i.faktor_penghambat == '-' %}"
    return (*given, none, "-", "{%p endif %}")


def _given(name: str, sign: str = "") -> tuple[str, str, str]:
    """Print a text in a paragraph of its own, and none when nothing was written."""
    return (f"{{%p if i.{name} != '-' %}}", f"{sign}{{{{ i.{name} }}}}", "{%p endif %}")


def _status() -> str:
    texts = (
        ("dihimpun", "Dihimpun"),
        ("diperiksa", "Diperiksa"),
        ("dicek_ulang", "Dicek ulang"),
    )
    branches = "".join(
        f'{{% {"if" if number == 0 else "elif"} status == "{state}" %}}'
        f"{text} tanggal {{{{ tanggal_status.{state} }}}}"
        for number, (state, text) in enumerate(texts)
    )
    return branches + "{% else %}-{% endif %}"


def _close(grid: Grid, width: float) -> None:
    last = foot(grid)
    notes_loop(last, "Keterangan:", "catatan.data")
    gathered = (
        OPERATOR,
        ("{{ instansi.tempat }}, {{ tanggal_status.dihimpun }}", "Dihimpun oleh,"),
    )
    known = (HEAD, ("Mengetahui,",))
    examined = (KASUBBAG, ("Diperiksa tanggal {{ tanggal_status.diperiksa }} oleh,",))
    both = (
        KASUBBAG,
        (
            "Diperiksa tanggal {{ tanggal_status.diperiksa }} dan",
            "dicek ulang tanggal {{ tanggal_status.dicek_ulang }} oleh,",
        ),
    )
    checked = (STAFF, ("Dicek ulang tanggal", "{{ tanggal_status.dicek_ulang }} oleh,"))
    paragraph(last, '{%p if status == "dihimpun" %}', size=5)
    _blocks(last, [(known, 0.6), (gathered, 0.4)], width)
    paragraph(last, '{%p elif status == "diperiksa" %}', size=5)
    _blocks(last, [(known, 0.31), (examined, 0.29), (gathered, 0.4)], width)
    paragraph(last, "{%p else %}", size=5)
    _blocks(last, [(known, 0.22), (both, 0.275), (checked, 0.22), (gathered, 0.285)], width)
    paragraph(last, "{%p endif %}", size=5)
    tiny(last)


def _blocks(
    container: object, signers: list[tuple[tuple[str, tuple[str, ...]], float]], width: float
) -> None:
    drawn = [Signer(who, lead, width * share) for (who, lead), share in signers]
    signatures(container, drawn, size=8.5, room=15, before=1)
