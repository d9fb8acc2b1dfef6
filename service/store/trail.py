"""`Trail`: what belongs to no case's history, one chained entry each.

Sign-ins, downloads, refusals, changes of people. Its oldest entries may be forgotten: an anchor
keeps number and hash of the last one that was, so that the chain of the others still holds.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, true

from service.errors import words
from service.store import record
from service.store.database import Database
from service.store.heads import note_head, noted_heads
from service.store.tables import properties, trail
from service.store.trail_query import TrailQuery, conditions, place, written_moment

NOTE = "jejak"
FORGOTTEN, UNREADABLE = "trail_trimmed", "trail_unreadable"
_HEAD, _ANCHOR = "trail_head", "trail_anchor"
_BATCH = 5000  # rows checked in one transaction, so that nobody who writes waits long

End = tuple[int, str]  # number and hash


@dataclass(frozen=True)
class Entry:
    """One thing that happened: who, in which role and unit, from where, about what.

    `about` is an output's key or another name of what was touched, `facts` holds JSON values.
    """

    number: int
    at: datetime
    kind: str
    person: str
    name: str
    role: str
    unit: str | None
    address: str
    case: str
    about: str
    facts: Mapping[str, Any]
    hash: str


@dataclass(frozen=True)
class Ends:
    """What is there: `count` entries, from the one at `first` to the `number`th, sealed `hash`."""

    count: int
    first: datetime | None
    last: datetime | None
    number: int
    hash: str


@dataclass(frozen=True)
class _Body:
    """An entry as it is written and sealed; the order of the names is what `_named` looks for."""

    about: str
    at: str
    case: str
    facts: Mapping[str, Any]
    kind: str
    number: int
    who: Mapping[str, Any]


class Trail:
    """The entries of one store; appended under one lock, searched by their columns."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database, self._folder = database, folder
        self._lock = threading.Lock()

    def add(
        self,
        kind: str,
        *,
        at: datetime,
        person: str = "",
        name: str = "",
        role: str = "",
        unit: str | None = None,
        address: str = "",
        case: str = "",
        about: str = "",
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        """Add an entry; it is on disk when this returns. Raises ToolFailed."""
        who = {"address": address, "name": name, "person": person, "role": role, "unit": unit}
        body = _Body(about, written_moment(at), case, facts or {}, kind, 0, who)
        with self._lock:
            with self._database.writing() as connection:
                end = _append(connection, body)
            note_head(self._folder, NOTE, *end)

    def trim(self, before: datetime, at: datetime) -> int:
        """Forget the oldest entries, those from before a moment, and return how many.

        Only what no younger entry precedes is forgotten, so that a clock that was wrong for a
        while takes nothing along. The chain goes on from an anchor, and an entry says so.
        """
        with self._lock:
            with self._database.writing() as connection:
                last, count = _forgettable(connection, written_moment(before))
                if last is None:
                    return 0
                if connection.dialect.name == "sqlite":  # what is forgotten is overwritten too
                    connection.exec_driver_sql("PRAGMA secure_delete=ON")
                connection.execute(delete(trail).where(trail.c.number <= last[0]))
                _set_end(connection, _ANCHOR, last)
                facts = {"anchor": list(last), "before": written_moment(before), "count": count}
                end = _append(
                    connection, _Body("", written_moment(at), "", facts, FORGOTTEN, 0, _NOBODY)
                )
            note_head(self._folder, NOTE, *end)
        return count

    def find(self, query: TrailQuery) -> tuple[Entry, ...]:
        """Return the entries asked for, newest first, at most `query.limit`."""
        wanted = select(trail).where(*conditions(query), *place(query.before))
        ordered = wanted.order_by(trail.c.at.desc(), trail.c.number.desc()).limit(query.limit)
        with self._database.reading() as connection:
            return tuple(_entry(row) for row in connection.execute(ordered))

    def count(self, query: TrailQuery) -> int:
        """Return how many entries are asked for, whatever the limit and the place."""
        wanted = select(func.count()).select_from(trail).where(*conditions(query))
        with self._database.reading() as connection:
            return connection.execute(wanted).scalar_one()

    def kinds(self) -> tuple[str, ...]:
        """Return every kind of entry there is."""
        with self._database.reading() as connection:
            return tuple(connection.execute(select(trail.c.kind).distinct()).scalars())

    def ends(self) -> Ends:
        """Return how many entries there are, from when to when, and what seals the last."""
        with self._database.reading() as connection:
            count, first, last = connection.execute(
                select(func.count(), func.min(trail.c.at), func.max(trail.c.at))
            ).one()
            number, sealed = _end(connection, _HEAD)
        return Ends(count, _read_moment(first), _read_moment(last), number, sealed)

    def faults(self) -> Iterator[str]:
        """Yield a sentence in Bahasa Indonesia for each break of the chain; none for a sound one.

        Read in batches, while others go on writing.
        """
        note = noted_heads(self._folder).get(NOTE)  # noted after each commit: never ahead
        last, broken = self._through()
        if broken:
            yield words(broken, number=last[0] + 1).detail
            return
        with self._database.reading() as connection:
            head, anchor = _end(connection, _HEAD), _end(connection, _ANCHOR)
            row = connection.execute(_ROWS.order_by(trail.c.number.desc()).limit(1)).one_or_none()
            told = _anchor_told(connection)
        end = (row.number, row.hash) if row else anchor
        if end != head:
            yield words("trail_tail_cut", noted=head[0], found=end[0]).detail
        elif anchor[0] and told != anchor:
            yield words("trail_start_cut", number=anchor[0] + 1).detail
        elif note is not None and not self._holds(note, anchor):
            noted = note.decode("utf-8", "replace").partition(" ")[0]
            yield words("trail_rolled_back", noted=noted, found=end[0]).detail

    def _through(self) -> tuple[End, str]:
        """Return the last entry up to which the chain holds, and what is wrong with the next."""
        last = self._anchor()
        while True:
            wanted = select(trail).where(trail.c.number > last[0])
            with self._database.reading() as connection:
                rows = connection.execute(wanted.order_by(trail.c.number).limit(_BATCH)).all()
            for row in rows:
                if row.number != last[0] + 1:
                    anchor = self._anchor()
                    if anchor[0] <= last[0]:
                        return last, "trail_missing"
                    last = anchor  # forgotten meanwhile
                    break
                if not _is_sound(row, last[1]):
                    return last, "trail_altered"
                last = (row.number, row.hash)
            if len(rows) < _BATCH and (not rows or rows[-1].number == last[0]):
                return last, ""

    def _anchor(self) -> End:
        with self._database.reading() as connection:
            return _end(connection, _ANCHOR)

    def _holds(self, note: bytes, anchor: End) -> bool:
        """Tell whether what was noted is still there; it may lag behind, even before the anchor."""
        number, _, sealed = note.decode("utf-8", "replace").partition(" ")
        if not number.isdecimal():
            return False
        if int(number) <= anchor[0]:
            return True
        with self._database.reading() as connection:
            row = connection.execute(_ROWS.where(trail.c.number == int(number))).one_or_none()
        return row is not None and row.hash == sealed


_ROWS = select(trail.c.number, trail.c.hash)
_NOBODY = {"address": "", "name": "", "person": "", "role": "", "unit": None}


def _append(connection: Connection, body: _Body) -> End:
    number, previous = _end(connection, _HEAD, change=True)
    number += 1
    text = record.canonical({**body.__dict__, "number": number})
    sealed = record.chained(previous, text)
    connection.execute(
        insert(trail).values(
            number=number,
            at=body.at,
            kind=body.kind,
            person=body.who["person"],
            case_id=body.case,
            about=body.about,
            body=text,
            hash=sealed,
        )
    )
    _set_end(connection, _HEAD, (number, sealed))
    return number, sealed


def _end(connection: Connection, name: str, *, change: bool = False) -> End:
    query = select(properties.c.value).where(properties.c.name == name)
    if change:  # where writers do not queue by themselves, they queue here
        query = query.with_for_update()
    found = connection.execute(query).scalar_one_or_none()
    number, _, sealed = (found or f"0 {record.BEFORE_FIRST}").partition(" ")
    return int(number), sealed


def _set_end(connection: Connection, name: str, end: End) -> None:
    connection.execute(delete(properties).where(properties.c.name == name))
    connection.execute(insert(properties).values(name=name, value=f"{end[0]} {end[1]}"))


def _forgettable(connection: Connection, before: str) -> tuple[End | None, int]:
    """Return the last of the oldest entries from before a moment, and how many they are."""
    first_kept = connection.execute(
        select(func.min(trail.c.number)).where(trail.c.at >= before)
    ).scalar_one()
    older = true() if first_kept is None else trail.c.number < first_kept
    count = connection.execute(select(func.count()).select_from(trail).where(older)).scalar_one()
    row = connection.execute(
        _ROWS.where(older).order_by(trail.c.number.desc()).limit(1)
    ).one_or_none()
    return (None, 0) if row is None else ((row.number, row.hash), count)


def _anchor_told(connection: Connection) -> End | None:
    """Return the anchor as the last entry about forgetting tells it."""
    query = select(trail.c.body).where(trail.c.kind == FORGOTTEN)
    body = connection.execute(query.order_by(trail.c.number.desc()).limit(1)).scalar_one_or_none()
    if body is None:
        return None
    number, sealed = json.loads(body)["facts"]["anchor"]
    return number, sealed


def _is_sound(row: Row[Any], previous: str) -> bool:
    """Tell whether an entry is the one sealed, and its columns say what it says."""
    if record.chained(previous, row.body) != row.hash:
        return False
    told = json.loads(row.body)
    said = (
        told["number"], told["at"], told["kind"], told["who"]["person"], told["case"],
        told["about"],
    )  # fmt: skip
    return said == (row.number, row.at, row.kind, row.person, row.case_id, row.about)


def _entry(row: Row[Any]) -> Entry:
    try:
        return _read(row)
    except (ValueError, TypeError, KeyError):  # altered; what is wrong, the check of the chain says
        at = _read_moment(row.at) or datetime.fromtimestamp(0, UTC)
        told = dict.fromkeys(("person", "name", "role", "address", "case", "about"), "")
        return Entry(row.number, at, UNREADABLE, **told, unit=None, facts={}, hash=row.hash)


def _read(row: Row[Any]) -> Entry:
    told = json.loads(row.body)
    who = told["who"]
    return Entry(
        number=row.number,
        at=datetime.fromisoformat(told["at"]),
        kind=told["kind"],
        person=who["person"],
        name=who["name"],
        role=who["role"],
        unit=who["unit"],
        address=who["address"],
        case=told["case"],
        about=told["about"],
        facts=told["facts"],
        hash=row.hash,
    )


def _read_moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:  # altered
        return None
