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
    title,
    to_bytes,
)

MARGINS = Margins(15, 20, 25, 15)
COLUMNS = (
    Column(8, "center"),
    Column(22),
    Column(30),
    Column(16, "center"),
    Column(9.5, "right"),
    Column(9.5, "right"),
    Column(11.5, "right"),
    Column(11.5, "right"),
    Column(11.5, "right"),
    Column(11.5, "right"),
    Column(16, "right"),
    Column(21),
    Column(22),
    Column(33),
    Column(25.5),
    Column(13, "center"),
    Column(18.5),
)
LAST_OBJECTIVE = "(bagian.sasaran|last).kode == s.kode"
FIRST_OBJECTIVE = "(bagian.sasaran|first).kode == s.kode"
# an objective stays whole, unless a page could not hold it; the last row holds the signatures
KEEP = (
    f"(not loop.last and loop.length < 7 and not {FIRST_OBJECTIVE} and not {LAST_OBJECTIVE})"
    f" or (loop.last and {LAST_OBJECTIVE})"
)
HEAD, OPERATOR = "bagian.penanda_tangan.kepala", "bagian.penanda_tangan.operator"
KASUBBAG, STAFF = "penanda_tangan.kasubbag_program", "penanda_tangan.staf_program"


def draw(paper: Paper) -> bytes:
    """Draw the recapitulation on one paper."""
    document = begin(paper, MARGINS, title="Rekapitulasi Data Kinerja", landscape=True)
    letterhead(document)
    title(
        document,
        ["REKAPITULASI DATA KINERJA", "TRIWULAN {{ triwulan }} TAHUN {{ tahun }}"],
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
    paragraph(document, size=4)
    grid = data_table(document, width, size=8 if paper == F4 else 7.5)
    _close(grid, width)
    name = "Rekapitulasi Data Kinerja, {{ bagian.nama }}"
    footer(document.sections[0], f"{name}, Triwulan {{{{ triwulan }}}} Tahun {{{{ tahun }}}}")
    return to_bytes(document)


def data_table(container: Any, width: float, *, size: float = 8) -> Grid:
    """Draw the table of `bagian`, `width` mm wide; the final document annexes it too."""
    grid = table(container, fit(COLUMNS, width, fixed=range(4, 11)), size=size)
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
        )
    ]
    top = [
        *first,
        Cell("Data TW {{ triwulan }}", span=2),
        Cell("Realisasi", span=5),
        *last,
        Cell("Pemeriksaan", span=2),
    ]
    below: list[Cell | str] = [
        *[Cell(merge="on")] * 4,
        *("X", "Y", "TW I", "TW II", "TW III", "TW IV", "s.d.\nTW {{ triwulan }}"),
        *[Cell(merge="on")] * 4,
        *("Hasil", "Catatan"),
    ]
    header(grid, [top, below], heights=(5, 8.5))


def _indicator(grid: Grid) -> None:
    reason = ("{%p if i.keterangan_hasil %}", "{{ i.keterangan_hasil }}", "{%p endif %}")
    sums = ("{%p if i.jumlah_xy %}", "{{ i.jumlah_xy }}", "{%p endif %}")
    row(
        grid,
        [
            Cell("{{ i.kode }}", keep=KEEP),
            "{% vm %}{{ s.uraian }}",
            Cell(("{{ i.uraian }}", *reason)),
            "{{ i.satuan }}",
            "{{ i.pembilang }}",
            "{{ i.penyebut }}",
            *[f"{{{{ i.realisasi_tw{quarter} }}}}" for quarter in range(1, 5)],
            Cell(("**{{ i.realisasi_sd }}**", *sums)),
            "{{ i.sumber_data }}",
            "{{ i.bukti }}",
            Cell(("(+) {{ i.faktor_pendorong }}", "(−) {{ i.faktor_penghambat }}")),
            "{{ i.tindak_lanjut }}",
            "{{ i.hasil_pemeriksaan }}",
            "{{ i.catatan_pemeriksaan }}",
        ],
    )


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
    gathered = Signer(OPERATOR, ("{{ tempat_tanggal }}", "Dihimpun oleh,"), 0)
    known = Signer(HEAD, ("Mengetahui,",), 0)
    examined = Signer(KASUBBAG, ("Diperiksa oleh,", "tanggal {{ tanggal_status.diperiksa }}"), 0)
    both = Signer(
        KASUBBAG,
        (
            "Diperiksa tanggal {{ tanggal_status.diperiksa }},",
            "dicek ulang tanggal {{ tanggal_status.dicek_ulang }} oleh",
        ),
        0,
    )
    checked = Signer(STAFF, ("Dicek ulang oleh,", "tanggal {{ tanggal_status.dicek_ulang }}"), 0)
    paragraph(last, '{%p if status == "dihimpun" %}', size=5)
    _blocks(last, [known, gathered], width)
    paragraph(last, '{%p elif status == "diperiksa" %}', size=5)
    _blocks(last, [known, examined, gathered], width)
    paragraph(last, "{%p else %}", size=5)
    _blocks(last, [known, both, checked, gathered], width)
    paragraph(last, "{%p endif %}", size=5)


def _blocks(container: object, signers: list[Signer], width: float) -> None:
    share = width / len(signers)
    signatures(container, [Signer(s.who, s.lead, share) for s in signers], room=17)
