"""Questions about targets: which document they come from, and whether they still agree with it."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from service.dataset import Reference
from service.examination.model import Finding
from service.examination.subject import Subject, quarter_name
from service.examination.words import phrase, word


def targets(subject: Subject) -> Iterator[Finding]:
    """Yield what speaks against the targets of one indicator."""
    indicator = subject.indicator
    if indicator.target_source and not _listed(indicator.target_source, subject.references):
        yield subject.found(
            "rujukan-asing", "target", 0,
            value=indicator.target_source, compared=_kinds(subject.references),
        )  # fmt: skip
    reference = indicator.target_reference
    if reference is not None and reference != indicator.target_year:
        source = indicator.target_source or phrase("target-tanpa-rujukan", "source")
        yield subject.found(
            "target-beda-rujukan", "target", 0, source=source,
            value=_figure(subject, indicator.target_year), compared=subject.figure(reference),
        )  # fmt: skip
    yield from _changed(subject)


def without_source(subjects: Iterable[Subject]) -> Iterator[Finding]:
    """Yield one question for each unit whose targets do not all name a document."""
    silent: dict[str, list[Subject]] = {}
    for subject in subjects:
        indicator = subject.indicator
        if indicator.target_year is not None and not (indicator.target_source or "").strip():
            silent.setdefault(indicator.unit, []).append(subject)
    for unit, members in silent.items():
        codes = ", ".join(one.code for one in members)
        yield members[0].found(
            "target-tanpa-rujukan", "target", 0, named=unit, codes=codes,
            source=phrase("target-tanpa-rujukan", "source"),
            value=word("blank"), compared=_kinds(members[0].references),
        )  # fmt: skip


def _changed(subject: Subject) -> Iterator[Finding]:
    if subject.on_file is None:
        return
    now, then = subject.indicator, subject.on_file
    pairs = [(0, now.target_year, then.target_year)]
    pairs += [(q, now.targets[q - 1], then.targets[q - 1]) for q in (1, 2, 3, 4)]
    changed = [(q, this, that) for q, this, that in pairs if this != that]
    if not changed:
        return
    told = [
        phrase(
            "target-berubah", "change",
            of=_name(quarter), now=_figure(subject, this), then=_figure(subject, that),
            earlier=quarter_name(subject.on_file_quarter),
        )
        for quarter, this, that in changed
    ]  # fmt: skip
    changes = "; ".join(told)
    quarter, this, that = changed[0]
    yield subject.found(
        "target-berubah", "target", quarter, changes=changes[:1].upper() + changes[1:],
        source=now.target_source or phrase("target-berubah", "source"),
        value=_figure(subject, this), compared=_figure(subject, that),
    )  # fmt: skip


def _name(quarter: int) -> str:
    return word("target_quarter", quarter=quarter_name(quarter)) if quarter else word("target_year")


def _figure(subject: Subject, value: Decimal | None) -> str:
    return word("none") if value is None else subject.figure(value)


def _listed(source: str, references: Iterable[Reference]) -> bool:
    return _plain(source) in {_plain(one.kind) for one in references}


def _plain(kind: str) -> str:
    return " ".join(kind.split()).casefold()


def _kinds(references: Iterable[Reference]) -> str:
    return ", ".join(one.kind for one in references) or word("none")
