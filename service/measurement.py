"""From targets and realizations to achievements, categories, averages and absorption.

Exact: Decimal, ROUND_HALF_UP. Achievements are computed from the printed realization, and
averages and categories from the printed achievements, so that a reader with a calculator gets
the figures on the paper. A blank is never zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Literal

from service.dataset import DataSet, Indicator, Rules
from service.errors import words
from service.indonesian import roman

Status = Literal[
    "tercapai", "belum_tercapai", "belum_dilaporkan", "tidak_diukur", "tidak_dapat_dihitung"
]

# Wide enough that no quotient of the data set's numbers is rounded before it is printed.
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class IndicatorResult:
    """The figures of one indicator up to a quarter; percentages with two decimals.

    `achievement` is against the target of the quarter, `achievement_year` against the yearly
    one; neither is capped. `parts_to_date` are the sums of X and Y for rasio_kumulatif, those
    of the quarter for the other methods. `missing_quarters` lack a realization that counts.
    `note` is a sentence for the reader below the table.
    """

    code: str
    target_to_date: Decimal | None
    realization_to_date: Decimal | None
    achievement: Decimal | None
    achievement_year: Decimal | None
    category: str | None
    status: Status
    parts_to_date: tuple[Decimal, Decimal] | None = None
    missing_quarters: tuple[int, ...] = ()
    note: str | None = None


@dataclass(frozen=True)
class ObjectiveResult:
    """The plain mean over `counted` of `total` indicators, of printed (and capped) achievements.

    `average_year` is the mean against the yearly targets; it leaves out `left_out_of_year`,
    the lower-is-better sums before TW IV, whose yearly allowance cannot be judged yet.
    """

    average: Decimal | None
    category: str | None
    counted: int
    total: int
    average_year: Decimal | None
    left_out_of_year: tuple[str, ...] = ()

    @property
    def provisional(self) -> bool:
        """Tell whether the average rests on fewer indicators than there are."""
        return 0 < self.counted < self.total


@dataclass(frozen=True)
class BudgetResult:
    """Rupiah of one budget line up to a quarter; None once a quarter so far is not reported."""

    ceiling: int
    realization: int | None
    realization_quarter: int | None
    absorption: Decimal | None
    remainder: int | None


@dataclass(frozen=True)
class Summary:
    """The whole office: mean over all indicators, number of indicators by status, budget."""

    average: ObjectiveResult
    counts: Mapping[Status, int]
    budget: BudgetResult | None

    @property
    def not_measurable(self) -> int:
        """Count the indicators without an achievement, for whatever reason."""
        return sum(
            self.counts[status]
            for status in ("belum_dilaporkan", "tidak_diukur", "tidak_dapat_dihitung")
        )


@dataclass(frozen=True)
class Measurement:
    """Every computed figure of a data set up to `quarter`, by code."""

    quarter: int
    indicators: Mapping[str, IndicatorResult]
    objectives: Mapping[str, ObjectiveResult]
    budget: Mapping[str, BudgetResult]
    objective_budget: Mapping[str, BudgetResult]
    summary: Summary


def measure(ds: DataSet, quarter: int) -> Measurement:
    """Compute all figures up to `quarter` (1 to 4).

    Budget lines of all three levels are in `budget`; `objective_budget` holds, for each
    objective that a programme serves, the sum of those programmes.
    """
    if quarter not in (1, 2, 3, 4):
        raise ValueError(f"quarter must be 1 to 4, not {quarter}")
    indicators = {
        indicator.code: _indicator(indicator, ds.rules, quarter)
        for objective in ds.objectives
        for indicator in objective.indicators
    }
    objectives = {
        objective.code: _average(objective.indicators, indicators, ds.rules, quarter)
        for objective in ds.objectives
    }
    budget = _budget(ds, quarter)
    summary = Summary(
        average=_average(
            [i for objective in ds.objectives for i in objective.indicators],
            indicators,
            ds.rules,
            quarter,
        ),
        counts=_counts(indicators.values()),
        budget=_total([budget[programme.code] for programme in ds.programmes]),
    )
    return Measurement(
        quarter, indicators, objectives, budget, _objective_budget(ds, budget), summary
    )


def achievement(
    target: Decimal, realization: Decimal, polarity: str, rules: Rules
) -> Decimal | None:
    """Return the achievement in percent with two decimals, None when it cannot be computed.

    Higher is better: R/T. Lower is better: (2T-R)/T, not below 0 (selisih), or T/R (rasio),
    where R = 0 gives the cap or, without one, 100. With T = 0 lower-is-better gives 100 for
    R = 0 and 0 otherwise; higher-is-better has no result.
    """
    if polarity == "naik":
        return None if target == 0 else _percent(realization, target)
    if target == 0:
        return _printed(_HUNDRED if realization == 0 else Decimal(0), 2)
    if rules.lower_is_better == "selisih":
        return max(_percent(2 * target - realization, target), _printed(Decimal(0), 2))
    if realization == 0:
        return _printed(_HUNDRED if rules.cap is None else rules.cap, 2)
    return _percent(target, realization)


def category(value: Decimal | None, rules: Rules) -> str | None:
    """Return the category of a printed percentage: the first lower bound it reaches."""
    if value is None:
        return None
    return next((name for bound, name in rules.scale if value >= bound), None)


def as_json(measurement: Measurement) -> dict[str, Any]:
    """Return plain JSON values: decimals as text with a point, rupiah and counts as integers."""
    return {
        "indikator": {
            code: _indicator_json(result) for code, result in measurement.indicators.items()
        },
        "sasaran": {
            code: {
                "rata_rata": _text(result.average),
                "kategori": result.category,
                "dihitung": result.counted,
                "jumlah": result.total,
            }
            for code, result in measurement.objectives.items()
        },
        "anggaran": {
            code: {
                "pagu": result.ceiling,
                "realisasi_sd": result.realization,
                "penyerapan": _text(result.absorption),
            }
            for code, result in measurement.budget.items()
        },
        "ringkasan": _summary_json(measurement.summary),
    }


def _indicator_json(result: IndicatorResult) -> dict[str, Any]:
    return {
        "target_sd": _text(result.target_to_date),
        "realisasi_sd": _text(result.realization_to_date),
        "capaian_tw": _text(result.achievement),
        "capaian_tahunan": _text(result.achievement_year),
        "kategori": result.category,
        "status": result.status,
    }


def _summary_json(summary: Summary) -> dict[str, Any]:
    budget = summary.budget
    return {
        "rata_rata_capaian": _text(summary.average.average),
        "kategori": summary.average.category,
        "pagu": None if budget is None else budget.ceiling,
        "realisasi": None if budget is None else budget.realization,
        "penyerapan": None if budget is None else _text(budget.absorption),
        "tercapai": summary.counts["tercapai"],
        "belum_tercapai": summary.counts["belum_tercapai"],
        "tidak_terukur": summary.not_measurable,
        "belum_dilaporkan": summary.counts["belum_dilaporkan"],
        "tidak_diukur": summary.counts["tidak_diukur"],
        "tidak_dapat_dihitung": summary.counts["tidak_dapat_dihitung"],
    }


def _indicator(indicator: Indicator, rules: Rules, quarter: int) -> IndicatorResult:
    missing = _missing_quarters(indicator, quarter)
    target = _target_to_date(indicator, quarter)
    parts = None if missing else _parts_to_date(indicator, quarter)
    realization = None if missing else _realization_to_date(indicator, quarter, parts)
    status: Status = "belum_dilaporkan"
    of_quarter = of_year = None
    if indicator.targets[quarter - 1] is None:
        status = "tidak_diukur"
    elif target is not None and realization is not None:
        of_quarter = achievement(target, realization, indicator.polarity, rules)
        of_year = _against_year(indicator, realization, rules)
        status = _status(of_quarter)
    return IndicatorResult(
        code=indicator.code,
        target_to_date=target,
        realization_to_date=realization,
        achievement=of_quarter,
        achievement_year=of_year,
        category=category(of_quarter, rules),
        status=status,
        parts_to_date=parts,
        missing_quarters=missing if status == "belum_dilaporkan" else (),
        note=_note(indicator, quarter, status, missing, of_year),
    )


def _status(printed: Decimal | None) -> Status:
    if printed is None:
        return "tidak_dapat_dihitung"
    return "tercapai" if printed >= _HUNDRED else "belum_tercapai"


def _counting_quarters(indicator: Indicator, quarter: int) -> list[int]:
    """Return the indexes of the quarters that make up the figure "up to now".

    With `jumlah` a quarter without a target adds nothing and leaves no gap.
    """
    if indicator.accumulation == "jumlah":
        return [q for q in range(quarter) if indicator.targets[q] is not None]
    if indicator.accumulation == "rasio_kumulatif":
        return list(range(quarter))
    return [quarter - 1]


def _missing_quarters(indicator: Indicator, quarter: int) -> tuple[int, ...]:
    reported: tuple[object, ...] = indicator.realizations
    if indicator.accumulation == "rasio_kumulatif":
        reported = indicator.parts or (None,) * 4
    return tuple(q + 1 for q in _counting_quarters(indicator, quarter) if reported[q] is None)


def _target_to_date(indicator: Indicator, quarter: int) -> Decimal | None:
    if indicator.accumulation != "jumlah":
        target = indicator.targets[quarter - 1]
        return None if target is None else _printed(target, indicator.decimals)
    given = [target for target in indicator.targets[:quarter] if target is not None]
    return _printed(sum(given, Decimal(0)), indicator.decimals) if given else None


def _realization_to_date(
    indicator: Indicator, quarter: int, parts: tuple[Decimal, Decimal] | None
) -> Decimal | None:
    if indicator.accumulation == "rasio_kumulatif":
        return None if parts is None else _percent(*parts, places=indicator.decimals)
    counting = [indicator.realizations[q] for q in _counting_quarters(indicator, quarter)]
    given = [value for value in counting if value is not None]
    return _printed(sum(given, Decimal(0)), indicator.decimals) if given else None


def _parts_to_date(indicator: Indicator, quarter: int) -> tuple[Decimal, Decimal] | None:
    if indicator.parts is None:
        return None
    counting = [indicator.parts[quarter - 1]]
    if indicator.accumulation == "rasio_kumulatif":
        counting = list(indicator.parts[:quarter])
    pairs = [pair for pair in counting if pair is not None]
    if not pairs:
        return None
    return sum((x for x, _ in pairs), Decimal(0)), sum((y for _, y in pairs), Decimal(0))


def _against_year(indicator: Indicator, realization: Decimal, rules: Rules) -> Decimal | None:
    if indicator.target_year is None:
        return None
    target = _printed(indicator.target_year, indicator.decimals)
    return achievement(target, realization, indicator.polarity, rules)


def _is_allowance(indicator: Indicator, quarter: int) -> bool:
    """Tell whether the year's target is an allowance that is still being used up."""
    return indicator.polarity == "turun" and indicator.accumulation == "jumlah" and quarter < 4


def _note(
    indicator: Indicator,
    quarter: int,
    status: Status,
    missing: tuple[int, ...],
    of_year: Decimal | None,
) -> str | None:
    untargeted = _untargeted_quarters(indicator, quarter)
    if status == "belum_dilaporkan" and any(q < quarter for q in missing):
        return words("figure_gap", indicator=indicator.code, quarters=_names(missing)).detail
    if status != "tidak_diukur" and untargeted:
        return words(
            "figure_untargeted", indicator=indicator.code, quarters=_names(untargeted)
        ).detail
    if of_year is not None and _is_allowance(indicator, quarter):
        return words("figure_allowance", indicator=indicator.code).detail
    return None


def _untargeted_quarters(indicator: Indicator, quarter: int) -> tuple[int, ...]:
    """Return the quarters whose reported value a sum leaves out for want of a target."""
    if indicator.accumulation != "jumlah":
        return ()
    return tuple(
        q + 1
        for q in range(quarter)
        if indicator.targets[q] is None and indicator.realizations[q] is not None
    )


def _names(quarters: Iterable[int]) -> str:
    return ", ".join(f"TW {roman(quarter)}" for quarter in quarters)


def _average(
    members: Iterable[Indicator],
    results: Mapping[str, IndicatorResult],
    rules: Rules,
    quarter: int,
) -> ObjectiveResult:
    indicators = list(members)
    left_out = tuple(
        i.code
        for i in indicators
        if _is_allowance(i, quarter) and results[i.code].achievement_year is not None
    )
    measured = [results[i.code].achievement for i in indicators]
    yearly = [results[i.code].achievement_year for i in indicators if i.code not in left_out]
    average = _mean(measured, rules.cap)
    return ObjectiveResult(
        average=average,
        category=category(average, rules),
        counted=sum(value is not None for value in measured),
        total=len(indicators),
        average_year=_mean(yearly, rules.cap),
        left_out_of_year=left_out,
    )


def _mean(values: Iterable[Decimal | None], cap: Decimal | None) -> Decimal | None:
    given = [value if cap is None else min(value, cap) for value in values if value is not None]
    if not given:
        return None
    return _printed(_EXACT.divide(sum(given, Decimal(0)), Decimal(len(given))), 2)


def _counts(results: Iterable[IndicatorResult]) -> dict[Status, int]:
    counts: dict[Status, int] = {
        "tercapai": 0,
        "belum_tercapai": 0,
        "belum_dilaporkan": 0,
        "tidak_diukur": 0,
        "tidak_dapat_dihitung": 0,
    }
    for result in results:
        counts[result.status] += 1
    return counts


def _budget(ds: DataSet, quarter: int) -> dict[str, BudgetResult]:
    results: dict[str, BudgetResult] = {}
    for programme in ds.programmes:
        activities = {}
        for activity in programme.activities:
            subs = {
                sub.code: _line(
                    sub.ceiling, _sum(sub.realizations[:quarter]), sub.realizations[quarter - 1]
                )
                for sub in activity.subs
            }
            activities[activity.code] = _sum_of_lines(subs.values())
            activities.update(subs)
        upper = [activities[activity.code] for activity in programme.activities]
        results[programme.code] = _sum_of_lines(upper)
        results.update(activities)
    return results


def _objective_budget(ds: DataSet, budget: Mapping[str, BudgetResult]) -> dict[str, BudgetResult]:
    totals = {}
    for objective in ds.objectives:
        serving = [budget[p.code] for p in ds.programmes if objective.code in p.objectives]
        total = _total(serving)
        if total is not None:
            totals[objective.code] = total
    return totals


def _total(lines: list[BudgetResult]) -> BudgetResult | None:
    return _sum_of_lines(lines) if lines else None


def _sum_of_lines(lines: Iterable[BudgetResult]) -> BudgetResult:
    members = list(lines)
    return _line(
        sum(line.ceiling for line in members),
        _sum([line.realization for line in members]),
        _sum([line.realization_quarter for line in members]),
    )


def _line(ceiling: int, realization: int | None, of_quarter: int | None) -> BudgetResult:
    absorption = remainder = None
    if realization is not None:
        remainder = ceiling - realization
        absorption = _percent(Decimal(realization), Decimal(ceiling)) if ceiling else None
    return BudgetResult(ceiling, realization, of_quarter, absorption, remainder)


def _sum(values: Iterable[int | None]) -> int | None:
    """Return the sum, None as soon as one value is not reported."""
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total


def _percent(part: Decimal, whole: Decimal, *, places: int = 2) -> Decimal:
    return _printed(_EXACT.divide(_EXACT.multiply(part, _HUNDRED), whole), places)


def _printed(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), context=_EXACT)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
