"""The Rekap Tahunan as an Excel file: figures as numbers, words where there is no figure."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from service.casework.years.year import QuarterOfYear, YearView
from service.dataset import Indicator, budget_names, units_with_indicators
from service.indonesian import roman
from service.measurement import IndicatorResult
from service.workbook import looks
from service.workbook.layout import HEADER_ROW
from service.workbook.writing.stamp import settled

STATUS = {
    "tercapai": "Tercapai",
    "belum_tercapai": "Belum tercapai",
    "belum_dilaporkan": "Belum dilaporkan",
    "tidak_diukur": "Tidak diukur",
    "tidak_dapat_dihitung": "Tidak dapat dihitung",
}
UNKNOWN = "Tidak ada pada data triwulan itu"
UNOPENED = "belum dibuka"
_POLARITY = {"naik": "semakin tinggi semakin baik", "turun": "semakin rendah semakin baik"}
_ACCUMULATION = {
    "jumlah": "jumlah",
    "posisi_akhir": "posisi akhir",
    "rasio_kumulatif": "rasio kumulatif",
    "tahunan": "tahunan",
}


@dataclass(frozen=True)
class Figure:
    """A number with the decimals it is shown with."""

    value: Decimal | int | None
    decimals: int = 2


Entry = str | Figure


def year_sheet(year: YearView) -> bytes:
    """Return the year as .xlsx; the same figures give the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _quarters(book.create_sheet("Rekap"), year)
    _objectives(book.create_sheet("Sasaran"), year)
    _indicators(book.create_sheet("Indikator"), year)
    if year.dataset.programmes:
        _budget(book.create_sheet("Anggaran"), year)
    book.properties.creator = "Pengukuran Kinerja"
    return settled(book)


def _quarters(sheet: Worksheet, year: YearView) -> None:
    heads = (
        "Triwulan", "Keterangan", "Rata-rata capaian terhadap target triwulan (%)", "Kategori",
        "Rata-rata capaian terhadap target tahunan (%)", "Tercapai", "Belum tercapai",
        "Belum dilaporkan", "Tidak diukur", "Tidak dapat dihitung", "Pagu (Rp)",
        "Realisasi anggaran s.d. triwulan (Rp)", "Penyerapan (%)",
    )  # fmt: skip
    rows = [_quarter_row(one) for one in year.quarters]
    _table(sheet, year, "Rekap Tahunan", heads, rows, (12, 16, *[15] * 11))
    row = HEADER_ROW + len(rows) + 1
    for note in notes(year):
        row += 1
        looks.put_text(looks.cell_at(sheet, row, 1), note)


def notes(year: YearView) -> list[str]:
    """Return what a reader of the averages has to know."""
    told = [
        "Rata-rata dihitung dari capaian yang tercetak, hanya indikator yang terukur. "
        "Sel kosong atau berisi kata tidak dihitung nol."
    ]
    for left, names in _left_out(year).items():
        told.append(
            f"Rata-rata terhadap target tahunan {_joined(names)} tanpa indikator "
            f"{', '.join(left)}: jumlah yang semakin rendah semakin baik baru dapat dinilai "
            "terhadap target tahunan pada akhir tahun."
        )
    unopened = [roman(one.quarter) for one in year.quarters if one.case is None]
    if unopened:
        told.append(f"{_joined(unopened)} {UNOPENED}; angkanya dari data terbaru tahun itu.")
    return told


def _left_out(year: YearView) -> dict[tuple[str, ...], list[str]]:
    """Return the quarters, by name, for each set of indicators their yearly average leaves out."""
    found: dict[tuple[str, ...], list[str]] = {}
    for one in year.quarters:
        left = one.measurement.summary.left_out_of_year
        if left:
            found.setdefault(left, []).append(roman(one.quarter))
    return found


def _joined(names: Sequence[str]) -> str:
    """Return "Triwulan I, II, dan III"."""
    if len(names) <= 2:
        return f"Triwulan {' dan '.join(names)}"
    return f"Triwulan {', '.join(names[:-1])}, dan {names[-1]}"


def _quarter_row(one: QuarterOfYear) -> list[Entry]:
    found = one.measurement.summary
    word = "Belum dilaporkan" if found.belum_dilaporkan else ""
    budget = "" if found.ceiling is None else "Belum dilaporkan"
    return [
        f"Triwulan {roman(one.quarter)}",
        state_of(one),
        _or(found.average, word),
        found.category or "",
        _or(found.average_year, word),
        *(
            Figure(count, 0)
            for count in (
                found.tercapai,
                found.belum_tercapai,
                found.belum_dilaporkan,
                found.tidak_diukur,
                found.tidak_dapat_dihitung,
            )
        ),
        Figure(found.ceiling, 0),
        _or(found.realization, budget, 0),
        _or(found.absorption, budget),
    ]


def state_of(one: QuarterOfYear) -> str:
    """Return where a quarter's case stands, in words."""
    if one.case is None:
        return UNOPENED
    if one.done:
        return "selesai"
    return "disetujui" if one.approved else "berjalan"


def _objectives(sheet: Worksheet, year: YearView) -> None:
    heads = ["Kode", "Sasaran"]
    for quarter in year.quarters:
        name = f"TW {roman(quarter.quarter)}"
        heads += [f"{name}: terhadap target triwulan (%)", f"{name}: kategori",
                  f"{name}: terhadap target tahunan (%)", f"{name}: indikator terukur"]  # fmt: skip
    rows = []
    for objective in year.objectives:
        row: list[Entry] = [objective.code, objective.text]
        for one in year.of_objective(objective.code):
            if one is None:
                row += [UNKNOWN, "", "", ""]
            else:
                counted = f"{one.counted} dari {one.total}"
                row += [Figure(one.average), one.category or "", Figure(one.average_year), counted]
        rows.append(row)
    _table(sheet, year, "Capaian tiap sasaran", heads, rows, (8, 44, *[14] * 16))


def _indicators(sheet: Worksheet, year: YearView) -> None:
    heads = ["Sasaran", "Kode", "Indikator", "Satuan", "Unit", "Polaritas", "Akumulasi",
             "Target tahunan"]  # fmt: skip
    for quarter in year.quarters:
        name = f"TW {roman(quarter.quarter)}"
        heads += [f"{name}: target s.d.", f"{name}: realisasi s.d.", f"{name}: capaian (%)",
                  f"{name}: terhadap target tahunan (%)", f"{name}: kategori",
                  f"{name}: status"]  # fmt: skip
    units = {one.code: one.name for one in units_with_indicators(year.dataset)}
    rows = []
    for objective in year.objectives:
        for one in objective.indicators:
            row: list[Entry] = [
                objective.code, one.code, one.text, one.measure, units.get(one.unit, one.unit),
                _POLARITY[one.polarity], _ACCUMULATION[one.accumulation],
                Figure(one.target_year, one.decimals),
            ]  # fmt: skip
            for result in year.of_indicator(one.code):
                row += _result(one, result)
            rows.append(row)
    _table(
        sheet, year, "Capaian tiap indikator", heads, rows, (9, 8, 44, 12, 24, 16, 14, *[13] * 25)
    )


def _result(one: Indicator, result: IndicatorResult | None) -> list[Entry]:
    if result is None:
        return ["", "", "", "", "", UNKNOWN]
    return [
        Figure(result.target_to_date, one.decimals),
        Figure(result.realization_to_date, one.decimals),
        Figure(result.achievement),
        Figure(result.achievement_year),
        result.category or "",
        STATUS[result.status],
    ]


def _budget(sheet: Worksheet, year: YearView) -> None:
    heads = ["Kode", "Program / Kegiatan / Sub Kegiatan", "Pagu (Rp)"]
    for quarter in year.quarters:
        name = f"TW {roman(quarter.quarter)}"
        heads += [f"{name}: realisasi s.d. (Rp)", f"{name}: penyerapan (%)"]
    rows = [_budget_row(year, code, name) for code, name in budget_names(year.dataset)]
    _table(sheet, year, "Anggaran", heads, rows, (20, 52, 16, *[16, 12] * 4))


def _budget_row(year: YearView, code: str, name: str) -> list[Entry]:
    results = year.of_budget(code)
    newest = next((one for one in reversed(results) if one is not None), None)
    row: list[Entry] = [code, name, Figure(newest.ceiling if newest else None, 0)]
    for one in results:
        if one is None:
            row += [UNKNOWN, ""]
        else:
            row += [_or(one.realization, "Belum dilaporkan", 0), Figure(one.absorption)]
    return row


def _or(value: Decimal | int | None, word: str, decimals: int = 2) -> Entry:
    return word if value is None else Figure(value, decimals)


def _table(  # noqa: PLR0917 one table: where, of what, its head, its rows, its widths
    sheet: Worksheet,
    year: YearView,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Entry]],
    widths: Sequence[int],
) -> None:
    subtitle = f"{year.dataset.office.name} · Tahun {year.year}"
    looks.put_title(sheet, title, subtitle, "Angka tiap triwulan dari data triwulan itu sendiri.")
    for column, head in enumerate(heads, 1):
        cell = looks.cell_at(sheet, HEADER_ROW, column)
        looks.put_text(cell, head)
        looks.dress_header(cell)
        sheet.column_dimensions[get_column_letter(column)].width = widths[column - 1]
    sheet.row_dimensions[HEADER_ROW].height = 62
    dress = _Looks()
    for number, row in enumerate(rows, HEADER_ROW + 1):
        for column, entry in enumerate(row, 1):
            _put(sheet, number, column, entry, dress)
    fixed = 3 if len(heads) > 16 else 2
    sheet.freeze_panes = looks.cell_at(sheet, HEADER_ROW + 1, fixed).coordinate
    looks.set_up_page(sheet, year.dataset.office.paper)


class _Looks:
    """The looks of one workbook's cells, each made once: making them is what costs."""

    def __init__(self) -> None:
        self._made: dict[int | None, StyleArray] = {}

    def dress(self, cell: Cell, decimals: int | None) -> None:
        """Dress a cell with a number of so many decimals, or with words when None."""
        if decimals not in self._made:
            cell.font = Font(name=looks.FONT, size=10, color=looks.INK)
            cell.border = looks.BOX
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if decimals is not None:
                zeros = "." + "0" * decimals if decimals else ""
                cell.number_format = f"#,##0{zeros}"
                cell.alignment = Alignment(vertical="top", horizontal="right")
            self._made[decimals] = copy(cell._style)  # type: ignore[attr-defined]  # not in stubs
        cell._style = copy(self._made[decimals])  # type: ignore[attr-defined]


def _put(sheet: Worksheet, row: int, column: int, entry: Entry, dress: _Looks) -> None:
    cell = looks.cell_at(sheet, row, column)
    if isinstance(entry, Figure):
        dress.dress(cell, None if entry.value is None else entry.decimals)
        cell.value = entry.value
        return
    dress.dress(cell, None)
    if entry:
        looks.put_text(cell, entry)
