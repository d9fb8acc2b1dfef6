"""Questions about obstacles, follow-ups and evidence."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from service.dataset import Indicator, PreviousFollowUp
from service.examination.model import Finding
from service.examination.subject import Subject, percentage, quarter_name
from service.examination.words import phrase, says_nothing, word
from service.indonesian import long_date

_PENDING = "belum"


def narratives(subject: Subject) -> Iterator[Finding]:
    """Yield what is missing or late in what was written about one indicator."""
    yield from _unexplained(subject)
    yield from _promised(subject)
    indicator = subject.indicator
    due, end = indicator.follow_up_due, _end(subject.year, subject.quarter)
    if due is not None and due <= end:
        yield subject.found(
            "batas-waktu-lewat", "tindak_lanjut", value=long_date(due), compared=long_date(end)
        )
    if subject.realization is not None and not any(not says_nothing(e) for e in indicator.evidence):
        reported = subject.reported(indicator, subject.quarter)
        yield subject.found("bukti-kosong", "bukti_dukung", value=word("none"), compared=reported)


def _unexplained(subject: Subject) -> Iterator[Finding]:
    if subject.result.status != "belum_tercapai":
        return
    silent = [
        (name, field)
        for name, field, text in (
            ("obstacles", "faktor_penghambat", subject.indicator.obstacles),
            ("follow_up", "tindak_lanjut", subject.indicator.follow_up),
        )
        if says_nothing(text)
    ]
    if silent:
        name, field = silent[0]
        yield subject.found(
            "narasi-kosong", field,
            what=phrase("narasi-kosong", "what", "both" if len(silent) > 1 else name),
            realization=subject.figure(subject.result.realization_to_date),
            target=subject.figure(subject.result.target_to_date),
            value=word("blank"), compared=percentage(subject.result.achievement),
        )  # fmt: skip


def _promised(subject: Subject) -> Iterator[Finding]:
    """Yield a promise of the quarter before that is not begun, or of which nothing is told."""
    told = subject.indicator.previous_follow_up
    if told is not None and not says_nothing(told.text):
        if told.status in ("", _PENDING):
            yield _open(subject, "pending", told)
        return
    lost = _last_promise(subject.on_file)
    if lost:
        promise = PreviousFollowUp(subject.on_file_quarter, lost, "", None)
        yield _open(subject, "lost", promise)


def _last_promise(on_file: Indicator | None) -> str:
    if on_file is None or says_nothing(on_file.follow_up):
        return ""
    return on_file.follow_up or ""


def _open(subject: Subject, why: str, promise: PreviousFollowUp) -> Finding:
    at, text = quarter_name(promise.quarter), promise.text.rstrip(".")
    status = promise.status or word("unreported")
    return subject.found(
        "tindak-lanjut-lalu", "tindak_lanjut_sebelumnya", at=at,
        why=phrase("tindak-lanjut-lalu", "why", why, at=at, promise=text, status=status),
        value=status, compared=text,
    )  # fmt: skip


def _end(year: int, quarter: int) -> date:
    month = quarter * 3
    return date(year, month, monthrange(year, month)[1])
