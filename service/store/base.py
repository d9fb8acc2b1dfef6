"""`Store`: cases, their events and the files of both, kept so that nothing acknowledged is lost."""

import fcntl
import json
import threading
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Literal

from sqlalchemy import Connection, Select, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from service.errors import Conflict, NotFound
from service.progress import Event
from service.store import record
from service.store.database import Database
from service.store.drafts import Drafts, forget_handed_in
from service.store.files import Files, clear_temporary
from service.store.heads import HEADS, note_head, noted_heads
from service.store.people import People
from service.store.tables import cases, conversions, events, heads, kept_uploads, properties
from service.store.trail import Trail

Kind = Literal["demo", "kantor"]
DATABASE = "store.sqlite3"
FILES = "files"
EMBLEM = "emblem"
OFFICE = "kantor"
_SOMEBODY: Any = {"who": "Orang lain", "what": "menyimpan perubahan", "at": "baru saja"}


@dataclass(frozen=True)
class CaseRow:
    """A case as the list of cases needs it."""

    id: str
    procedure: str
    year: int
    quarter: int
    office: str
    opened_at: datetime


@dataclass(frozen=True)
class Conversion:
    """The PDF made from the Word file `source`, both by SHA-256."""

    source: str
    pdf: str
    engine: str
    warnings: tuple[str, ...]
    pages: int


@dataclass(frozen=True)
class KeptUpload:
    """A file that came too late for a task: who sent it for which, and when."""

    id: str
    case: str
    task: str
    role: str
    unit: str | None
    person: str
    name: str
    sha256: str
    at: datetime


class Store:
    """Everything kept in one data folder (and the database at `url`, SQLite in it by default).

    Sample and real data never share one: `kind` is recorded at the first opening.
    Raises Conflict("store_other_kind") when the folder is of the other kind.
    """

    def __init__(self, folder: Path, kind: Kind, url: str | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.kind = kind
        self.files = Files(folder / FILES)
        self._lock = threading.Lock()
        with ExitStack() as opened:
            presence = opened.enter_context((folder / "lock").open("a"))
            _enter(presence, folder)
            self.database = Database(url or f"sqlite:///{folder / DATABASE}")
            opened.callback(self.database.close)
            self.drafts = Drafts(self.database)
            self.people = People(self.database)
            self.trail = Trail(self.database, folder)
            self._claim(kind)
            self._opened = opened.pop_all()

    def close(self) -> None:
        """Close the database and let others have the folder alone."""
        self._opened.close()

    def keep(self, content: bytes) -> str:
        """Keep `content` for good and return its SHA-256. Raises ToolFailed."""
        return self.files.keep(content)

    def file(self, sha256: str) -> bytes:
        """Return kept bytes, verified. Raises NotFound, ToolFailed("store_file_altered")."""
        return self.files.read(sha256)

    def cases(self) -> tuple[CaseRow, ...]:
        """Return every case, newest quarter first."""
        every = select(cases).where(cases.c.id != OFFICE)
        return self._case_rows(
            every.order_by(cases.c.year.desc(), cases.c.quarter.desc(), cases.c.id)
        )

    def case(self, case: str) -> CaseRow:
        """Return one case. Raises NotFound."""
        wanted = select(cases).where(cases.c.id == case, cases.c.id != OFFICE)
        found = self._case_rows(wanted)
        if not found:
            raise NotFound("case_not_found", case=case)
        return found[0]

    def events(self, case: str) -> tuple[Event, ...]:
        """Return the events of a case in their order; none for an unknown case."""
        query = select(events.c.body, events.c.hash).where(events.c.case_id == case)
        with self.database.reading() as connection:
            rows = connection.execute(query.order_by(events.c.number)).all()
        return tuple(record.event(row.body, row.hash) for row in rows)

    def head(self, case: str) -> tuple[int, str]:
        """Return number and hash of the last event of a case. Raises NotFound."""
        with self.database.reading() as connection:
            found = _head(connection, case)
        if found is None:
            raise NotFound("case_not_found", case=case)
        return found

    def heads(self) -> dict[str, tuple[int, str]]:
        """Return number and hash of the last event of every case, by case."""
        with self.database.reading() as connection:
            rows = connection.execute(select(heads)).all()
        return {row.case_id: (row.number, row.hash) for row in rows}

    def create_case(self, row: CaseRow, first: Event) -> Event:
        """Record a new case and its first event at once.

        Raises Conflict("case_exists") when that case is there already.
        """
        with self._lock:
            try:
                with self.database.writing() as connection:
                    values = {**row.__dict__, "opened_at": row.opened_at.isoformat()}
                    connection.execute(insert(cases).values(values))
                    written = _append(connection, first, (0, record.BEFORE_FIRST))
                    connection.execute(
                        insert(heads).values(case_id=row.id, number=1, hash=written.hash)
                    )
            except IntegrityError as fault:
                raise Conflict("case_exists", year=row.year, quarter=row.quarter) from fault
            self._note_head(written)
        return written

    def append(self, event: Event, seen: int) -> Event:
        """Add `event` after event number `seen` and return it with its number and hash.

        It is on disk when this returns. Raises NotFound for an unknown case and
        Conflict("state_moved_on") when somebody else added one after `seen`.
        """
        with self._lock:
            try:
                with self.database.writing() as connection:
                    written = _append_after(connection, event, seen)
            except IntegrityError as fault:
                raise Conflict("state_moved_on", **_SOMEBODY) from fault
            self._note_head(written)
        return written

    def office_events(self) -> tuple[Event, ...]:
        """Return what holds for the whole office, in its order: a list of events like a case's."""
        return self.events(OFFICE)

    def office_head(self) -> tuple[int, str]:
        """Return number and hash of the office's last event; (0, "") before the first."""
        with self.database.reading() as connection:
            return _head(connection, OFFICE) or (0, "")

    def append_office(self, event: Event, seen: int) -> Event:
        """Add `event` to the office's own list after event number `seen`, 0 for the first.

        It is on disk when this returns. Raises Conflict("state_moved_on") when somebody else
        added one after `seen`.
        """
        event = replace(event, case=OFFICE)
        if seen:
            return self.append(event, seen)
        try:
            return self.create_case(CaseRow(OFFICE, "", 0, 0, "", event.at), event)
        except Conflict as fault:
            raise Conflict("state_moved_on", **_SOMEBODY) from fault

    def conversions(self, sources: Iterable[str]) -> dict[str, Conversion]:
        """Return the PDFs made from these Word files so far, by the SHA-256 of the source."""
        query = select(conversions).where(conversions.c.source.in_(list(sources)))
        with self.database.reading() as connection:
            rows = connection.execute(query).all()
        return {
            row.source: Conversion(
                row.source, row.pdf, row.engine, tuple(json.loads(row.warnings)), row.pages
            )
            for row in rows
        }

    def keep_conversion(self, made: Conversion) -> None:
        """Record a conversion whose PDF is kept already; a later one takes its place."""
        values = {**made.__dict__, "warnings": record.canonical(made.warnings)}
        with self.database.writing() as connection:
            connection.execute(conversions.delete().where(conversions.c.source == made.source))
            connection.execute(insert(conversions).values(values))

    def keep_upload(self, kept: KeptUpload) -> None:
        """Note a file, kept already, that came too late for its task; noting twice is once."""
        values = {**kept.__dict__, "case_id": kept.case, "at": kept.at.isoformat()}
        del values["case"]
        with self.database.writing() as connection:
            connection.execute(kept_uploads.delete().where(kept_uploads.c.id == kept.id))
            connection.execute(insert(kept_uploads).values(values))

    def kept_upload(self, upload: str) -> KeptUpload:
        """Return a file that came too late. Raises NotFound."""
        query = select(kept_uploads).where(kept_uploads.c.id == upload)
        with self.database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFound("kept_upload_gone")
        at = datetime.fromisoformat(row.at)
        return KeptUpload(
            row.id, row.case_id, row.task, row.role, row.unit, row.person, row.name, row.sha256, at
        )

    def forget_uploads(self, *, upload: str | None = None, before: datetime | None = None) -> None:
        """Drop the note of one file that came too late, or of all from before a moment."""
        one = kept_uploads.c.id == (upload or "")
        old = kept_uploads.c.at < before.isoformat() if before else one
        with self.database.writing() as connection:
            connection.execute(kept_uploads.delete().where(or_(one, old)))

    def property(self, name: str) -> str | None:
        """Return what was set for the whole store under `name`."""
        query = select(properties.c.value).where(properties.c.name == name)
        with self.database.reading() as connection:
            return connection.execute(query).scalar_one_or_none()

    def set_property(self, name: str, value: str) -> None:
        """Set what holds for the whole store under `name`."""
        with self.database.writing() as connection:
            connection.execute(properties.delete().where(properties.c.name == name))
            connection.execute(insert(properties).values(name=name, value=value))

    def _case_rows(self, query: Select[tuple[str, str, int, int, str, str]]) -> tuple[CaseRow, ...]:
        with self.database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            CaseRow(
                row.id,
                row.procedure,
                row.year,
                row.quarter,
                row.office,
                datetime.fromisoformat(row.opened_at),
            )
            for row in rows
        )

    def _claim(self, kind: Kind) -> None:
        with self.database.writing() as connection:
            query = select(properties.c.value).where(properties.c.name == "kind")
            found = connection.execute(query).scalar_one_or_none()
            if found is None:
                connection.execute(insert(properties).values(name="kind", value=kind))
            elif found != kind:
                raise Conflict("store_other_kind", folder=self.folder, found=found, kind=kind)

    def notes(self) -> dict[str, bytes]:
        """Return the last of each chain as noted beside the database."""
        return noted_heads(self.folder)

    def _note_head(self, last: Event) -> None:
        note_head(self.folder, last.case, last.number, last.hash)


def _enter(presence: IO[str], folder: Path) -> None:
    """Note that a process uses the folder; the only one clears what a killed one left."""
    try:
        fcntl.flock(presence, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pass
    else:
        for written in (folder / FILES, folder / HEADS):
            clear_temporary(written)
    fcntl.flock(presence, fcntl.LOCK_SH)


def _head(connection: Connection, case: str) -> tuple[int, str] | None:
    query = select(heads.c.number, heads.c.hash).where(heads.c.case_id == case)
    row = connection.execute(query).one_or_none()
    return None if row is None else (row.number, row.hash)


def _append(connection: Connection, event: Event, head: tuple[int, str]) -> Event:
    numbered = replace(event, number=head[0] + 1)
    text = record.body(numbered)
    sealed = record.chained(head[1], text)
    connection.execute(
        insert(events).values(case_id=event.case, number=numbered.number, body=text, hash=sealed)
    )
    return replace(numbered, hash=sealed)


def _append_after(connection: Connection, event: Event, seen: int) -> Event:
    head = _head(connection, event.case)
    if head is None:
        raise NotFound("case_not_found", case=event.case)
    if head[0] != seen:
        raise Conflict("state_moved_on", **_SOMEBODY)
    written = _append(connection, event, head)
    forget_handed_in(connection, event)
    connection.execute(
        update(heads)
        .where(heads.c.case_id == event.case)
        .values(number=written.number, hash=written.hash)
    )
    return written
