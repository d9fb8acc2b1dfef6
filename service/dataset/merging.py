"""One unit's upload or the budget's upload put into the office's data; the next quarter."""

from dataclasses import replace
from typing import Any

from service.dataset.model import DataSet, Indicator, PreviousFollowUp, Programme
from service.dataset.parsing import parse
from service.dataset.selection import indicators, sub_activities
from service.dataset.writing import to_json
from service.errors import Invalid
from service.indonesian import roman


def merge_unit(base: DataSet, upload: DataSet, unit: str) -> DataSet:
    """Return `base` with what `unit` reports in `upload`, and nothing else changed.

    A unit reports realizations, numerators and denominators, narratives, evidence and
    follow-ups of its own indicators; targets stay those of `base`. An indicator of the unit
    that `upload` leaves out stays as it is. Raises Invalid when `upload` is of another quarter,
    brings an indicator of this unit that `base` does not know, or none of its indicators.
    """
    _require_same_quarter(base, upload)
    brought = {i.code: i for i in indicators(upload, unit)}
    owned = {i.code for i in indicators(base, unit)}
    strange = sorted(brought.keys() - owned)
    if strange:
        raise Invalid(
            "dataset_strange_indicators", codes=", ".join(strange), unit=_name(base, unit)
        )
    if not brought:
        codes = ", ".join(sorted(owned)) or "-"
        raise Invalid("dataset_unit_absent", unit=_name(base, unit), codes=codes)
    objectives = tuple(
        replace(
            objective,
            indicators=tuple(
                _reported(indicator, brought.get(indicator.code))
                for indicator in objective.indicators
            ),
        )
        for objective in base.objectives
    )
    return _checked(replace(base, objectives=objectives))


def merge_budget(base: DataSet, upload: DataSet) -> DataSet:
    """Return `base` with the budget of `upload`: ceilings and realizations, lines added too.

    Raises Invalid when `upload` is of another quarter, has no budget, or lacks a line of `base`:
    a line that disappears would take its money out of every sum.
    """
    _require_same_quarter(base, upload)
    if not upload.programmes:
        raise Invalid("dataset_budget_absent")
    lost = sorted(_budget_lines(base) - _budget_lines(upload))
    if lost:
        raise Invalid("dataset_budget_lines_lost", codes=", ".join(lost))
    return _checked(replace(base, programmes=upload.programmes))


def merge_plan(base: DataSet, upload: DataSet) -> DataSet:
    """Return the office and the plan of `upload` with what was reported in `base` kept.

    Reports of an indicator, and the realizations of a budget line, that `base` knows stay those of
    `base`; new ones come as they are in `upload`. Raises Invalid for another quarter, and where
    something that was reported would lose its indicator or its budget line.
    """
    _require_same_quarter(base, upload)
    known = {one.code: one for one in indicators(base)}
    kept = {one.code for one in indicators(upload)}
    lost = sorted(code for code, one in known.items() if code not in kept and _has_report(one))
    if lost:
        raise Invalid("dataset_indicators_lost", codes=", ".join(lost))
    gone = sorted(_spent_lines(base) - _budget_lines(upload))
    if gone:
        raise Invalid("dataset_budget_lines_lost", codes=", ".join(gone))
    objectives = tuple(
        replace(
            objective,
            indicators=tuple(_reported(one, known.get(one.code)) for one in objective.indicators),
        )
        for objective in upload.objectives
    )
    return _checked(
        replace(
            upload,
            objectives=objectives,
            programmes=_with_spending(upload.programmes, base),
            document_numbers=base.document_numbers,
        )
    )


def for_quarter(base: DataSet, year: int, quarter: int) -> DataSet:
    """Return `base` for another quarter of its year: figures kept, narratives and evidence empty.

    What was promised becomes the previous follow-up of a later quarter, with status "belum"; an
    earlier promise that was not finished goes on with the status and note it was reported with,
    in the note of a newer one where there is one. Raises Invalid for another year, whose targets
    and ceilings `base` cannot know.
    """
    if year != base.year:
        raise Invalid("dataset_other_year", found=year, expected=base.year)
    if quarter == base.quarter:
        return base
    promised_in = base.quarter if quarter > base.quarter else None
    objectives = tuple(
        replace(
            objective,
            indicators=tuple(_emptied(i, promised_in) for i in objective.indicators),
        )
        for objective in base.objectives
    )
    return replace(base, quarter=quarter, objectives=objectives, document_numbers=())


def without_report(base: DataSet, unit: str) -> DataSet:
    """Return `base` without what `unit` has on file for its quarter: not reported, never zero."""
    this = base.quarter - 1
    objectives = tuple(
        replace(
            objective,
            indicators=tuple(
                _unreported(one, this) if one.unit == unit else one for one in objective.indicators
            ),
        )
        for objective in base.objectives
    )
    return replace(base, objectives=objectives)


def _unreported(indicator: Indicator, this: int) -> Indicator:
    def blank(quarters: Any) -> Any:
        return tuple(None if n == this else value for n, value in enumerate(quarters))

    return replace(
        _emptied(indicator, None),
        realizations=blank(indicator.realizations),
        parts=blank(indicator.parts) if indicator.parts else None,
        previous_follow_up=indicator.previous_follow_up,
    )


def carried_follow_up(indicator: Indicator, promised_in: int) -> PreviousFollowUp | None:
    """Return what a quarter after `promised_in` has to report on, None when nothing is open."""
    before = indicator.previous_follow_up
    unfinished = before if before is not None and before.status != "selesai" else None
    if not indicator.follow_up:
        return unfinished
    return PreviousFollowUp(promised_in, indicator.follow_up, "belum", _history(unfinished))


def _history(before: PreviousFollowUp | None) -> str | None:
    if before is None:
        return None
    note = f": {before.note}" if before.note else ""
    return f"Triwulan {roman(before.quarter)}, {before.text} ({before.status}){note}"


def _name(base: DataSet, code: str) -> str:
    return next((unit.name for unit in base.units if unit.code == code), code)


def _reported(own: Indicator, brought: Indicator | None) -> Indicator:
    if brought is None:
        return own
    return replace(
        own,
        realizations=brought.realizations,
        parts=brought.parts,
        drivers=brought.drivers,
        obstacles=brought.obstacles,
        follow_up=brought.follow_up,
        follow_up_due=brought.follow_up_due,
        evidence=brought.evidence,
        previous_follow_up=brought.previous_follow_up,
    )


def _emptied(indicator: Indicator, promised_in: int | None) -> Indicator:
    promised = None if promised_in is None else carried_follow_up(indicator, promised_in)
    return replace(
        indicator,
        drivers=None,
        obstacles=None,
        follow_up=None,
        follow_up_due=None,
        evidence=(),
        previous_follow_up=promised,
    )


def _checked(merged: DataSet) -> DataSet:
    """Return `merged` after the checks of a fresh upload: its parts came from two."""
    return parse(to_json(merged))


def _require_same_quarter(base: DataSet, upload: DataSet) -> None:
    if (base.year, base.quarter) != (upload.year, upload.quarter):
        raise Invalid(
            "dataset_other_quarter",
            found=f"triwulan {upload.quarter} tahun {upload.year}",
            expected=f"triwulan {base.quarter} tahun {base.year}",
        )


def _has_report(one: Indicator) -> bool:
    return any(value is not None for value in one.realizations)


def _spent_lines(ds: DataSet) -> set[str]:
    return {
        sub.code
        for sub in sub_activities(ds)
        if any(value is not None for value in sub.realizations)
    }


def _with_spending(programmes: tuple[Programme, ...], base: DataSet) -> tuple[Programme, ...]:
    """Return `programmes` with the realizations that `base` has for their lines."""
    spent = {sub.code: sub.realizations for sub in sub_activities(base)}
    return tuple(
        replace(
            programme,
            activities=tuple(
                replace(
                    activity,
                    subs=tuple(
                        replace(sub, realizations=spent.get(sub.code, sub.realizations))
                        for sub in activity.subs
                    ),
                )
                for activity in programme.activities
            ),
        )
        for programme in programmes
    )


def _budget_lines(ds: DataSet) -> set[str]:
    return {sub.code for sub in sub_activities(ds)}
