"""Questions about realizations and achievements."""

from collections.abc import Iterator
from decimal import Decimal

from service.dataset import Indicator
from service.examination.model import Finding
from service.examination.subject import Subject, percentage, quarter_name
from service.examination.words import limit, phrase, says_nothing, word
from service.indonesian import decimal_text


def figures(subject: Subject) -> Iterator[Finding]:
    """Yield what is unusual about the realization of this quarter: at most one question on it."""
    for rule in (_fallen, _achievement_far, _realization_far, _unchanged, _unreported):
        found = rule(subject)
        if found is not None:
            yield found
            return


def changed_earlier(subject: Subject) -> Iterator[Finding]:
    """Yield each earlier quarter whose figure is no longer what its own measurement had."""
    if subject.on_file is None:
        return
    now, then = subject.indicator, subject.on_file
    for quarter in range(1, subject.on_file_quarter + 1):
        parts = now.parts and now.parts[quarter - 1], then.parts and then.parts[quarter - 1]
        if now.realizations[quarter - 1] != then.realizations[quarter - 1] or parts[0] != parts[1]:
            yield subject.found(
                "triwulan-lalu-berubah", "realisasi", quarter,
                named=f"{subject.code}:{quarter}", at=quarter_name(quarter),
                value=subject.reported(now, quarter), compared=subject.reported(then, quarter),
            )  # fmt: skip


def _fallen(subject: Subject) -> Finding | None:
    """A position that is meant to rise through the year, or a yearly figure, went down.

    Rising targets are the sign that a position is cumulative; where lower is better a fall is
    good, and where the targets stand still it is neutral.
    """
    indicator, now = subject.indicator, subject.realization
    if indicator.polarity == "turun" or now is None:
        return None
    why = _why_it_should_not_fall(subject)
    if why is None:
        return None
    for quarter in range(subject.quarter - 1, 0, -1):
        source = subject.earlier if quarter == subject.quarter - 1 else indicator
        before = source.realizations[quarter - 1] if source else None
        if before is None or source is None:
            continue
        if now >= before:
            return None
        return subject.found(
            "nilai-turun", "realisasi", at=quarter_name(quarter), why=why,
            value=subject.reported(indicator, subject.quarter),
            compared=subject.reported(source, quarter),
        )  # fmt: skip
    return None


def _why_it_should_not_fall(subject: Subject) -> str | None:
    indicator = subject.indicator
    if indicator.accumulation == "tahunan":
        return phrase("nilai-turun", "why", "yearly")
    given = [target for target in indicator.targets if target is not None]
    if indicator.accumulation != "posisi_akhir" or len(given) < 2:
        return None
    if given != sorted(given) or given[0] == given[-1]:
        return None
    first, last = subject.figure(given[0]), subject.figure(given[-1])
    return phrase("nilai-turun", "why", "rising", first=first, last=last)


def _achievement_far(subject: Subject) -> Finding | None:
    earlier = subject.earlier_result
    if earlier is None or subject.earlier is None:
        return None
    now, before = subject.result.achievement, earlier.achievement
    if now is None or before is None or abs(now - before) < limit("achievement_points"):
        return None
    return subject.found(
        "capaian-jauh", "realisasi",
        direction=_direction(now, before), points=decimal_text(abs(now - before), 2),
        achievement=percentage(now), earlier_achievement=percentage(before),
        value=subject.reported(subject.indicator, subject.quarter),
        compared=subject.reported(subject.earlier, subject.quarter - 1),
        target=subject.target(subject.indicator, subject.quarter),
        earlier_target=subject.target(subject.earlier, subject.quarter - 1),
    )  # fmt: skip


def _realization_far(subject: Subject) -> Finding | None:
    """What is counted anew each quarter jumped; positions may, their targets do too."""
    now, before = subject.realization, subject.earlier_realization
    if now is None or before is None or subject.earlier is None:
        return None
    change = _change(subject.indicator, now, before)
    if change is None:
        return None
    return subject.found(
        "realisasi-jauh", "realisasi", direction=_direction(now, before), change=change,
        achievement=percentage(subject.result.achievement),
        value=subject.reported(subject.indicator, subject.quarter),
        compared=subject.reported(subject.earlier, subject.quarter - 1),
    )  # fmt: skip


def _change(indicator: Indicator, now: Decimal, before: Decimal) -> str | None:
    difference = abs(now - before)
    if indicator.accumulation == "rasio_kumulatif":
        if difference < limit("share_points"):
            return None
        return word("points", points=decimal_text(difference, 2))
    if indicator.accumulation != "jumlah" or max(now, before) < limit("count_least"):
        return None
    if before and difference * 100 / before < limit("count_percent"):
        return None
    return decimal_text(difference, indicator.decimals)


def _unchanged(subject: Subject) -> Finding | None:
    now = subject.realization
    if subject.earlier is None or not now or now != subject.earlier_realization:
        return None
    why = _why_suspicious(subject, now)
    if why is None:
        return None
    return subject.found(
        "angka-sama", "realisasi",
        why=phrase(
            "angka-sama", "why", why,
            target=subject.target(subject.indicator, subject.quarter),
            decimals=str(subject.indicator.decimals),
        ),
        value=subject.reported(subject.indicator, subject.quarter),
        compared=subject.reported(subject.earlier, subject.quarter - 1),
    )  # fmt: skip


def _why_suspicious(subject: Subject, now: Decimal) -> str | None:
    """Tell why a figure that did not change looks copied; None where it may well stay the same."""
    indicator = subject.indicator
    if indicator.accumulation == "rasio_kumulatif":
        pair, before = _pairs(subject)
        same = pair is not None and pair == before and pair[1] >= limit("copied_whole")
        return "parts" if same else None
    if indicator.accumulation == "jumlah":
        return "count" if now >= limit("copied_count") else None
    if indicator.accumulation == "tahunan":
        return None
    if subject.result.status == "belum_tercapai":
        return "missed"
    return "index" if indicator.decimals and indicator.parts is None else None


def _pairs(subject: Subject) -> tuple[tuple[Decimal, Decimal] | None, ...]:
    now, before = subject.indicator.parts, subject.earlier.parts if subject.earlier else None
    return (
        now[subject.quarter - 1] if now else None,
        before[subject.quarter - 2] if before else None,
    )


def _unreported(subject: Subject) -> Finding | None:
    if subject.result.status != "belum_dilaporkan":
        return None
    if subject.realization is not None:
        return _gap(subject)
    told = subject.indicator.obstacles
    silent = says_nothing(told)
    return subject.found(
        "belum-dilaporkan", "realisasi",
        why=phrase("belum-dilaporkan", "why", "silent" if silent else "told", told=told or ""),
        value=word("unreported"), compared=subject.target(subject.indicator, subject.quarter),
    )  # fmt: skip


def _gap(subject: Subject) -> Finding | None:
    missing = [quarter for quarter in subject.result.missing_quarters if quarter < subject.quarter]
    if not missing:
        return None
    return subject.found(
        "triwulan-kosong", "realisasi", missing[0], at=quarter_name(missing[0]),
        value=word("unreported"), compared=subject.reported(subject.indicator, subject.quarter),
    )  # fmt: skip


def _direction(now: Decimal, before: Decimal) -> str:
    return word("up" if now > before else "down")
