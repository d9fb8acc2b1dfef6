"""Questions about the budget: ceilings, and what the money brought. They are the office's."""

from collections.abc import Iterator, Mapping

from service.dataset import DataSet, SubActivity, sub_activities
from service.examination.model import Finding
from service.examination.subject import percentage, quarter_name
from service.examination.words import finding, limit, word
from service.indonesian import decimal_text, rupiah
from service.measurement import BudgetResult, Measurement

_YEARS_END = 4


def money(ds: DataSet, measured: Measurement, on_file: DataSet | None) -> Iterator[Finding]:
    """Yield what is unusual about each budget line, then about each objective's money."""
    before = {sub.code: sub for sub in sub_activities(on_file)} if on_file else {}
    for sub in sub_activities(ds):
        yield from _line(ds, sub, measured.budget[sub.code], before, on_file)
    yield from _absorption(ds, measured)


def _line(
    ds: DataSet,
    sub: SubActivity,
    result: BudgetResult,
    before: Mapping[str, SubActivity],
    on_file: DataSet | None,
) -> Iterator[Finding]:
    subject, quarter = f"{sub.code} {sub.name}", quarter_name(ds.quarter)
    ceiling, spent = rupiah(sub.ceiling), result.realization
    if spent is not None and spent > sub.ceiling:
        yield finding(
            "pagu-terlampaui", (sub.code, "realisasi_anggaran", ds.quarter),
            subject=subject, unit=None,
            value=rupiah(spent), compared=ceiling, quarter=quarter,
            excess=rupiah(spent - sub.ceiling),
        )  # fmt: skip
    elif _almost_spent(ds.quarter, result):
        yield finding(
            "pagu-hampir-habis", (sub.code, "realisasi_anggaran", ds.quarter),
            subject=subject, unit=None,
            value=rupiah(spent), compared=ceiling, quarter=quarter,
            absorption=percentage(result.absorption),
        )  # fmt: skip
    known = before.get(sub.code)
    if known is not None and on_file is not None and known.ceiling != sub.ceiling:
        yield finding(
            "pagu-berubah", (sub.code, "pagu", 0), subject=subject, unit=None,
            value=ceiling, compared=rupiah(known.ceiling), earlier=quarter_name(on_file.quarter),
        )  # fmt: skip


def _almost_spent(quarter: int, result: BudgetResult) -> bool:
    used = result.absorption
    return quarter < _YEARS_END and used is not None and used >= limit("almost_spent")


def _absorption(ds: DataSet, measured: Measurement) -> Iterator[Finding]:
    """Hold achievement of the yearly targets against absorption of the yearly ceilings.

    Money is spent through the year while positions are held all along, so that the gap that is
    ordinary narrows towards TW IV; money ahead of its results is unusual in every quarter.
    """
    left = _YEARS_END - ds.quarter
    ordinary = limit("absorption_points")
    wide = ordinary + limit("absorption_points_per_quarter_left") * left
    for objective in ds.objectives:
        achieved = measured.objectives[objective.code].average_year
        result = measured.objective_budget.get(objective.code)
        if achieved is None or result is None or result.absorption is None:
            continue
        gap = achieved - result.absorption
        if -ordinary <= gap <= wide:
            continue
        serving = [p.code for p in ds.programmes if objective.code in p.objectives]
        yield finding(
            "serapan-capaian", (serving[0], "realisasi_anggaran", ds.quarter), named=objective.code,
            subject=word("objective", code=objective.code, text=objective.text), unit=None,
            value=percentage(achieved), compared=percentage(result.absorption),
            points=decimal_text(abs(gap), 2), programmes=", ".join(serving),
            quarter=quarter_name(ds.quarter), limit=decimal_text(wide if gap > 0 else ordinary, 0),
            verdict=word("no_verdict") if left else "",
        )  # fmt: skip
