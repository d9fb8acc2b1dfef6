"""The same office in the next year: everything that stays, and blanks for what nobody knows yet."""

from dataclasses import replace
from typing import Any

from service.dataset.merging import carried_follow_up
from service.dataset.model import DataSet, Indicator
from service.dataset.writing import to_json

_NOTHING = (None, None, None, None)


def for_year(base: DataSet) -> dict[str, Any]:
    """Return the first quarter of the year after `base` in the JSON shape of `to_json`.

    Office, officials, units, objectives, indicators, formulas, rules, receivers and references
    stay; targets, realizations, ceilings and narratives are blank; what was promised in `base`
    is the previous follow-up. It is a form to fill, no data set yet: a blank ceiling is refused
    by `parse`, as it is in the workbook until somebody fills it.
    """
    objectives = tuple(
        replace(one, indicators=tuple(_blank(i, base.quarter) for i in one.indicators))
        for one in base.objectives
    )
    raw = to_json(
        replace(
            base,
            year=base.year + 1,
            quarter=1,
            objectives=objectives,
            note=None,
            document_numbers=(),
        )
    )
    for programme in raw["program"]:
        for activity in programme["kegiatan"]:
            for sub in activity["sub"]:
                sub |= {"target": None, "pagu": None, "realisasi_tw": list(_NOTHING)}
    return raw


def _blank(indicator: Indicator, promised_in: int) -> Indicator:
    return replace(
        indicator,
        target_year=None,
        targets=_NOTHING,
        realizations=_NOTHING,
        parts=None if indicator.parts is None else _NOTHING,
        drivers=None,
        obstacles=None,
        follow_up=None,
        follow_up_due=None,
        evidence=(),
        previous_follow_up=carried_follow_up(indicator, promised_in),
    )
