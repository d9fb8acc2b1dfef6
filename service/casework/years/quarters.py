"""The quarter after this one, and the figures of the quarters before it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from service.casework.model import CaseView
from service.casework.reading import Reading
from service.dataset import DataSet, Difference, differences, for_quarter
from service.deadlines import due_dates
from service.holiday import days
from service.indonesian import roman
from service.procedure import Procedure
from service.progress import StepProgress
from service.store import CaseRow


@dataclass(frozen=True)
class NextQuarter:
    """What follows a case, before anybody opens it.

    `case` is its id once it is open. `dataset` is what it would begin with, None for the first
    quarter of another year, whose targets nobody knows. `due` are its deadlines by step,
    `unfinished` the steps of this quarter that are not done.
    """

    year: int
    quarter: int
    case: str | None
    dataset: DataSet | None
    due: Mapping[int, date]
    unfinished: tuple[StepProgress, ...]


def next_quarter(view: CaseView, rows: Iterable[CaseRow]) -> NextQuarter:
    """Return what follows `view`; `rows` are the cases there are."""
    year, quarter = (view.year, view.quarter + 1) if view.quarter < 4 else (view.year + 1, 1)
    found = (r.id for r in _of(rows, view.procedure, year) if r.quarter == quarter)
    return NextQuarter(
        year=year,
        quarter=quarter,
        case=next(found, None),
        dataset=for_quarter(view.dataset, year, quarter) if year == view.year else None,
        due=due_dates(view.procedure, year, quarter, days(view.holidays)),
        unfinished=tuple(one for one in view.progress.steps if one.state != "selesai"),
    )


def opening(reading: Reading, procedure: Procedure, year: int, quarter: int) -> DataSet:
    """Return the data a quarter begins with.

    What another procedure gathered for the same quarter goes first, whole but for its document
    numbers; then the case of the quarter before, of the same procedure. Where that was never
    opened, the nearest earlier quarter of the year stands in, then the nearest later one, then
    the newest case there is. Raises NotFound without any case, Invalid for a year that has none:
    its targets are known to nobody.
    """
    rows = [row for row in reading.rows() if row.year == year]
    gathered = [
        reading.view(row.id)
        for row in rows
        if row.quarter == quarter and row.procedure != procedure.code
    ]
    if gathered:
        last = max(gathered, key=lambda view: view.progress.events[-1].at)
        return replace(last.dataset, document_numbers=())
    known = {row.quarter: row.id for row in _of(rows, procedure, year)}
    before = [one for one in known if one < quarter]
    nearest = (max(before) if before else min(known)) if known else None
    base = reading.newest() if nearest is None else reading.view(known[nearest])
    ds = for_quarter(base.dataset, year, quarter)
    return ds if base.procedure.code == procedure.code else replace(ds, document_numbers=())


def earlier(reading: Reading, view: CaseView) -> dict[int, DataSet]:
    """Return the data sets of the earlier quarters of the year that have a case of their own."""
    return {
        row.quarter: reading.view(row.id).dataset
        for row in _of(reading.rows(), view.procedure, view.year)
        if row.quarter < view.quarter
    }


def changed_earlier(reading: Reading, view: CaseView) -> tuple[Difference, ...]:
    """Return the figures of earlier quarters that their own cases now have otherwise."""
    return differences(view.dataset, earlier(reading, view))


def because(found: Iterable[Difference]) -> str:
    """Return why the data of a quarter change: "Data Triwulan III diambil dari kasusnya"."""
    names = [f"Triwulan {roman(one)}" for one in sorted({one.quarter for one in found})]
    return f"Data {' dan '.join(names)} diambil alih dari triwulan itu sendiri"


def _of(rows: Iterable[CaseRow], procedure: Procedure, year: int) -> Iterator[CaseRow]:
    return (r for r in rows if r.year == year and r.procedure == procedure.code)
