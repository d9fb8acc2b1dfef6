"""One list of everything that happened: the events of all cases and of the office, and the trail.

Events are read out of their chains once and remembered by the hash of the last one; entries are
asked for a page at a time.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from service.casework.reading import Reading
from service.casework.tracing.traces import Tracing
from service.casework.trail.lines import Line, Names, Place, kind_names, of_entry, of_event
from service.casework.trail.search import Search, judging, printing, setting
from service.errors import NotFound, words
from service.indonesian import amount, long_date
from service.procedure import Procedures, rights
from service.progress import Actor, Event
from service.store import ACTED, Store, TrailQuery, chain_faults
from service.store.base import OFFICE
from service.store.files import sha256
from service.store.holdings import holdings
from service.store.trail import NOTE

ARCHIVE = "arsip"  # what a download of a whole case is about
LONGEST_LEAP = timedelta(days=31)
_BATCH = 1000


@dataclass(frozen=True)
class ChainState:
    """How the chains stand: a sentence, a fingerprint of the ends of all, and what is broken.

    `checked` tells whether they were looked through, or only their ends were read.
    """

    count: int
    fingerprint: str
    sentence: str
    faults: tuple[str, ...]
    checked: bool


@dataclass(frozen=True)
class Found:
    """A page of the list: its lines, whether `more` follow, and the `count` of the whole list."""

    lines: tuple[Line, ...]
    more: bool
    count: int


@dataclass(frozen=True)
class _Wanted:
    """What is looked for: entries by a query, None where none can be meant, and the events."""

    query: TrailQuery | None
    events: tuple[Line, ...]


class TrailDesk:
    """Searches, checks, adds to and trims what happened.

    Who lacks the right "trail" sees the events, which are open to the office, and their own
    entries.
    """

    def __init__(
        self,
        store: Store,
        reading: Reading,
        tracing: Tracing,
        procedures: Procedures,
        clock: Callable[[], datetime],
        *,
        days: int,
    ) -> None:
        self._store, self._reading, self._tracing = store, reading, tracing
        self._procedures, self._clock, self.days = procedures, clock, days
        self._lines: dict[str, tuple[str, tuple[Line, ...]]] = {}
        self._trimmed: date | None = None

    def note(
        self, kind: str, who: Actor | None, address: str, *, case: str = "", about: str = "",
        facts: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Add an entry to the trail; it is on disk when this returns. Raises ToolFailed."""
        self._store.trail.add(
            kind,
            at=self._clock(),
            person=who.person if who else "",
            name=who.name if who else "",
            role=who.role if who else "",
            unit=who.unit if who else None,
            address=address,
            case=case,
            about=about,
            facts=facts,
        )

    def heads(self) -> dict[str, int]:
        """Return the number of the last event of every chain."""
        return {chain: number for chain, (number, _) in self._store.heads().items()}

    def note_acted(self, before: Mapping[str, int], who: Actor, address: str) -> None:
        """Add from where came what `who` did since the chains ended at `before`.

        Histories are archive and hold no addresses; the trail does, and forgets. Raises ToolFailed.
        """
        for chain, number in self.heads().items():
            since = before.get(chain, 0)
            later = self._store.events(chain)[since:] if number > since else ()
            case = "" if chain == OFFICE else chain
            for one in later:
                if one.actor.person == who.person and one.actor.same_role(who):
                    self.note(ACTED, who, address, case=case, about=f"#{one.number}")

    def sees_all(self, actor: Actor) -> bool:
        """Tell whether `actor` has the right to see everybody's entries."""
        return rights().has(actor.role, "trail")

    def lines(self, actor: Actor, search: Search, before: Place | None = None) -> Iterator[Line]:
        """Yield every line asked for, newest first, those after the place `before` only.

        What is added meanwhile is not among them; nothing is held, however many they are.
        """
        wanted = self._wanted(actor, search)
        newest = next(self._through(wanted, before, 1), None)
        if newest is None:
            return iter(())
        after = (newest.at, newest.chain, newest.number + 1)
        return self._addressed(actor, self._through(wanted, after))

    def page(self, actor: Actor, search: Search, before: Place | None, limit: int) -> Found:
        """Return `limit` lines at most, newest first, whether more follow, and how many in all."""
        wanted = self._wanted(actor, search)
        lines = self._addressed(actor, self._through(wanted, before, limit + 1), limit + 1)
        found = tuple(islice(lines, limit + 1))
        return Found(found[:limit], len(found) > limit, self._count(wanted))

    def count(self, actor: Actor, search: Search) -> int:
        """Return how many lines are asked for."""
        return self._count(self._wanted(actor, search))

    def holdings(self) -> Mapping[str, int]:
        """Return how much is kept of people, by a word for each kind."""
        return holdings(self._store)

    def kinds(self) -> dict[str, str]:
        """Return the names of the kinds of line there can be."""
        return kind_names()

    def chain(self, zone: ZoneInfo, *, check: bool) -> ChainState:
        """Return how the chains stand; with `check` every one is looked through."""
        ends = self._store.trail.ends()
        heads = {**self._store.heads(), NOTE: (ends.number, ends.hash)}
        told = "".join(f"{chain} {number} {sealed}\n"
                       for chain, (number, sealed) in sorted(heads.items()))  # fmt: skip
        events = self._events()
        count = ends.count + len(events)
        moments = [one for one in (ends.first, ends.last) if one]
        moments += [events[0].at, events[-1].at] if events else []
        faults = tuple(chain_faults(self._store)) if check else ()
        fingerprint = sha256(told.encode())
        code = "trail_broken" if faults else "trail_sound" if check else "trail_unchecked"
        sentence = words(
            code,
            count=amount(count),
            since=_day(min(moments), zone) if moments else "-",
            until=_day(max(moments), zone) if moments else "-",
            hash=fingerprint,
        ).detail
        return ChainState(count, fingerprint, sentence, faults, check)

    def trim(self) -> int:
        """Forget the entries older than the office keeps them, once a day; return how many.

        At most a month's worth a day: a clock that is years ahead is noticed before all is gone.
        """
        now = self._clock()
        oldest = self._store.trail.ends().first
        if self._trimmed == now.date() or oldest is None:
            return 0
        before = min(now - timedelta(days=self.days), oldest + LONGEST_LEAP)
        count = self._store.trail.trim(before, now) if before > oldest else 0
        self._trimmed = now.date()
        return count

    def _through(
        self, wanted: _Wanted, before: Place | None, batch: int = _BATCH
    ) -> Iterator[Line]:
        events = (one for one in wanted.events if before is None or one.place < before)
        if wanted.query is None:
            return events
        entries = self._entries(replace(wanted.query, limit=batch), before)
        return merge(events, entries, key=lambda one: one.place, reverse=True)

    def _count(self, wanted: _Wanted) -> int:
        entries = 0 if wanted.query is None else self._store.trail.count(wanted.query)
        return len(wanted.events) + entries

    def _addressed(self, actor: Actor, lines: Iterator[Line], size: int = _BATCH) -> Iterator[Line]:
        """Yield the lines, those of events with the address they came from, to who may see it."""
        every = self.sees_all(actor)
        while batch := tuple(islice(lines, size)):
            asked = {(one.case, f"#{one.number}") for one in batch if one.chain}
            query = TrailQuery(kinds=(ACTED,), documents=frozenset(asked), limit=2 * size)
            known = self._store.trail.find(query) if asked else ()
            places = {(one.case, one.about): one.address for one in known}
            for line in batch:
                told = places.get((line.case, f"#{line.number}")) if line.chain else None
                mine = bool(line.person) and line.person == actor.person
                if told and (every or mine):
                    yield replace(line, address=told)
                else:
                    yield line

    def _entries(self, query: TrailQuery, before: Place | None) -> Iterator[Line]:
        names = self._names()
        place = None
        if before is not None:
            at, chain, number = before
            place = (at, number if not chain else None)
        while True:
            found = self._store.trail.find(replace(query, before=place))
            yield from (of_entry(one, names) for one in found)
            if len(found) < query.limit:
                return
            place = (found[-1].at, found[-1].number)

    def _wanted(self, actor: Actor, search: Search) -> _Wanted:
        since, until = self._moments(search)
        text, person, document = (
            one.strip().casefold() for one in (search.words, search.person, search.document)
        )
        touched = self._touched(search)
        documents = None if touched is None else frozenset(touched[1])
        of_indicator = None if touched is None else touched[0]
        if document:
            named = self._called(document)
            documents = named if documents is None else documents & named

        def meant(line: Line) -> bool:
            return (
                (not search.kind or line.kind == search.kind)
                and (not search.case or line.case == search.case)
                and (not person or person in line.name.casefold())
                and (not document or any(document in one.casefold() for one in line.documents))
                and (not text or line.says(text))
                and (of_indicator is None or (line.chain, line.number) in of_indicator)
                and (since is None or line.at >= since)
                and (until is None or line.at < until)
            )

        query = TrailQuery(
            own=None if self.sees_all(actor) else (actor.person, actor.role, actor.unit),
            name=search.person.strip(),
            kinds=(search.kind,) if search.kind else (),
            case=search.case,
            documents=documents,
            document_text="" if of_indicator is not None else search.document.strip(),
            text=search.words.strip(),
            since=since,
            until=until,
        )
        return _Wanted(query, tuple(line for line in self._events() if meant(line)))

    def _moments(self, search: Search) -> tuple[datetime | None, datetime | None]:
        zone = self._zone()
        since, until = (
            None if day is None else datetime.combine(day, datetime.min.time(), zone)
            for day in (search.since, search.until)
        )
        return since, None if until is None else until + timedelta(days=1)

    def _zone(self) -> Any:
        return self._reading.office_now().tzinfo or UTC

    def _called(self, text: str) -> frozenset[tuple[str, str]]:
        """Return the documents (case, key) whose key, name, number or file is called so."""
        return frozenset(
            (line.case, key)
            for line in self._events()
            if any(text in one.casefold() for one in line.documents)
            for key in line.documents
        )

    def _touched(self, search: Search) -> tuple[set[tuple[str, int]], set[tuple[str, str]]] | None:
        """Return the events that set or judged an indicator's figures, and what prints them."""
        code = search.indicator.strip()
        if not code:
            return None
        events: set[tuple[str, int]] = set()
        documents: set[tuple[str, str]] = set()
        for row in self._store.cases():
            if search.case in ("", row.id):
                trace = self._tracing.of(row.id)
                events |= setting(trace, code) | judging(trace, code)
                printed = {(row.id, key) for key in printing(trace, code)}
                documents |= printed | ({(row.id, ARCHIVE)} if printed else set())
        return events, documents

    def _names(self) -> Names:
        named = {code: role.name for code, role in self._procedures.roles().items()}
        units: dict[str, str] = {}
        with suppress(NotFound):
            units = {one.code: one.name for one in self._reading.newest().dataset.units}
        return Names(named, units)

    def _events(self) -> tuple[Line, ...]:
        """Return the events of every chain as lines, newest first."""
        names = None
        changed = False
        for chain, (_, sealed) in self._store.heads().items():
            if self._lines.get(chain, ("",))[0] != sealed:
                names = names or self._names()
                self._lines[chain] = (sealed, self._read(chain, names))
                changed = True
        if changed or "" not in self._lines:
            every = [line for chain, (_, found) in self._lines.items() if chain for line in found]
            every.sort(key=lambda one: one.place, reverse=True)
            self._lines[""] = ("", tuple(every))
        return self._lines[""][1]

    def _read(self, chain: str, names: Names) -> tuple[Line, ...]:
        events: tuple[Event, ...] = self._store.events(chain)
        procedure = None if chain == OFFICE else self._reading.procedure(events)
        return tuple(of_event(one, procedure, names) for one in events)


def _day(at: datetime, zone: ZoneInfo) -> str:
    return long_date(at.astimezone(zone).date())
