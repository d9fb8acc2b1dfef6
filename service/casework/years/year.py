"""A year of four quarters, each from its own case. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from service.casework.model import CaseView
from service.dataset import DataSet, Indicator, Objective
from service.measurement import BudgetResult, IndicatorResult, Measurement, ObjectiveResult, measure

QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True)
class QuarterOfYear:
    """The figures of one quarter, from the data set of its own case.

    `case` is None for a quarter nobody has opened: its figures are those the newest data set of
    the year has for it. `done` tells whether the case is finished, `approved` on which day.
    """

    quarter: int
    case: str | None
    done: bool
    approved: date | None
    dataset: DataSet
    measurement: Measurement

    @property
    def reported(self) -> bool:
        """Tell whether any indicator has a figure in this quarter."""
        return self.measurement.summary.average is not None

    def indicator(self, code: str) -> Indicator | None:
        """Return the indicator as this quarter's data have it, None when they do not."""
        found = (one for objective in self.dataset.objectives for one in objective.indicators)
        return next((one for one in found if one.code == code), None)


@dataclass(frozen=True)
class YearView:
    """Four quarters side by side; `objectives` as the newest data set of the year has them."""

    year: int
    procedure: str
    dataset: DataSet
    quarters: tuple[QuarterOfYear, ...]

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """Return the objectives with their indicators, in the order of the newest data set."""
        return self.dataset.objectives

    @property
    def last(self) -> QuarterOfYear | None:
        """Return the newest quarter that has figures, None while none has."""
        return next((one for one in reversed(self.quarters) if one.reported), None)

    def of_indicator(self, code: str) -> tuple[IndicatorResult | None, ...]:
        """Return the four results of an indicator; None where a quarter's data lack it."""
        return tuple(one.measurement.indicators.get(code) for one in self.quarters)

    def of_objective(self, code: str) -> tuple[ObjectiveResult | None, ...]:
        """Return the four averages of an objective; None where a quarter's data lack it."""
        return tuple(one.measurement.objectives.get(code) for one in self.quarters)

    def of_budget(self, code: str) -> tuple[BudgetResult | None, ...]:
        """Return the four results of a budget line; None where a quarter's data lack it."""
        return tuple(one.measurement.budget.get(code) for one in self.quarters)


def year_view(views: Iterable[CaseView]) -> YearView:
    """Return the year of `views`, cases of one year and one procedure; there is at least one."""
    own = {view.quarter: view for view in views}
    newest = own[max(own)]
    quarters = tuple(
        _opened(own[quarter]) if quarter in own else _unopened(newest, quarter)
        for quarter in QUARTERS
    )
    return YearView(newest.year, newest.procedure.code, newest.dataset, quarters)


def _opened(view: CaseView) -> QuarterOfYear:
    approval = view.progress.locked
    return QuarterOfYear(
        quarter=view.quarter,
        case=view.id,
        done=view.progress.done,
        approved=approval.at.date() if approval else None,
        dataset=view.dataset,
        measurement=view.measurement,
    )


def _unopened(newest: CaseView, quarter: int) -> QuarterOfYear:
    figures = measure(newest.dataset, quarter)
    return QuarterOfYear(quarter, None, False, None, newest.dataset, figures)
