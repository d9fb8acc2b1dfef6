"""Rekap Tahunan: four quarters side by side, as charts and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint, Response, render_template
from markupsafe import Markup

from service.casework.years.sheet import notes, state_of
from service.casework.years.year import QuarterOfYear, YearView
from service.dataset import Indicator
from service.indonesian import roman
from service.measurement import IndicatorResult, ObjectiveResult, Summary
from service.web import charts, current, files

pages = Blueprint("year", __name__, url_prefix="/tahun/<int:year>")

OF_QUARTER, OF_YEAR = "terhadap target triwulan", "terhadap target tahunan"
ABSORBED = "penyerapan anggaran"
MOST_LINES = 12
WORDS = {
    "belum_dilaporkan": "belum dilaporkan",
    "tidak_diukur": "tidak diukur",
    "tidak_dapat_dihitung": "tidak dapat dihitung",
}
BLANK = "belum"


@dataclass(frozen=True)
class Chart:
    """A drawing with its caption."""

    title: str
    caption: str
    drawing: Markup


@pages.get("")
def show(year: int) -> str:
    """Show the year: charts first, then every figure in tables."""
    found = current.casework().year(year)
    return render_template(
        "year.html",
        year=found,
        last=found.last,
        office_chart=office_chart(found),
        budget_chart=budget_chart(found),
        objective_charts=objective_charts(found),
        missed_charts=missed_charts(found),
        notes=notes(found),
        state_of=state_of,
        absence=absence,
        hatch=charts.hatch(),
        years=known_years(),
    )


@pages.get("/rekap.xlsx")
def sheet(year: int) -> Response:
    """Hand out the year as an Excel file."""
    stored = current.casework().year_sheet(year)
    return files.download(stored.content, stored.name, stored.media_type)


def absence(summary: Summary) -> str:
    """Return why a quarter has no average."""
    if summary.belum_dilaporkan or not summary.total:
        return WORDS["belum_dilaporkan"]
    only = "tidak_diukur" if summary.tidak_diukur == summary.total else "tidak_dapat_dihitung"
    return WORDS[only]


def known_years() -> list[int]:
    """Return the years that have a case, newest first."""
    return sorted({row.year for row in current.casework().rows()}, reverse=True)


def office_chart(year: YearView) -> Chart:
    """Return the office's average per quarter, against both targets."""
    groups = [
        charts.Group(_label(one), _pair(one.measurement.summary), _word(one), one is year.last)
        for one in year.quarters
    ]
    title = "Rata-rata capaian seluruh indikator (%)"
    drawing = charts.bars("kantor", title, groups, _top(groups))
    total = len([i for objective in year.objectives for i in objective.indicators])
    return Chart(title, f"{total} indikator", drawing)


def budget_chart(year: YearView) -> Chart | None:
    """Return the absorption up to each quarter, None for an office without a budget."""
    if not year.dataset.programmes:
        return None
    groups = [
        charts.Group(
            _label(one),
            (charts.Bar(one.measurement.summary.absorption, "solid", ABSORBED),),
            BLANK,
            one is year.last,
        )
        for one in year.quarters
    ]
    title = "Penyerapan anggaran sampai dengan triwulan (%)"
    return Chart(title, "", charts.bars("anggaran", title, groups, _top(groups)))


def objective_charts(year: YearView) -> list[Chart]:
    """Return one small chart for each objective, all on one scale."""
    rows = [(one, year.of_objective(one.code)) for one in year.objectives]
    top = charts.scale_end(
        value
        for _, results in rows
        for one in results
        if one is not None
        for value in (one.average, one.average_year)
    )
    found: list[Chart] = []
    for objective, results in rows:
        groups = [
            charts.Group(
                _label(quarter),
                _pair(result),
                _absence(quarter, [i.code for i in objective.indicators]),
                quarter is year.last,
            )
            for quarter, result in zip(year.quarters, results, strict=True)
        ]
        name = f"sasaran-{len(found) + 1}"
        drawing = charts.bars(name, objective.text, groups, top, charts.SMALL)
        caption = f"{objective.code}, {len(objective.indicators)} indikator"
        found.append(Chart(objective.text, caption, drawing))
    return found


def missed_charts(year: YearView) -> list[Chart]:
    """Return the way through the year of the indicators that missed their target last, worst first.

    At most MOST_LINES of them; the table has all.
    """
    if year.last is None:
        return []
    results = year.last.measurement.indicators
    missed = [
        (value, one)
        for objective in year.objectives
        for one in objective.indicators
        if (value := _missed(results.get(one.code))) is not None
    ]
    worst = [one for _, one in sorted(missed, key=lambda pair: pair[0])][:MOST_LINES]
    ways = [(one, year.of_indicator(one.code)) for one in worst]
    top = charts.scale_end(r.achievement for _, way in ways for r in way if r is not None)
    return [_way(year, one, way, top, n) for n, (one, way) in enumerate(ways, 1)]


def _way(
    year: YearView,
    one: Indicator,
    results: Sequence[IndicatorResult | None],
    top: Decimal,
    number: int,
) -> Chart:
    points = [
        (_label(quarter), result.achievement if result else None, _short(result))
        for quarter, result in zip(year.quarters, results, strict=True)
    ]
    title = f"{one.code} {one.text}"
    return Chart(title, "", charts.line(f"indikator-{number}", title, points, top))


def _missed(result: IndicatorResult | None) -> Decimal | None:
    missed = result is not None and result.status == "belum_tercapai"
    return result.achievement if result is not None and missed else None


def _pair(result: ObjectiveResult | None) -> tuple[charts.Bar, ...]:
    return (
        charts.Bar(result.average if result else None, "solid", OF_QUARTER),
        charts.Bar(result.average_year if result else None, "hatched", OF_YEAR),
    )


def _label(one: QuarterOfYear) -> str:
    return f"TW {roman(one.quarter)}"


def _word(one: QuarterOfYear) -> str:
    return _absence(one, list(one.measurement.indicators))


def _absence(one: QuarterOfYear, codes: Sequence[str]) -> str:
    """Return why there is no average: one word for all, "belum" as soon as one is not reported."""
    kinds = {
        result.status
        for code in codes
        if (result := one.measurement.indicators.get(code)) is not None
    }
    only = kinds.pop() if len(kinds) == 1 else ""
    return BLANK if only == "belum_dilaporkan" else WORDS.get(only, BLANK)


def _short(result: IndicatorResult | None) -> str:
    if result is None or result.status == "belum_dilaporkan":
        return BLANK
    return WORDS.get(result.status, "")


def _top(groups: Sequence[charts.Group]) -> Decimal:
    return charts.scale_end(bar.value for group in groups for bar in group.bars)
