"""Achievements beside those of the quarter before, within the same year.

The quarter before the first belongs to another year's data set, so it is not known here.
"""

from decimal import Decimal

from service.dataset import DataSet
from service.indonesian import percent_text, roman
from service.measurement import IndicatorResult, Measurement, measure
from service.values.wording import WITHOUT_RESULT, sentence, words


def measured_before(ds: DataSet, quarter: int) -> Measurement | None:
    """Return the measurement of the quarter before `quarter`; None before the first."""
    return measure(ds, quarter - 1) if quarter > 1 else None


def indicator_before(before: Measurement | None, result: IndicatorResult) -> dict[str, str]:
    """Return an indicator's previous achievement and the difference in points, or why not."""
    earlier = before.indicators[result.code] if before else None
    return {
        "capaian_sebelumnya": percent_text(earlier.achievement if earlier else None),
        "selisih_sebelumnya": percent_text(
            points(result.achievement, earlier.achievement if earlier else None)
        ),
        "keterangan_sebelumnya": _without(earlier),
        "keterangan_singkat": _without(result),
    }


def summary_before(before: Measurement | None, now: Measurement) -> dict[str, str]:
    """Return the office's previous average and the difference in points."""
    earlier = before.summary.average if before else None
    return {
        "rata_rata_sebelumnya": percent_text(earlier),
        "selisih_sebelumnya": percent_text(points(now.summary.average, earlier)),
    }


def sentence_before(before: Measurement | None, now: Measurement) -> str:
    """Return how the office's average moved since the quarter before; "" before the first."""
    if before is None:
        return ""
    earlier, present = before.summary.average, now.summary.average
    moved = points(present, earlier)
    figures = {
        "sebelumnya": roman(before.quarter),
        "dari": percent_text(earlier),
        "menjadi": percent_text(present),
    }
    if moved is None:
        return sentence("previous_empty", **figures)
    kind = "previous_same" if moved == 0 else "previous_up" if moved > 0 else "previous_down"
    return sentence(kind, poin=percent_text(abs(moved)), **figures)


def points(now: Decimal | None, earlier: Decimal | None) -> Decimal | None:
    """Return the difference of two printed percentages; None when either is missing."""
    return None if now is None or earlier is None else now - earlier


def _without(result: IndicatorResult | None) -> str:
    if result is None or result.status not in WITHOUT_RESULT:
        return ""
    return str(words()["no_result_short"][result.status])
