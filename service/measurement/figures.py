"""Every figure of a data set up to one quarter."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

from service.dataset import DataSet, Indicator, Rules, indicators
from service.measurement.absorption import budget_results, budget_total, objective_budget
from service.measurement.achievement import category, indicator_result, is_allowance
from service.measurement.results import (
    BudgetResult,
    IndicatorResult,
    Measurement,
    ObjectiveResult,
    Summary,
)
from service.measurement.rounding import mean


def measure(ds: DataSet, quarter: int) -> Measurement:
    """Compute all figures up to `quarter`. Raises ValueError outside 1 to 4.

    Budget lines of all three levels are in `budget`; `objective_budget` holds, for each
    objective that a programme serves, the sum of those programmes.
    """
    if quarter not in (1, 2, 3, 4):
        raise ValueError(f"quarter must be 1 to 4, not {quarter}")
    every = indicators(ds)
    results = {i.code: indicator_result(i, ds.rules, quarter) for i in every}
    budget = budget_results(ds, quarter)
    total = budget_total(ds, budget)
    return Measurement(
        quarter=quarter,
        indicators=results,
        objectives={
            objective.code: _average(objective.indicators, results, ds.rules, quarter)
            for objective in ds.objectives
        },
        budget=budget,
        objective_budget=objective_budget(ds, budget),
        budget_total=total,
        summary=_summary(_average(every, results, ds.rules, quarter), results, total),
    )


def _average(
    members: Iterable[Indicator],
    results: Mapping[str, IndicatorResult],
    rules: Rules,
    quarter: int,
) -> ObjectiveResult:
    """Return the plain mean of printed achievements, each capped where the office caps."""
    indicators = list(members)
    left_out = tuple(
        i.code
        for i in indicators
        if is_allowance(i, quarter) and results[i.code].achievement_year is not None
    )
    measured = [results[i.code].achievement for i in indicators]
    yearly = [results[i.code].achievement_year for i in indicators if i.code not in left_out]
    average = mean(_capped(measured, rules.cap))
    return ObjectiveResult(
        average=average,
        category=category(average, rules),
        counted=sum(value is not None for value in measured),
        total=len(indicators),
        average_year=mean(_capped(yearly, rules.cap)),
        left_out_of_year=left_out,
    )


def _capped(values: Iterable[Decimal | None], cap: Decimal | None) -> list[Decimal | None]:
    return [value if value is None or cap is None else min(value, cap) for value in values]


def _summary(
    average: ObjectiveResult,
    results: Mapping[str, IndicatorResult],
    total: BudgetResult | None,
) -> Summary:
    counts = Counter(result.status for result in results.values())
    return Summary(
        average=average.average,
        category=average.category,
        counted=average.counted,
        total=average.total,
        average_year=average.average_year,
        left_out_of_year=average.left_out_of_year,
        tercapai=counts["tercapai"],
        belum_tercapai=counts["belum_tercapai"],
        belum_dilaporkan=counts["belum_dilaporkan"],
        tidak_diukur=counts["tidak_diukur"],
        tidak_dapat_dihitung=counts["tidak_dapat_dihitung"],
        ceiling=total.ceiling if total else None,
        realization=total.realization if total else None,
        absorption=total.absorption if total else None,
    )
