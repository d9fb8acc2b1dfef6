"""Draws the tables two papers share: achievement per indicator, and the budget tree."""

from typing import Any

from docx.shared import Mm

from templates_docx.drawing import Cell, Column, fit, header, loop, row, table
from templates_docx.tables import AVERAGE_SHADE, TOTAL_SHADE, Grid

ACHIEVEMENT = (
    Column(9, "center"),
    Column(38),
    Column(55),
    Column(19, "center"),
    Column(17.5, "center"),
    Column(16, "right"),
    Column(17, "right"),
    Column(17.5, "right"),
    Column(16, "right"),
    Column(18, "right"),
    Column(27, "center"),
    Column(30),
)
DENSE = tuple(
    Column(width, column.align)
    for column, width in zip(
        ACHIEVEMENT, (9, 36, 53, 18.5, 23, 15, 16, 17.5, 16, 18, 27, 36), strict=True
    )
)
BUDGET = (
    Column(27),
    Column(104),
    Column(15.5, "center"),
    Column(22.5, "right"),
    Column(22, "right"),
    Column(23, "right"),
    Column(21, "right"),
    Column(22, "right"),
    Column(23),
)
SMALL = 7
# An objective stays on one page unless it is long; its last indicator stays with the average.
WHOLE = "loop.last or loop.length < 9"


def achievement_table(container: Any, width: float, *, dense: bool = False) -> Grid:
    """Draw targets, realizations and achievements with their averages, `width` mm wide.

    `dense` takes smaller type and low rows: a dozen indicators then fit on one page.
    """
    columns = fit(DENSE if dense else ACHIEVEMENT, width, fixed=(0, *range(3, 11)))
    size, padding = (8.5, (0.6, 1.1))
    if dense:
        size, padding = (8, (0.3, 1.0)) if width > 270 else (7.5, (0.2, 0.9))
    grid = table(container, columns, size=size, padding=padding)
    header(grid, _achievement_heading(), heights=(6, 8.5))
    loop(grid, "for s in sasaran")
    loop(grid, "for i in s.indikator")
    loop(grid, "if i.terukur")
    row(grid, [*_indicator(), *_result()])
    loop(grid, "else")
    reason = Cell("{{ i.keterangan_hasil }}", span=4, align="center", italic=True, valign="center")
    row(grid, [*_indicator(), reason, _responsible()])
    loop(grid, "endif")
    loop(grid, "endfor")
    _average(grid, "Rata-rata capaian sasaran", "s", AVERAGE_SHADE, keep="loop.last")
    loop(grid, "endfor")
    _average(grid, "Rata-rata capaian seluruh indikator", "ringkasan", TOTAL_SHADE)
    return grid


def _achievement_heading() -> list[list[Cell | str]]:
    down = [Cell(text, merge="start") for text in ("No", "Sasaran Strategis", "Indikator Kinerja")]
    down += [Cell("Satuan", merge="start"), Cell("Polaritas", merge="start")]
    on = Cell(merge="on")
    first: list[Cell | str] = [
        *down,
        Cell("Target", span=2),
        Cell("Realisasi\ns.d.\u00a0TW\u00a0{{ triwulan }}", merge="start"),
        Cell("Capaian (%)", span=2),
        Cell("Kategori", merge="start"),
        Cell("Penanggung\nJawab", merge="start"),
    ]
    second: list[Cell | str] = [
        *([on] * 5),
        Cell("{{ tahun }}"),
        Cell("s.d.\nTW\u00a0{{ triwulan }}"),
        on,
        Cell("TW\u00a0{{ triwulan }}"),
        Cell("thd. Target\n{{ tahun }}"),
        on,
        on,
    ]
    return [first, second]


def _indicator() -> list[Cell]:
    return [
        Cell("{{ i.kode }}", keep=WHOLE),
        Cell("{% vm %}{{ s.uraian }}"),
        Cell("{{ i.uraian }}"),
        Cell("{{ i.satuan }}"),
        Cell("{{ i.polaritas }}", size=SMALL),
        Cell("{{ i.target_tahunan }}"),
        Cell("{{ i.target_sd }}"),
    ]


def _result() -> list[Cell]:
    return [
        Cell("{{ i.realisasi_sd }}"),
        Cell("{{ i.capaian }}"),
        Cell("{{ i.capaian_tahunan }}"),
        Cell("{{ i.kategori }}"),
        _responsible(),
    ]


def _responsible() -> Cell:
    return Cell("{{ i.penanggung_jawab }}", size=SMALL)


def _average(grid: Grid, label: str, of: str, shade: str, *, keep: str = "true") -> None:
    row(
        grid,
        [
            Cell(label, span=8, align="right", bold=True, shade=shade, keep=keep),
            Cell(f"{{{{ {of}.rata_rata }}}}", bold=True, shade=shade),
            Cell("-", shade=shade),
            Cell(f"{{{{ {of}.kategori }}}}", bold=True, size=SMALL, shade=shade),
            Cell(f"{{{{ {of}.jumlah_teks }}}}", size=SMALL, shade=shade),
        ],
    )


def budget_table(container: Any, width: float, *, size: float = 8) -> Grid:
    """Draw the budget of all three levels with its total, `width` mm wide."""
    grid = table(
        container, fit(BUDGET, width, fixed=(0, *range(2, 9))), size=size, padding=(0.5, 1.1)
    )
    header(grid, [_budget_heading()], heights=(8.5,))
    loop(grid, "for b in anggaran.baris")
    for condition, indent, style in (
        ("if b.tingkat == 'program'", 0, {"bold": True, "shade": AVERAGE_SHADE}),
        ("elif b.tingkat == 'kegiatan'", 2, {"italic": True}),
        ("else", 4, {}),
    ):
        loop(grid, condition)
        name = row(grid, _budget_line(style), keep_next=condition != "else")[1]
        name.paragraphs[0].paragraph_format.left_indent = Mm(indent)
    loop(grid, "endif")
    loop(grid, "endfor")
    total = [Cell("JUMLAH", span=3, align="center", bold=True, shade=TOTAL_SHADE)]
    row(
        grid,
        total + _amounts("anggaran.jumlah", {"bold": True, "shade": TOTAL_SHADE}),
        keep_next=True,
    )
    return grid


def _budget_heading() -> list[Cell | str]:
    return [
        "Kode",
        "Program / Kegiatan / Sub Kegiatan",
        "Sasaran",
        "Pagu (Rp)",
        "Realisasi\nTW\u00a0{{ triwulan }} (Rp)",
        "Realisasi s.d.\nTW\u00a0{{ triwulan }} (Rp)",
        "Penyerapan\n(%)",
        "Sisa (Rp)",
        "Keterangan",
    ]


def _budget_line(style: dict[str, Any]) -> list[Cell]:
    plain = {name: value for name, value in style.items() if name != "italic"}
    return [
        Cell("{{ b.kode }}", **plain),
        Cell("{{ b.nama }}", **style),
        Cell("{{ b.sasaran }}", **plain),
        *_amounts("b", plain),
    ]


def _amounts(of: str, style: dict[str, Any]) -> list[Cell]:
    names = ("pagu", "realisasi_tw", "realisasi_sd", "penyerapan", "sisa")
    figures = [Cell(f"{{{{ {of}.{name} }}}}", **style) for name in names]
    return [*figures, Cell(f"{{{{ {of}.keterangan }}}}", size=7, shade=style.get("shade"))]
