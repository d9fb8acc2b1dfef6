"""All questions about a data set, in order."""

from collections.abc import Iterator
from dataclasses import replace

from service.dataset import DataSet, indicators
from service.examination.figures import changed_earlier, figures
from service.examination.model import Finding
from service.examination.money import money
from service.examination.narratives import narratives
from service.examination.parts import parts
from service.examination.subject import Subject
from service.examination.targets import targets, without_source
from service.examination.words import rank
from service.measurement import measure

_RULES = (figures, changed_earlier, parts, targets, narratives)


def examine(ds: DataSet, before: DataSet | None, unit: str | None = None) -> tuple[Finding, ...]:
    """Return what a careful examiner would ask about the current quarter of `ds`.

    With `unit` only what concerns its indicators; without, those of every unit and then what
    concerns the whole office (`Finding.unit` is None): budget lines and absorption. `before` is
    the data set of the quarter before as it was measured; without it the earlier quarters of
    `ds` itself serve for comparison, and what changed since cannot be told. Findings stand in
    the order of the indicators, graver ones first.
    """
    if before is not None and not _precedes(before, ds):
        before = None
    subjects = list(_subjects(ds, before, unit))
    order = {subject.code: place for place, subject in enumerate(subjects)}
    found = [one for subject in subjects for rule in _RULES for one in rule(subject)]
    found += without_source(subjects)
    found.sort(key=lambda one: (order[one.code], rank(one.kind), one.path[2]))
    if unit is None:
        found += money(ds, measure(ds, ds.quarter), before)
    return tuple(found)


def _precedes(before: DataSet, ds: DataSet) -> bool:
    return before.year == ds.year and before.quarter < ds.quarter


def _only(ds: DataSet, codes: frozenset[str]) -> DataSet:
    """Return what has to be measured: these indicators, whoever reports them, and no money."""
    objectives = tuple(
        replace(one, indicators=tuple(i for i in one.indicators if i.code in codes))
        for one in ds.objectives
    )
    return replace(ds, objectives=objectives, programmes=())


def _subjects(ds: DataSet, before: DataSet | None, unit: str | None) -> Iterator[Subject]:
    asked = indicators(ds, unit)
    codes = frozenset(one.code for one in asked)
    now = measure(_only(ds, codes), ds.quarter).indicators
    source = _only(before or ds, codes)
    earlier = {one.code: one for one in indicators(source)} if ds.quarter > 1 else {}
    results = measure(source, ds.quarter - 1).indicators if ds.quarter > 1 else {}
    on_file = {one.code: one for one in indicators(before)} if before else {}
    for indicator in asked:
        code = indicator.code
        yield Subject(
            year=ds.year,
            quarter=ds.quarter,
            indicator=indicator,
            result=now[code],
            earlier=earlier.get(code),
            earlier_result=results.get(code),
            on_file=on_file.get(code),
            on_file_quarter=before.quarter if before else 0,
            references=ds.references,
        )
