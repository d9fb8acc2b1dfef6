"""What is looked for in the trail, as conditions on its columns and on the text of its entries.

An entry is written with its names sorted: about, at, case, facts, kind, number, who. Inside `who`
stand address, name, person, role, unit. A quote inside a value is written \\", so that a pattern
with bare quotes meets only the names themselves.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, or_, true, tuple_

from service.store import record
from service.store.tables import trail

_ESCAPE = "\\"


ACTED = "acted"  # tells from where an event came, beside which it is shown


@dataclass(frozen=True)
class TrailQuery:
    """Which entries are wanted; what is empty asks for nothing.

    `own` is whose entries alone are wanted: a person's id, a role, a unit. `name` and `text` are
    parts of the name and of anything written. `documents` are pairs of a case and what was
    touched in it; with `document_text` an entry about, or of a file, called so is wanted too.
    `without` are kinds that are not wanted unless they are asked for. `since` counts, `until` does
    not. `before` is the moment and number of the entry after which the list goes on; without a
    number those of that moment count.
    """

    own: tuple[str, str, str | None] | None = None
    name: str = ""
    role: str = ""
    unit: str = ""
    kinds: tuple[str, ...] = ()
    without: tuple[str, ...] = (ACTED,)
    case: str = ""
    documents: frozenset[tuple[str, str]] | None = None
    document_text: str = ""
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: tuple[datetime, int | None] | None = None
    limit: int = 50


def conditions(query: TrailQuery) -> Iterator[ColumnElement[bool]]:
    """Yield what an entry has to fulfil to be asked for, but for its place in the list."""
    yield from _who(query)
    if query.kinds:
        yield trail.c.kind.in_(query.kinds)
    else:
        yield trail.c.kind.not_in(query.without)
    if query.case:
        yield trail.c.case_id == query.case
    if query.documents is not None:
        yield or_(*_documents(query.documents, query.document_text))
    if query.text:
        yield _says(f"%{_literal(query.text)}%")
    if query.since is not None:
        yield trail.c.at >= written_moment(query.since)
    if query.until is not None:
        yield trail.c.at < written_moment(query.until)


def _who(query: TrailQuery) -> Iterator[ColumnElement[bool]]:
    if query.own is not None:
        person, role, unit = query.own
        yield trail.c.person == person
        if not person:  # where nobody signs in, the role and unit stand for the person
            written = record.canonical({"role": role, "unit": unit})[1:]
            yield _says(f"%,{_escaped(written)}}}")
    if query.name:
        yield _says(f'%"who":{{"address":"%","name":"%{_literal(query.name)}%","person":"%')
    if query.role:
        yield _says(f'%,"role":"{_literal(query.role)}","unit":%}}}}')
    if query.unit:
        yield _says(f'%,"unit":"{_literal(query.unit)}"}}}}')


def _documents(pairs: Iterable[tuple[str, str]], text: str) -> Iterator[ColumnElement[bool]]:
    yield tuple_(trail.c.case_id, trail.c.about).in_(sorted(pairs))
    if text:
        part = _literal(text)
        yield trail.c.about.icontains(text, autoescape=True)
        yield _says(f'%,"facts":{{%"name":"%{part}%"}},"kind":"%')


def place(before: tuple[datetime, int | None] | None) -> Iterator[ColumnElement[bool]]:
    """Yield that an entry comes after a place in the list, newest first."""
    if before is None:
        return
    moment, number = written_moment(before[0]), before[1]
    same = true() if number is None else trail.c.number < number
    yield or_(trail.c.at < moment, and_(trail.c.at == moment, same))


def _says(pattern: str) -> ColumnElement[bool]:
    return trail.c.body.ilike(pattern, escape=_ESCAPE)


def _literal(text: str) -> str:
    """Return `text` as it stands inside a written string, for a pattern."""
    return _escaped(json.dumps(text, ensure_ascii=False)[1:-1])


def _escaped(text: str) -> str:
    return "".join(f"{_ESCAPE}{c}" if c in "%_\\" else c for c in text)


def written_moment(at: datetime) -> str:
    """Return a moment as text that sorts as time does."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
