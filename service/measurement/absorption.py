"""Ceilings, realizations and absorption of the three budget levels and of each objective."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from service.dataset import Activity, DataSet
from service.measurement.results import BudgetResult
from service.measurement.rounding import percent


def budget_results(ds: DataSet, quarter: int) -> dict[str, BudgetResult]:
    """Return every budget line up to `quarter` by code, each level above its parts."""
    results: dict[str, BudgetResult] = {}
    for programme in ds.programmes:
        lines: dict[str, BudgetResult] = {}
        for activity in programme.activities:
            subs = _sub_results(activity, quarter)
            lines |= {activity.code: _sum_of_lines(subs.values()), **subs}
        upper = [lines[activity.code] for activity in programme.activities]
        results |= {programme.code: _sum_of_lines(upper), **lines}
    return results


def budget_total(ds: DataSet, budget: Mapping[str, BudgetResult]) -> BudgetResult | None:
    """Return the sum of all programmes, None for an office without a budget."""
    return _total([budget[programme.code] for programme in ds.programmes])


def objective_budget(ds: DataSet, budget: Mapping[str, BudgetResult]) -> dict[str, BudgetResult]:
    """Return, for each objective that a programme serves, the sum of those programmes."""
    totals = {}
    for objective in ds.objectives:
        serving = [budget[p.code] for p in ds.programmes if objective.code in p.objectives]
        total = _total(serving)
        if total is not None:
            totals[objective.code] = total
    return totals


def _sub_results(activity: Activity, quarter: int) -> dict[str, BudgetResult]:
    return {
        sub.code: _line(
            sub.ceiling, _sum(sub.realizations[:quarter]), sub.realizations[quarter - 1]
        )
        for sub in activity.subs
    }


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
        absorption = percent(Decimal(realization), Decimal(ceiling)) if ceiling else None
    return BudgetResult(ceiling, realization, of_quarter, absorption, remainder)


def _sum(values: Iterable[int | None]) -> int | None:
    """Return the sum, None as soon as one value is not reported."""
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total
