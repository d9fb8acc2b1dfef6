"""One office's year as plain, frozen values: read, checked, written, selected, merged.

Import from here; the modules below are how it is cut:

source       bytes -> JSON values
model        the values themselves, in the shape of samples/mentebah-2026.json
reading      JSON values read strictly, every problem kept with its path
parsing      JSON -> DataSet
indicators   its objectives and indicators
consistency  what must agree inside one data set, for JSON and Excel alike
writing      DataSet -> JSON
selection    which units, which official
figures      every figure somebody typed, by name, and its place in the JSON shape
merging      one unit's upload, the budget's upload, the next quarter
changes      what differs between two data sets, as sentences name it
years        the office in the next year, with blanks for its targets
earlier      figures of earlier quarters against those quarters' own data
"""

from service.dataset.changes import Change, changes, fingerprint, marks
from service.dataset.earlier import Difference, differences, with_earlier
from service.dataset.figures import Path, Value, addresses, figures
from service.dataset.merging import (
    for_quarter,
    merge_budget,
    merge_plan,
    merge_unit,
    without_report,
)
from service.dataset.model import (
    Accumulation,
    Activity,
    DataSet,
    Indicator,
    Margins,
    Objective,
    Office,
    Official,
    Parts,
    Polarity,
    PreviousFollowUp,
    Programme,
    Quarters,
    Receiver,
    Reference,
    Rules,
    Rupiah,
    SubActivity,
    Unit,
)
from service.dataset.parsing import (
    ACTING,
    DEFAULT_SCALE,
    LEAST_MARGIN,
    MONEY,
    MOST_MARGIN,
    ZONES,
    parse,
)
from service.dataset.selection import (
    budget_names,
    indicators,
    official,
    sub_activities,
    units_with_indicators,
)
from service.dataset.source import is_json, read_json
from service.dataset.writing import to_json
from service.dataset.years import for_year

__all__ = [
    "ACTING",
    "DEFAULT_SCALE",
    "LEAST_MARGIN",
    "MONEY",
    "MOST_MARGIN",
    "ZONES",
    "Accumulation",
    "Activity",
    "Change",
    "DataSet",
    "Difference",
    "Indicator",
    "Margins",
    "Objective",
    "Office",
    "Official",
    "Parts",
    "Path",
    "Polarity",
    "PreviousFollowUp",
    "Programme",
    "Quarters",
    "Receiver",
    "Reference",
    "Rules",
    "Rupiah",
    "SubActivity",
    "Unit",
    "Value",
    "addresses",
    "budget_names",
    "changes",
    "differences",
    "figures",
    "fingerprint",
    "for_quarter",
    "for_year",
    "indicators",
    "is_json",
    "marks",
    "merge_budget",
    "merge_plan",
    "merge_unit",
    "official",
    "parse",
    "read_json",
    "sub_activities",
    "to_json",
    "units_with_indicators",
    "with_earlier",
    "without_report",
]
