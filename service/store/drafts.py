"""Drafts: what was typed for a task and not handed in yet, one for each task of a case.

No part of the history: a draft may change and go. One that was handed in goes in the same
transaction as the event that records its file.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from service.errors import ToolFailed
from service.progress import Actor, Event
from service.store import record
from service.store.database import Database
from service.store.tables import drafts

Entries = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Draft:
    """The draft of a task after its change `number`, by `actor` at `at`.

    `entries` are texts as typed, by indicator and field; `changed` tells in which change each
    indicator got them; `sent` is the SHA-256 of the file it was last made into, "" when it
    changed since or never was.
    """

    case: str
    task: str
    number: int
    entries: Entries
    changed: Mapping[str, int]
    actor: Actor
    at: datetime
    sent: str = ""


class Drafts:
    """The drafts of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, case: str, task: str) -> Draft | None:
        """Return the draft of a task. Raises ToolFailed("store_draft_damaged")."""
        with self._database.reading() as connection:
            return _find(connection, case, task)

    def change(self, case: str, task: str, change: Callable[[Draft | None], Draft]) -> Draft:
        """Put what `change` makes of the draft there is in its place, while nobody else writes.

        It is on disk when this returns; what `change` raises leaves everything as it was.
        """
        with self._database.writing() as connection:
            before = _find(connection, case, task)
            after = change(before)
            if after != before:
                connection.execute(delete(drafts).where(_of(case, task)))
                connection.execute(insert(drafts).values(_row(after)))
        return after

    def note_sent(self, draft: Draft, sha256: str) -> None:
        """Note the file a draft was made into; a draft changed since is left alone."""
        with self._database.writing() as connection:
            same = and_(_of(draft.case, draft.task), drafts.c.number == draft.number)
            connection.execute(update(drafts).where(same).values(sent=sha256))

    def discard(self, case: str, task: str, number: int) -> None:
        """Throw away the draft of a task; one changed since `number` is left alone."""
        with self._database.writing() as connection:
            same = and_(_of(case, task), drafts.c.number == number)
            connection.execute(delete(drafts).where(same))

    def damaged(self) -> list[tuple[str, str]]:
        """Return case and task of every draft that cannot be read."""
        with self._database.reading() as connection:
            rows = connection.execute(select(drafts.c.case_id, drafts.c.task)).all()
            return [(row.case_id, row.task) for row in rows if not _sound(connection, *row)]


def forget_handed_in(connection: Connection, event: Event) -> None:
    """Drop the draft whose file `event` records, in the event's own transaction."""
    files = [ref.sha256 for ref in event.files if ref.kind == "upload"]
    if files:
        handed_in = and_(drafts.c.case_id == event.case, drafts.c.sent.in_(files))
        connection.execute(delete(drafts).where(handed_in))


def _of(case: str, task: str) -> ColumnElement[bool]:
    return and_(drafts.c.case_id == case, drafts.c.task == task)


def _find(connection: Connection, case: str, task: str) -> Draft | None:
    row = connection.execute(select(drafts).where(_of(case, task))).one_or_none()
    if row is None:
        return None
    try:
        typed = json.loads(row.body)
        return Draft(
            case,
            task,
            row.number,
            {code: dict(one["entries"]) for code, one in typed.items()},
            {code: int(one["number"]) for code, one in typed.items()},
            Actor(**json.loads(row.actor)),
            datetime.fromisoformat(row.at),
            row.sent,
        )
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise ToolFailed("store_draft_damaged", case=case, task=task) from fault


def _row(draft: Draft) -> dict[str, object]:
    body = {
        code: {"number": draft.changed[code], "entries": dict(entry)}
        for code, entry in draft.entries.items()
    }
    return {
        "case_id": draft.case,
        "task": draft.task,
        "number": draft.number,
        "body": record.canonical(body),
        "actor": record.canonical(vars(draft.actor)),
        "at": draft.at.isoformat(),
        "sent": draft.sent,
    }


def _sound(connection: Connection, case: str, task: str) -> bool:
    try:
        _find(connection, case, task)
    except ToolFailed:
        return False
    return True
