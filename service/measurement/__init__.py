"""From targets and realizations to achievements, categories, averages and absorption.

Exact: Decimal, ROUND_HALF_UP. Achievements are computed from the printed realization, and
averages and categories from the printed achievements, so that a reader with a calculator gets
the figures on the paper. A blank is never zero. Import from here:

figures        measure(): every figure of a data set up to one quarter
achievement    one indicator: accumulation, achievement, category, status
absorption     the three budget levels
results        what a measurement holds, and the same as JSON
disagreement   derived values in an upload that differ from the computed ones
derivation     how a computed figure came about: the arithmetic with its numbers
budget_derivation  the same for the budget
rounding       exact division, and the one rounding to what is printed
"""

from service.measurement.achievement import achievement, category
from service.measurement.budget_derivation import derive_budget
from service.measurement.derivation import (
    Derivation,
    derive_average,
    derive_indicator,
    realization_cells,
)
from service.measurement.disagreement import disagreements
from service.measurement.figures import measure
from service.measurement.results import (
    BudgetResult,
    IndicatorResult,
    Measurement,
    ObjectiveResult,
    Status,
    Summary,
    as_json,
)

__all__ = [
    "BudgetResult",
    "Derivation",
    "IndicatorResult",
    "Measurement",
    "ObjectiveResult",
    "Status",
    "Summary",
    "achievement",
    "as_json",
    "category",
    "derive_average",
    "derive_budget",
    "derive_indicator",
    "disagreements",
    "measure",
    "realization_cells",
]
