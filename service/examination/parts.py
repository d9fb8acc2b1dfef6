"""Questions about numerators and denominators."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from service.examination.model import Finding
from service.examination.subject import Subject, percentage
from service.examination.words import limit
from service.indonesian import plain_number


def parts(subject: Subject) -> Iterator[Finding]:
    """Yield what does not fit between X, Y and the percentage of this quarter."""
    indicator = subject.indicator
    pair = indicator.parts[subject.quarter - 1] if indicator.parts else None
    if pair is None:
        return
    numerator, denominator = pair
    x, y = plain_number(numerator), plain_number(denominator)
    if denominator and subject.realization is not None:
        share = numerator * 100 / denominator
        printed = share.quantize(Decimal(1).scaleb(-indicator.decimals), ROUND_HALF_UP)
        apart = min(abs(subject.realization - one) for one in (share, printed))
        if apart > limit("ratio_difference"):
            yield subject.found(
                "rasio-tidak-cocok", "realisasi", numerator=x, denominator=y,
                value=subject.figure(subject.realization), compared=percentage(share),
            )  # fmt: skip
    if numerator > denominator:
        yield subject.found("pembilang-lebih", "pembilang", value=x, compared=y)
    before = _denominator_before(subject)
    if before is not None and before != denominator:
        yield subject.found("penyebut-berubah", "penyebut", value=y, compared=plain_number(before))


def _denominator_before(subject: Subject) -> Decimal | None:
    """Return the Y of the quarter before where it is the whole of something that stays."""
    earlier = subject.earlier
    if earlier is None or not earlier.parts or subject.indicator.accumulation != "posisi_akhir":
        return None
    pair = earlier.parts[subject.quarter - 2]
    return None if pair is None else pair[1]
