"""What every part of the casework works on: the store, the clock, and recording an event."""

import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from functools import partial
from pathlib import Path

from service import pdf
from service.accounts import Accounts
from service.casework.bringing import dataset_file
from service.casework.conversion import Conversions
from service.casework.making import Making
from service.casework.model import (
    CaseView,
    NewFile,
    Told,
)
from service.casework.offers import Offers
from service.casework.office import answers, effects
from service.casework.office import data as office_data
from service.casework.office.people import actors
from service.casework.reading import Reading
from service.casework.templates import Templates
from service.casework.tracing import Tracing
from service.casework.trail import TrailDesk
from service.dataset import DataSet
from service.errors import Conflict, Invalid, NotAllowed, problem
from service.indonesian import amount, long_date
from service.procedure import Procedure, Procedures
from service.progress import (
    Actor,
    Event,
    event_words,
    require_may_open,
    require_unlocked,
)
from service.settings import TRAIL_DAYS, Engine
from service.store import CaseRow, Store
from service.store.base import EMBLEM

MOST_NOTE = 4_000  # characters: two pages; what is longer is a document of its own
MOST_NUMBER = 100


class Records:
    """One store with what reads, makes and records on it.

    `templates` is the folder of the office's Word templates, `clock` tells the time (aware),
    `background` makes PDFs of new documents without being asked, and forgets what the trail has
    kept for `trail_days`; `close` ends it.
    """

    def __init__(  # noqa: PLR0917
        self,
        store: Store,
        procedures: Procedures,
        templates: Path,
        clock: Callable[[], datetime],
        background: bool = True,
        pdf_engine: Engine = "auto",
        trail_days: int = TRAIL_DAYS,
    ) -> None:
        self.procedures = procedures
        self.templates = Templates(templates, procedures, store)
        self._store = store
        self._reading = Reading(store, procedures, self.templates, clock)
        self.tracing = Tracing(store, self._reading, self.templates, self.emblem_of)
        self._convert = partial(pdf.convert, engine=pdf_engine)
        self.accounts = Accounts(store, procedures, clock, office=self._reading.newest_dataset)
        self.trail = TrailDesk(
            store, self._reading, self.tracing, procedures, clock, days=trail_days
        )
        self._conversions = Conversions(
            store, self._convertible, self._convert, upkeep=self.trail.trim
        )
        self._offers = Offers(store.folder)
        self._writing = threading.Lock()
        self._settle()
        if background:
            self._conversions.start()

    def close(self) -> None:
        """End the background work, and write down what was only counted so far."""
        self._conversions.stop()
        self.accounts.close()

    def rows(self) -> tuple[CaseRow, ...]:
        """Return every case by name only, newest quarter first: no case is read for it."""
        return self._reading.rows()

    def view(self, case: str) -> CaseView:
        """Return the case as it stands. Raises NotFound."""
        return self._reading.view(case)

    def actors(self, dataset: DataSet, first: Procedure | None = None) -> tuple[Actor, ...]:
        """Return everyone of the office who can act in a procedure, with role and unit.

        `first` is the procedure of the case at hand, which names the roles it has.
        """
        today = self._reading.now(dataset).date()
        own = [] if first is None else [first]
        return actors([*own, *self.procedures.values()], dataset, today)

    def now(self, zone: tzinfo) -> datetime:
        """Return the clock's time in a time zone."""
        return self._reading.clock().astimezone(zone)

    def emblem(self) -> bytes | None:
        """Return the emblem of the letterhead as PNG, None while the office has set none."""
        sha = self._data_changes().get(office_data.EMBLEM_PATH)
        return self._old_emblem() if sha is None else self._store.file(str(sha))

    def emblem_of(self, dataset: DataSet) -> bytes | None:
        """Return the emblem that documents of these data have; only the office's own is one."""
        sha = dataset.office.emblem
        if sha is None or sha not in self._reading.said().emblems:
            return self._old_emblem()
        return self._store.file(sha)

    def _old_emblem(self) -> bytes | None:
        """Return the emblem of a store from before setting one was an event."""
        sha = self._store.property(EMBLEM)
        return None if sha is None else self._store.file(sha)

    def _amendable(self, actor: Actor, case: str, seen: int | None) -> CaseView:
        view = self.view(case)
        require_unmoved(view, None, seen)
        require_may_open(view.procedure, actor)
        require_unlocked(view.procedure, view.progress)
        return view

    def _amend(self, view: CaseView, actor: Actor, dataset: DataSet, because: str) -> None:
        if dataset != view.dataset:
            told = Told(actor, "amended", None, None, None, {"because": because})
            self._write(view, told, (dataset_file(dataset),))

    def _record(self, view: CaseView, told: Told, files: tuple[NewFile, ...]) -> None:
        """Record what somebody does in a task. Raises NotAllowed when another stands in for him."""
        self._require_in_place(told.actor, self._reading.now(view.dataset).date())
        self._write(view, told, files)

    def _write(self, view: CaseView, told: Told, files: tuple[NewFile, ...]) -> None:
        at = self._reading.now(view.dataset)
        self._store.append(self._event(view.id, at, told, files), view.seen)

    def _require_in_place(self, actor: Actor, day: date) -> None:
        """Return unless somebody stands in for `actor`, whose name the documents bear then."""
        found = self.accounts.stand_in(actor, day)
        if found is not None:
            person, grant = found
            until = f" sampai dengan {long_date(grant.end)}" if grant.end else ""
            raise NotAllowed(
                "role_stood_in_for", acting=grant.acting, name=person.name, until=until
            )

    def _event(self, case: str, at: datetime, told: Told, files: tuple[NewFile, ...]) -> Event:
        require_readable(told, files, at.date())
        return Event(
            case=case,
            number=0,
            at=at,
            actor=told.actor,
            action=told.action,
            step=told.step,
            unit=told.unit,
            note=text(told.note),
            files=tuple(file.keep(self._store) for file in files),
            facts=told.facts,
        )

    def _making(self, view: CaseView) -> Making:
        today = self._reading.now(view.dataset).date()
        return Making(self._store, self.templates, view, today, self.emblem_of(view.dataset))

    def _views(self) -> Iterator[CaseView]:
        return self._reading.views()

    def _convertible(self) -> list[str]:
        """Return the current Word files of every case, the newest documents first."""
        return [
            file.ref.sha256
            for view in self._views()
            for file in reversed(view.progress.outputs)
            if file.current and file.ref.kind == "output"
        ]

    def _as_answered(self, view: CaseView, dataset: DataSet) -> DataSet:
        """Return a data set for an open case with what the office answered about it."""
        return answers.with_changes(dataset, effects.applicable(view, self._data_changes()))

    def _data_changes(self) -> dict[str, object]:
        """Return what the office said about its data, by path."""
        return {path: one.value for path, one in self._reading.said().values.items()}

    def _settle(self) -> None:
        """Put what the office said about its data into every case that has not got it yet."""
        if not self._data_changes():
            return
        last = next(
            one
            for one in reversed(self._store.office_events())
            if one.action in office_data.BECAUSE
        )
        for row in self._store.cases():
            with self._writing:
                view = self.view(row.id)
                wanted = self._as_answered(view, view.dataset)
                self._amend(view, last.actor, wanted, office_data.BECAUSE[last.action])

    def _stale_with(self, view: CaseView, dataset: DataSet) -> tuple[str, ...]:
        """Return the names of the documents of a case that other data would make stale."""
        keys = self._reading.stale_with(view, dataset)
        return tuple(effects.document_name(view, key) for key in effects.in_order(view, keys))

    def _shaping(self, procedure: Procedure) -> dict[str, object]:
        """Return the answers that give the steps of a case opened now their shape."""
        known = self._reading.said().answers
        shaping = (one.id for one in procedure.questions if one.shapes)
        return {id: known[id] for id in shaping if id in known}

    def _require_heard(self, seen: int | None) -> None:
        """Return unless the office said something after event `seen` of its own."""
        if seen is not None and seen < self._store.office_head()[0]:
            raise answers.moved_on(self._store.office_events()[-1])

    def _say(self, told: Told, files: tuple[NewFile, ...] = ()) -> None:
        """Record what holds for the whole office."""
        at, last = self._reading.office_now(), self._store.office_head()[0]
        self._store.append_office(self._event("", at, told, files), last)


def require_readable(told: Told, files: tuple[NewFile, ...], day: date) -> None:
    """Return when what is kept for good, and shown to everybody, is of a length people read.

    Raises Invalid("event_unreadable") with every text that is too long and every date out of reach.
    """
    texts = [("note", told.note or "", MOST_NOTE)]
    texts += [(place, one, MOST_NOTE) for place, one in _texts(told.facts)]
    texts += [("number", one, MOST_NUMBER) for one in {file.number for file in files} if one]
    problems = [
        problem("text_too_long", place, found=amount(len(one)), expected=amount(most))
        for place, one, most in texts
        if len(one) > most
    ]
    first, last = day.replace(day=1, month=1, year=day.year - 2), date(day.year + 1, 12, 31)
    problems += [
        problem("date_out_of_reach", "date", found=long_date(one),
                expected=f"antara {long_date(first)} dan {long_date(last)}")
        for one in {file.date for file in files if file.date}
        if not first <= one <= last
    ]  # fmt: skip
    if problems:
        raise Invalid("event_unreadable", problems, count=len(problems))


def _texts(facts: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of an event's facts with its place."""
    if isinstance(facts, str):
        yield place, facts
    elif isinstance(facts, Mapping):
        for name, one in facts.items():
            yield from _texts(one, f"{place}.{name}" if place else str(name))
    elif isinstance(facts, (list, tuple)):
        for number, one in enumerate(facts, 1):
            yield from _texts(one, f"{place}[{number}]")


def require_unmoved(view: CaseView, unit: str | None, seen: int | None) -> None:
    """Return unless something happened after event `seen` that this person has to know.

    What another unit did meanwhile touches nothing of this one. Raises Conflict that tells who
    did what.
    """
    if seen is None:
        return
    for event in view.progress.events:
        if event.number > seen and (unit is None or event.unit in (None, unit)):
            name = f"{event.actor.position} ({event.actor.name or '-'})"
            what = event_words(view.procedure, event)
            raise Conflict("state_moved_on", who=name, what=what, at=long_date(event.at.date()))


def text(typed: str | None) -> str | None:
    return (typed or "").strip() or None
