"""What people prove themselves with: sessions, one-time codes, known browsers and tokens.

Only the SHA-256 of each is kept. Times are kept as told; what is too old the caller decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from service.people import Origin, Person, Session, Token
from service.store.database import Database
from service.store.tables import codes, devices, people, sessions, tokens

MOST_DEVICES = 10  # browsers remembered for one person


@dataclass(frozen=True)
class Entering:
    """A person about to be signed in: the session, and what has to hold or changes with it.

    `digest` is that of the session's key. `proved` is the kept password that was found right: it
    must still be the one. `password` takes its place. `code` is the digest of a one-time code that
    is used up. `alone` ends every other session. `device` is the browser as it is known from now
    on, in place of `known`.
    """

    session: Session
    digest: str
    proved: str | None = None
    password: str | None = None
    code: str = ""
    alone: bool = False
    device: str = ""
    known: str = ""


class Proofs:
    """Sessions, codes, known browsers and tokens of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def enter(self, entering: Entering) -> bool:
        """Open a session with all that belongs to it at once; False when what must hold does not.

        Of two that use one code at the same time, one gets in.
        """
        with self._database.writing() as connection:
            return entered(connection, entering)

    def session(self, digest: str) -> tuple[Person, Session] | None:
        """Return the session with a key of this digest, and whose it is, unless that is closed."""
        query = (
            select(sessions, *_OF_PERSON)
            .join(people, people.c.id == sessions.c.person)
            .where(sessions.c.digest == digest, people.c.active)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else (_joined_person(row), _session(row))

    def note_seen(self, session: str, at: datetime) -> None:
        """Note when a session was last seen."""
        seen = update(sessions).where(sessions.c.id == session).values(seen=at.isoformat())
        with self._database.writing() as connection:
            connection.execute(seen)

    def sessions(self, person: str = "") -> tuple[Session, ...]:
        """Return the sessions of a person, or of everybody, the last seen first."""
        query = select(sessions).order_by(sessions.c.seen.desc())
        if person:
            query = query.where(sessions.c.person == person)
        with self._database.reading() as connection:
            return tuple(_session(row) for row in connection.execute(query).all())

    def end_sessions(self, ids: Iterable[str]) -> int:
        """End sessions by their ids and return how many there were."""
        with self._database.writing() as connection:
            ended = connection.execute(delete(sessions).where(sessions.c.id.in_(list(ids))))
        return ended.rowcount

    def put_code(self, person: str, digest: str, until: datetime) -> None:
        """Give a person a one-time code; the one before is dead. "" is for who comes first."""
        with self._database.writing() as connection:
            give_code(connection, person, digest, until)

    def code(self, digest: str, person: str, now: datetime) -> bool:
        """Tell whether a code of this digest is the person's and can still be used."""
        query = select(codes.c.digest).where(_usable(digest, person, now))
        with self._database.reading() as connection:
            return connection.execute(query).one_or_none() is not None

    def known_device(self, digests: Iterable[str], person: str) -> str:
        """Return which of the browsers is known as the person's, "" when none is."""
        query = select(devices.c.digest).where(
            devices.c.person == person, devices.c.digest.in_(list(digests))
        )
        with self._database.reading() as connection:
            return connection.execute(query).scalars().first() or ""

    def add_token(self, token: Token, digest: str) -> None:
        """Keep a token that was just issued."""
        values = {
            **vars(token),
            "digest": digest,
            "scopes": " ".join(token.scopes),
            "made": token.made.isoformat(),
            "until": token.until.isoformat(),
        }
        with self._database.writing() as connection:
            connection.execute(insert(tokens).values(values))

    def token(self, digest: str) -> tuple[Person, Token] | None:
        """Return the token of this digest, and whose it is, unless that is closed."""
        query = (
            select(tokens, *_OF_PERSON)
            .join(people, people.c.id == tokens.c.person)
            .where(tokens.c.digest == digest, people.c.active)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else (_joined_person(row), _token(row))

    def note_used(self, token: str, at: datetime) -> None:
        """Note when a token was last used."""
        used = update(tokens).where(tokens.c.id == token).values(used=at.isoformat())
        with self._database.writing() as connection:
            connection.execute(used)

    def tokens(self, person: str = "") -> tuple[Token, ...]:
        """Return the tokens of a person, or of everybody, the newest first."""
        query = select(tokens).order_by(tokens.c.made.desc(), tokens.c.id)
        if person:
            query = query.where(tokens.c.person == person)
        with self._database.reading() as connection:
            return tuple(_token(row) for row in connection.execute(query).all())

    def withdraw_token(self, token: str, at: datetime) -> bool:
        """Withdraw a token; False when it was already."""
        with self._database.writing() as connection:
            return withdraw(connection, at, tokens.c.id == token) > 0

    def end_everything(self, at: datetime) -> None:
        """End every session and one-time code and withdraw every token; passwords stay."""
        with self._database.writing() as connection:
            connection.execute(delete(sessions))
            connection.execute(delete(codes))
            withdraw(connection, at)


def entered(connection: Connection, entering: Entering) -> bool:
    """Do in one transaction what `Proofs.enter` promises."""
    session = entering.session
    holds = select(people.c.password).where(people.c.id == session.person, people.c.active)
    row = connection.execute(holds.with_for_update()).one_or_none()
    if row is None or (entering.proved is not None and row.password != entering.proved):
        return False
    if entering.code and not use_code(connection, entering.code, session.person, session.started):
        return False
    if entering.password is not None:
        set_password(connection, session.person, entering.password)
    if entering.alone:
        end_all(connection, session.person)
    connection.execute(insert(sessions).values(_session_row(session, entering.digest)))
    _remember_device(connection, entering)
    return True


def use_code(connection: Connection, digest: str, person: str, now: datetime) -> bool:
    """Use a one-time code up; False when it cannot be used."""
    return connection.execute(delete(codes).where(_usable(digest, person, now))).rowcount > 0


def give_code(connection: Connection, person: str, digest: str, until: datetime) -> None:
    """Put a one-time code in the place of the one before."""
    connection.execute(delete(codes).where(codes.c.person == person))
    values = {"digest": digest, "person": person, "until": until.isoformat()}
    connection.execute(insert(codes).values(values))


def set_password(connection: Connection, person: str, password: str | None) -> None:
    """Put a kept password in the place of the one before; None lets nobody in."""
    connection.execute(update(people).where(people.c.id == person).values(password=password))


def end_all(connection: Connection, person: str) -> None:
    """End every session of a person."""
    connection.execute(delete(sessions).where(sessions.c.person == person))


def forget_devices(connection: Connection, person: str) -> None:
    """Forget every browser of a person."""
    connection.execute(delete(devices).where(devices.c.person == person))


def withdraw(connection: Connection, at: datetime, *which: Any) -> int:
    """Withdraw the tokens that are meant and not withdrawn yet, and return how many."""
    fresh = update(tokens).where(tokens.c.withdrawn.is_(None), *which)
    return connection.execute(fresh.values(withdrawn=at.isoformat())).rowcount


def _usable(digest: str, person: str, now: datetime) -> Any:
    return (
        (codes.c.digest == digest) & (codes.c.person == person) & (codes.c.until > now.isoformat())
    )


def _remember_device(connection: Connection, entering: Entering) -> None:
    person = entering.session.person
    if not entering.device:
        return
    connection.execute(delete(devices).where(devices.c.digest == entering.known))
    values = {
        "digest": entering.device,
        "person": person,
        "seen": entering.session.started.isoformat(),
    }
    connection.execute(insert(devices).values(values))
    newest = select(devices.c.digest).where(devices.c.person == person)
    kept = newest.order_by(devices.c.seen.desc()).limit(MOST_DEVICES)
    connection.execute(
        delete(devices).where(
            devices.c.person == person, devices.c.digest.not_in(kept.scalar_subquery())
        )
    )


_OF_PERSON = [
    one.label(f"person_{one.name}")
    for one in (
        people.c.id,
        people.c.login,
        people.c.name,
        people.c.nip,
        people.c.active,
        people.c.password,
        people.c.since,
    )
]


def _joined_person(row: Row[Any]) -> Person:
    return Person(
        row.person_id,
        row.person_login,
        row.person_name,
        row.person_nip,
        row.person_active,
        row.person_password is not None,
        datetime.fromisoformat(row.person_since),
    )


def _session(row: Row[Any]) -> Session:
    return Session(
        row.id,
        row.person,
        datetime.fromisoformat(row.started),
        datetime.fromisoformat(row.seen),
        Origin(row.address, row.agent),
    )


def _session_row(session: Session, digest: str) -> dict[str, object]:
    return {
        "digest": digest,
        "id": session.id,
        "person": session.person,
        "started": session.started.isoformat(),
        "seen": session.seen.isoformat(),
        "address": session.origin.address,
        "agent": session.origin.agent,
    }


def _token(row: Row[Any]) -> Token:
    return Token(
        row.id,
        row.person,
        row.purpose,
        tuple(row.scopes.split()),
        row.role,
        row.unit,
        datetime.fromisoformat(row.made),
        datetime.fromisoformat(row.until),
        datetime.fromisoformat(row.used) if row.used else None,
        datetime.fromisoformat(row.withdrawn) if row.withdrawn else None,
    )
