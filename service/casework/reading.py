"""A case as it stands, read out of the store; what is unchanged is read once."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

from service import dataset as data
from service.casework.model import CaseSummary, CaseView
from service.casework.office import answers
from service.casework.office import data as office_data
from service.casework.office import days as office_days
from service.casework.office.data import OfficeValue
from service.casework.templates import Templates
from service.dataset import Change, DataSet
from service.deadlines import due_dates, working_days_between
from service.errors import NotFound, ToolFailed
from service.holiday import OfficeHoliday, days
from service.measurement import Measurement, measure
from service.procedure import Answers, Procedure, Procedures, Slice, answered, reread
from service.progress import Event, Sources, read
from service.store import CaseRow, Store
from service.store.base import OFFICE
from service.store.record import canonical

DATASET = "dataset"
PROCEDURE = "procedure"
LINES = "case_lines"
_REMEMBERED = 64
_COMPARED = 4096  # pairs of data sets: every unit's uploads against the newest one


@dataclass(frozen=True)
class _Read:
    """A view with what it was read from.

    The hashes of the case's last event and of the office's, the day, the templates in use.
    """

    hash: str
    office: str
    today: date
    templates: Mapping[str, str | None]
    view: CaseView


@dataclass(frozen=True)
class Said:
    """What the office said in its own events, up to the one with this hash."""

    hash: str
    answers: Answers
    holidays: tuple[OfficeHoliday, ...]
    values: Mapping[str, OfficeValue]
    emblems: frozenset[str]


@dataclass(frozen=True)
class _Line:
    """What the list of cases says of one, as of the event with this hash."""

    hash: str
    procedure_name: str
    done_steps: int
    total_steps: int
    done: bool

    def summary(self, row: CaseRow) -> CaseSummary:
        return CaseSummary(
            id=row.id,
            procedure=row.procedure,
            procedure_name=self.procedure_name,
            year=row.year,
            quarter=row.quarter,
            office=row.office,
            opened_at=row.opened_at,
            done_steps=self.done_steps,
            total_steps=self.total_steps,
            done=self.done,
        )


def _line(sealed: str, view: CaseView) -> _Line:
    steps = view.progress.steps
    done = sum(step.state == "selesai" for step in steps)
    return _Line(sealed, view.procedure.name, done, len(steps), view.progress.done)


class Reading:
    """Reads cases; data sets, figures and views are remembered by what they were made from."""

    def __init__(
        self,
        store: Store,
        procedures: Procedures,
        templates: Templates,
        clock: Callable[[], datetime],
    ) -> None:
        self._store, self._procedures, self.clock = store, procedures, clock
        self._templates = templates
        self._views: dict[str, _Read] = {}
        self._earlier: dict[str, str] = {}  # the case of the quarter before, by case
        self._said = Said("", {}, (), {}, frozenset())
        self._made: dict[tuple[str, str, str], Procedure] = {}
        self._dataset = lru_cache(maxsize=_REMEMBERED)(self._parse)
        self._measured = lru_cache(maxsize=_REMEMBERED)(self._measure)
        self._fingerprint = lru_cache(maxsize=_COMPARED)(self._fingerprint_of)
        self._changes = lru_cache(maxsize=_COMPARED)(self._changes_between)
        self._marks = lru_cache(maxsize=4 * _REMEMBERED)(self._marks_of)
        self._kept = lru_cache(maxsize=_REMEMBERED)(self._reread)

    def now(self, ds: DataSet) -> datetime:
        """Return the clock's time in the office's own time zone."""
        return self.clock().astimezone(ZoneInfo(ds.office.time_zone))

    def office_now(self) -> datetime:
        """Return the clock's time where the office is, the clock's own while there is no case."""
        rows = self._store.cases()
        return self.now(self.view(rows[0].id).dataset) if rows else self.clock()

    def view(self, case: str) -> CaseView:
        """Return the case as it stands now. Raises NotFound."""
        return self._view(case, self._store.head(case), self.said())

    def view_after(self, case: str, number: int) -> CaseView:
        """Return the case as it stood after its event `number`. Raises NotFound."""
        return self._read(self._store.case(case), number, self.said())[0]

    def views(self) -> Iterator[CaseView]:
        """Yield every case as it stands now, newest quarter first."""
        heads = self._store.heads()
        said = self.said(_office(heads))
        for row in self._store.cases():
            yield self._view(row.id, heads[row.id], said)

    def _view(self, case: str, head: tuple[int, str], said: Said) -> CaseView:
        number, sealed = head
        known = self._views.get(case)
        same = known is not None and (known.hash, known.office) == (sealed, said.hash)
        if known is not None and same and self._holds(known, said):
            return known.view
        view, today = self._read(self._store.case(case), number, said)
        versions = self._versions(view.procedure, view.dataset, case, said)
        self._views[case] = _Read(sealed, said.hash, today, versions, view)
        return view

    def _holds(self, known: _Read, said: Said) -> bool:
        """Tell whether a view is still right, though no event came: a new day makes late, a new
        template makes stale. Neither touches a case that is done."""
        view = known.view
        return view.progress.done or (
            known.today == self.now(view.dataset).date()
            and known.templates == self._versions(view.procedure, view.dataset, view.id, said)
        )

    def procedure(self, events: tuple[Event, ...]) -> Procedure:
        """Return the procedure a case with these events runs by, the office's answers put in."""
        return self._answered(events, self.said())

    def dataset(self, sha: str) -> DataSet:
        """Return a data set on file by its SHA-256. Raises NotFound."""
        return self._dataset(sha)

    def summaries(self, year: int | None = None) -> tuple[CaseSummary, ...]:
        """Return every case, or those of one year, newest quarter first.

        A case that is done stays as it is until somebody acts in it: what its line says is kept,
        so that years of them need not be read again at each start.
        """
        heads = self._store.heads()
        said = self.said(_office(heads))
        kept = self._kept_lines()
        known = dict(kept)
        found = []
        for row in self._store.cases():
            if year in (None, row.year):
                head = heads[row.id]
                line = kept.get(row.id)
                if line is None or line.hash != head[1]:
                    line = _line(head[1], self._view(row.id, head, said))
                    if line.done:
                        known[row.id] = line
                found.append(line.summary(row))
        if known != kept:
            told = {case: asdict(line) for case, line in known.items()}
            with suppress(ToolFailed):  # only remembered: a full disk keeps nobody from reading
                self._store.set_property(LINES, json.dumps(told, sort_keys=True))
        return tuple(found)

    def _kept_lines(self) -> dict[str, _Line]:
        kept = json.loads(self._store.property(LINES) or "{}")
        return {case: _Line(**line) for case, line in kept.items()}

    def rows(self) -> tuple[CaseRow, ...]:
        """Return every case by name only, newest quarter first."""
        return self._store.cases()

    def said(self, sealed: str | None = None) -> Said:
        """Return what the office said; `sealed` is the hash of its last event where it is known."""
        last = self._store.office_head()[1] if sealed is None else sealed
        if self._said.hash != last:
            events = self._store.office_events()
            self._said = Said(
                last,
                answers.values(events),
                office_days.kept(events),
                office_data.said(self._procedures.values(), events),
                office_data.emblems(events),
            )
        return self._said

    def newest(self) -> CaseView:
        """Return the case of the newest quarter, of several the one somebody acted in last.

        Raises NotFound in an empty store.
        """
        rows = self._store.cases()
        if not rows:
            raise NotFound("case_no_dataset")
        last = rows[0].year, rows[0].quarter
        views = [self.view(row.id) for row in rows if (row.year, row.quarter) == last]
        return max(views, key=lambda view: view.progress.events[-1].at)

    def newest_dataset(self) -> DataSet | None:
        """Return the data of the newest case, None in an empty store."""
        return self.newest().dataset if self._store.cases() else None

    def stale_with(self, view: CaseView, ds: DataSet) -> tuple[str, ...]:
        """Return the keys of the documents that would be stale, and are not yet, with `ds`."""
        said = self.said()
        versions = self._versions(view.procedure, ds, view.id, said)
        now, procedure = data.fingerprint(ds), view.procedure

        def alike(then: str, _: str, slices: tuple[Slice, ...], unit: str | None) -> bool:
            before = self._fingerprint(then)
            wanted = [(one, unit if one in {"plan", "report"} else None) for one in slices]
            return all(before.get(one) == now.get(one) for one in wanted)

        def changed(then: str, other: str) -> tuple[Change, ...]:
            known = self._dataset(then)
            return data.changes(known, ds) if other == "" else self._changes(then, other)

        due = due_dates(procedure, view.year, view.quarter, days(said.holidays))
        would_be = read(
            procedure, view.progress.events, ds, self.now(ds).date(), due, working_days_between,
            Sources("", alike, changed, versions.get),
        )  # fmt: skip
        return tuple(key for key in would_be.stale if key not in view.progress.stale)

    def _read(self, row: CaseRow, number: int, said: Said) -> tuple[CaseView, date]:
        events = self._store.events(row.id)[:number]
        procedure = self._answered(events, said)
        sha = _newest_dataset(events)
        ds = self._dataset(sha)
        today, extra = self.now(ds).date(), days(said.holidays)
        versions = self._versions(procedure, ds, row.id, said)
        progress = read(
            procedure,
            events,
            ds,
            today,
            due_dates(procedure, row.year, row.quarter, extra),
            partial(working_days_between, extra=extra),
            Sources(sha, self._alike, self._changes, versions.get),
        )
        view = CaseView(
            id=row.id,
            year=row.year,
            quarter=row.quarter,
            seen=number,
            procedure=procedure,
            dataset=ds,
            measurement=self._measured(sha, row.quarter),
            progress=progress,
            holidays=said.holidays,
            earlier=partial(self._before, row),
        )
        return view, today

    def _procedure_of(self, events: tuple[Event, ...]) -> Procedure:
        """Return the procedure a case runs by: as it was when the case was opened.

        A case opened before procedures were kept follows the installed one. Raises NotFound.
        """
        opened = events[0]
        for ref in opened.files:
            if ref.kind == PROCEDURE:
                return self._kept(ref.sha256)
        return self._procedures.named(opened.facts["procedure"])

    def _answered(self, events: tuple[Event, ...], said: Said) -> Procedure:
        """Return the procedure a case runs by with the office's answers put in, made once."""
        opened = events[0]
        source = next((ref.sha256 for ref in opened.files if ref.kind == PROCEDURE), "")
        at_opening = opened.facts.get("answers", {})
        key = (source or opened.facts["procedure"], said.hash, canonical(at_opening))
        if key not in self._made:
            if len(self._made) >= _REMEMBERED:
                self._made.clear()
            self._made[key] = answered(self._procedure_of(events), said.answers, at_opening)
        return self._made[key]

    def _reread(self, sha: str) -> Procedure:
        return reread(self._store.file(sha))

    def _before(self, row: CaseRow) -> DataSet | None:
        """Return what the quarter before in the same year has, None while it has no case."""
        if row.quarter > 1 and row.id not in self._earlier:
            for one in self._store.cases():
                same = (one.procedure, one.year, one.quarter)
                if same == (row.procedure, row.year, row.quarter - 1):
                    self._earlier[row.id] = one.id
        earlier = self._earlier.get(row.id)
        return None if earlier is None else self.view(earlier).dataset

    def _parse(self, sha: str) -> DataSet:
        return data.parse(json.loads(self._store.file(sha)))

    def _measure(self, sha: str, quarter: int) -> Measurement:
        return measure(self._dataset(sha), quarter)

    def _fingerprint_of(self, sha: str) -> Mapping[tuple[Slice, str | None], int]:
        return data.fingerprint(self._dataset(sha))

    def _alike(self, then: str, now: str, slices: tuple[Slice, ...], unit: str | None) -> bool:
        if then == now:
            return True
        before, after = self._fingerprint(then), self._fingerprint(now)
        wanted = [(one, unit if one in {"plan", "report"} else None) for one in slices]
        return all(before.get(one) == after.get(one) for one in wanted)

    def _changes_between(self, then: str, now: str) -> tuple[Change, ...]:
        before, after = self._marks(then), self._marks(now)
        unlike = {code for code, mark in after.items() if before.get(code) != mark}
        return data.changes(self._dataset(then), self._dataset(now), unlike)

    def _marks_of(self, sha: str) -> Mapping[str, int]:
        return data.marks(self._dataset(sha))

    def _versions(
        self, procedure: Procedure, ds: DataSet, case: str, said: Said
    ) -> Mapping[str, str | None]:
        """Return the SHA-256 of the version a case has of each template of its procedure."""
        adopted, paper = self._templates.adopted(said.hash), ds.office.paper
        own = partial(self._templates.name_of, procedure.code)
        return {
            name: self._templates.version(own(name), paper, case, adopted)
            for name in {output.template for output in procedure.outputs}
        }


def _office(heads: Mapping[str, tuple[int, str]]) -> str:
    """Return the hash of the last thing the office said, of all heads."""
    return heads.get(OFFICE, (0, ""))[1]


def _newest_dataset(events: tuple[Event, ...]) -> str:
    found = [ref.sha256 for event in events for ref in event.files if ref.kind == DATASET]
    return found[-1]
