"""Draws the tables of the Dokumen Pengukuran Kinerja: targets, budget, follow-ups, evidence."""

from collections.abc import Sequence
from typing import Any

from templates_docx.drawing import Cell, Column, fit, header, loop, row, table
from templates_docx.tables import TOTAL_SHADE, Grid

TARGET = (
    Column(9, "center"),
    Column(46),
    Column(55),
    Column(20, "center"),
    Column(16, "right"),
    Column(19, "right"),
)
PROGRAMME = (
    Column(17),
    Column(51),
    Column(16, "center"),
    Column(27, "right"),
    Column(27, "right"),
    Column(27, "right"),
)
COMPARISON = (
    Column(9, "center"),
    Column(76),
    Column(29, "right"),
    Column(27, "right"),
    Column(24, "right"),
)
JUDGED = (
    Column(9, "center"),
    Column(57),
    Column(27, "right"),
    Column(25, "right"),
    Column(21, "right"),
    Column(26, "center"),
)
QUARTERS = (
    Column(10, "center"),
    Column(70),
    Column(22, "center"),
    Column(22, "right"),
    Column(22, "right"),
    Column(19, "right"),
)
FOLLOW_UP = (
    Column(8.5, "center"),
    Column(28.8),
    Column(27),
    Column(27),
    Column(30),
    Column(23.4),
    Column(20.3),
)
PREVIOUS = (
    Column(9, "center"),
    Column(41),
    Column(38),
    Column(26),
    Column(21, "center"),
    Column(30),
)
EVIDENCE = (Column(10, "center"), Column(110), Column(100), Column(65))


def target_table(container: Any, width: float) -> Grid:
    """Draw each indicator's yearly target and its target up to the quarter."""
    grid = table(container, fit(TARGET, width, fixed=(0, 3)), size=8.5)
    first = [Cell(text, merge="start") for text in ("No", "Sasaran Strategis", "Indikator Kinerja")]
    on = Cell(merge="on")
    top: list[Cell | str] = [*first, Cell("Satuan", merge="start"), Cell("Target", span=2)]
    below: list[Cell | str] = [on, on, on, on, "{{ tahun }}", "s.d. TW\u00a0{{ triwulan }}"]
    header(grid, [top, below], heights=(6, 6), numbers=False)
    loop(grid, "for s in sasaran")
    loop(grid, "for i in s.indikator")
    names = ("i.kode", "i.uraian", "i.satuan", "i.target_tahunan", "i.target_sd")
    cells = _print(names)
    row(grid, [cells[0], Cell("{% vm %}{{ s.uraian }}"), *cells[1:]])
    loop(grid, "endfor")
    loop(grid, "endfor")
    return grid


def quarters_table(container: Any, width: float) -> Grid:
    """Draw each indicator's achievement beside that of the quarter before."""
    grid = table(container, fit(QUARTERS, width, fixed=(0, 2, 3, 4, 5)), size=8.5)
    first = [Cell(text, merge="start") for text in ("No", "Indikator Kinerja", "Satuan")]
    heads = ["TW\u00a0{{ triwulan_sebelumnya }}", "TW\u00a0{{ triwulan }}"]
    on = Cell(merge="on")
    top: list[Cell | str] = [*first, Cell("Capaian (%)", span=2)]
    top.append(Cell("Selisih\n(poin)", merge="start"))
    header(grid, [top, [on, on, on, *heads, on]], heights=(5.5, 5.5), numbers=False)
    loop(grid, "for s in sasaran")
    figures = (
        "{% if i.keterangan_sebelumnya %}{{ i.keterangan_sebelumnya }}"
        "{% else %}{{ i.capaian_sebelumnya }}{% endif %}",
        "{% if i.keterangan_singkat %}{{ i.keterangan_singkat }}"
        "{% else %}{{ i.capaian }}{% endif %}",
    )
    loop(grid, "for i in s.indikator")
    names = _print(("i.kode", "i.uraian", "i.satuan"))
    row(grid, [*names, *figures, "{{ i.selisih_sebelumnya }}"])
    loop(grid, "endfor")
    loop(grid, "endfor")
    average = ("rata_rata_sebelumnya", "rata_rata", "selisih_sebelumnya")
    label = "Rata-rata capaian seluruh indikator"
    row(
        grid,
        [
            Cell(label, span=3, align="right", bold=True, shade=TOTAL_SHADE),
            *(
                Cell(f"{{{{ ringkasan.{name} }}}}", bold=True, shade=TOTAL_SHADE)
                for name in average
            ),
        ],
    )
    return grid


def programme_table(container: Any, width: float) -> Grid:
    """Draw the budget by programme."""
    grid = table(container, fit(PROGRAMME, width, fixed=(0, 2)), size=8.5)
    heads = ("Kode", "Program", "Sasaran", "Pagu (Rp)", "Realisasi (Rp)", "Penyerapan (%)")
    header(grid, [heads], heights=(7,), numbers=False)
    names = ("kode", "nama", "sasaran", "pagu", "realisasi_sd", "penyerapan")
    _looped(grid, "p in anggaran.program", [f"p.{name}" for name in names])
    total = [f"{{{{ anggaran.jumlah.{name} }}}}" for name in names[3:]]
    row(
        grid,
        [
            Cell("JUMLAH", span=3, align="center", bold=True, shade=TOTAL_SHADE),
            *(Cell(text, bold=True, shade=TOTAL_SHADE) for text in total),
        ],
    )
    return grid


def comparison_table(container: Any, width: float, *, judged: bool) -> Grid:
    """Draw yearly achievement against absorption, with a verdict when `judged`."""
    grid = table(container, fit(JUDGED if judged else COMPARISON, width, fixed=(0,)), size=8.5)
    heads = ["No", "Sasaran Strategis", "Capaian thd. Target\nTahunan (%)", "Penyerapan\n(%)"]
    heads += ["Selisih\n(poin)", *(["Indikasi"] if judged else [])]
    header(grid, [heads], heights=(9,), numbers=False)
    names = ["nomor", "sasaran", "capaian", "penyerapan", "selisih"]
    names += ["indikasi"] if judged else []
    _looped(grid, "p in perbandingan", [f"p.{name}" for name in names])
    return grid


def follow_up_table(container: Any, width: float) -> Grid:
    """Draw what drove and hindered each indicator, and what will be done."""
    grid = table(container, fit(FOLLOW_UP, width, fixed=(0, 5, 6)), size=8)
    heads = ["No", "Indikator Kinerja", "Faktor Pendorong", "Faktor Penghambat"]
    heads += ["Rencana\nTindak Lanjut", "Penanggung\nJawab", "Batas\nWaktu"]
    header(grid, [heads], heights=(9,), numbers=False)
    loop(grid, "for s in sasaran")
    names = ["kode", "uraian", "faktor_pendorong", "faktor_penghambat"]
    names += ["tindak_lanjut", "penanggung_jawab", "batas_waktu"]
    _looped(grid, "i in s.indikator", [f"i.{name}" for name in names])
    loop(grid, "endfor")
    return grid


def previous_table(container: Any, width: float, nothing: str) -> Grid:
    """Draw what became of the last quarter's follow-ups, or the text `nothing`."""
    grid = table(container, fit(PREVIOUS, width, fixed=(0,)), size=8)
    heads = ("No", "Indikator Kinerja", "Rencana Tindak Lanjut", "Penanggung\nJawab", "Status")
    header(grid, [(*heads, "Keterangan")], heights=(9,), numbers=False)
    names = ("kode", "indikator", "uraian", "penanggung_jawab", "status", "keterangan")
    _looped(grid, "t in tindak_lanjut_sebelumnya", [f"t.{name}" for name in names])
    loop(grid, "if not tindak_lanjut_sebelumnya")
    row(grid, [Cell(nothing, span=len(PREVIOUS), align="center", italic=True)])
    loop(grid, "endif")
    return grid


def evidence_table(container: Any, width: float) -> Grid:
    """Draw the list of evidence: one line per indicator."""
    grid = table(container, fit(EVIDENCE, width, fixed=(0,)), size=8.5)
    header(grid, [("No", "Indikator Kinerja", "Bukti Dukung", "Unit")], heights=(7,), numbers=False)
    _looped(grid, "b in bukti", ["b.kode", "b.indikator", "b.bukti", "b.unit"])
    return grid


def _looped(grid: Grid, each: str, names: Sequence[str]) -> None:
    loop(grid, f"for {each}")
    row(grid, _print(names))
    loop(grid, "endfor")


def _print(names: Sequence[str]) -> list[Cell]:
    return [Cell(f"{{{{ {name} }}}}") for name in names]
