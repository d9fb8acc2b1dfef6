"""People, what they may act as, and whom a provider means: all the SQL of it."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from service.errors import Conflict, NotFound
from service.people import Grant, Person
from service.store.proofs import (
    Entering,
    Proofs,
    end_all,
    entered,
    forget_devices,
    give_code,
    set_password,
    use_code,
    withdraw,
)
from service.store.tables import (
    codes,
    devices,
    grants,
    identities,
    people,
    sessions,
    tokens,
    trail,
)


@dataclass(frozen=True)
class Governing:
    """The roles that may change people, None for every role, and the day it is asked for."""

    roles: Collection[str] | None
    day: date


class People(Proofs):
    """Everybody who may sign in, with roles, proofs and identities."""

    def everybody(self) -> tuple[Person, ...]:
        """Return every person by name, those without an account any more too."""
        with self._database.reading() as connection:
            rows = connection.execute(select(people).order_by(people.c.name, people.c.id)).all()
        return tuple(_person(row) for row in rows)

    def person(self, id: str) -> Person:
        """Return a person. Raises NotFound."""
        with self._database.reading() as connection:
            row = connection.execute(select(people).where(people.c.id == id)).one_or_none()
        if row is None:
            raise NotFound("person_not_found")
        return _person(row)

    def named(self, login: str) -> tuple[Person, str | None] | None:
        """Return who signs in with this name, and the password as it is kept."""
        with self._database.reading() as connection:
            row = connection.execute(select(people).where(people.c.login == login)).one_or_none()
        return None if row is None else (_person(row), row.password)

    def add(self, person: Person, code: str, until: datetime) -> None:
        """Add a person with a one-time code of this digest. Raises Conflict("login_taken")."""
        with _login(person.login), self._database.writing() as connection:
            _insert(connection, person)
            give_code(connection, person.id, code, until)

    def add_first(self, person: Person, grant: Grant, entering: Entering, asked: Governing) -> bool:
        """Add the first who may change people and sign the person in, all at once.

        False when the code cannot be used or somebody may change people already.
        Raises Conflict("login_taken").
        """
        with _login(person.login), self._database.writing() as connection:
            now = entering.session.started
            if _appointed(connection, asked) or not use_code(connection, entering.code, "", now):
                return False
            _insert(connection, person)
            connection.execute(insert(grants).values(_grant_row(grant)))
            return entered(connection, Entering(**{**vars(entering), "code": ""}))

    def change(self, id: str, *, login: str, name: str, nip: str) -> None:
        """Change how a person signs in and is named. Raises Conflict("login_taken")."""
        with _login(login), self._database.writing() as connection:
            changed = update(people).where(people.c.id == id)
            connection.execute(changed.values(login=login, name=name, nip=nip))

    def close(self, id: str, at: datetime, asked: Governing) -> None:
        """Let a person in no more: sessions, codes, known browsers and tokens end with it.

        Raises Conflict("last_administrator") when nobody would be left who may change people.
        """
        with self._database.writing() as connection:
            governs = id in _governors(connection, asked, {id})
            if governs and not _governors(connection, asked) - {id}:
                raise Conflict("last_administrator")
            connection.execute(update(people).where(people.c.id == id).values(active=False))
            end_all(connection, id)
            forget_devices(connection, id)
            connection.execute(delete(codes).where(codes.c.person == id))
            withdraw(connection, at, tokens.c.person == id)

    def reopen(self, id: str) -> None:
        """Let a person in again, with the roles the person had."""
        with self._database.writing() as connection:
            connection.execute(update(people).where(people.c.id == id).values(active=True))

    def reset(self, id: str, code: str, until: datetime) -> None:
        """End a person's password, sessions and known browsers; a one-time code lets in again."""
        with self._database.writing() as connection:
            set_password(connection, id, None)
            end_all(connection, id)
            forget_devices(connection, id)
            give_code(connection, id, code, until)

    def grants(self, person: str = "") -> tuple[Grant, ...]:
        """Return what a person, or everybody, may act as."""
        query = select(grants).order_by(grants.c.role, grants.c.unit, grants.c.start, grants.c.id)
        if person:
            query = query.where(grants.c.person == person)
        with self._database.reading() as connection:
            return tuple(_grant(row) for row in connection.execute(query).all())

    def give(self, grant: Grant) -> None:
        """Let a person act in a role. Raises Conflict("grant_there") on days it holds already."""
        with self._database.writing() as connection:
            same = select(grants).where(grants.c.person == grant.person)
            rows = connection.execute(same.with_for_update()).all()
            if any(_overlap(_grant(row), grant) for row in rows):
                raise Conflict("grant_there")
            connection.execute(insert(grants).values(_grant_row(grant)))

    def take(self, grant: Grant, at: datetime, asked: Governing) -> None:
        """Take a role away; every session of the person and the tokens in that role end with it.

        Raises NotFound when it was taken already, Conflict("last_administrator") when nobody would
        be left who may change people.
        """
        with self._database.writing() as connection:
            alone = {grant.person}
            before = alone & _governors(connection, asked, alone)
            if not connection.execute(delete(grants).where(grants.c.id == grant.id)).rowcount:
                raise NotFound("grant_not_found")
            lost = before - _governors(connection, asked, alone)
            if lost and not _governors(connection, asked):
                raise Conflict("last_administrator")
            end_all(connection, grant.person)
            unit = tokens.c.unit.is_(None) if grant.unit is None else tokens.c.unit == grant.unit
            mine = (tokens.c.person == grant.person) & (tokens.c.role == grant.role) & unit
            withdraw(connection, at, mine)

    def governed(self, asked: Governing) -> bool:
        """Tell whether somebody may change people, even who never signed in."""
        with self._database.reading() as connection:
            return bool(_appointed(connection, asked))

    def of_nobody(self) -> dict[str, int]:
        """Return how many rows of each table belong to a person there is not; none if all is well.

        The one-time code of the first administrator belongs to nobody on purpose.
        """
        found = {}
        with self._database.reading() as connection:
            for table in (grants, sessions, devices, tokens, identities, codes):
                lost = table.c.person.not_in(select(people.c.id)) & (table.c.person != "")
                query = select(func.count()).select_from(table).where(lost)
                found[table.name] = connection.execute(query).scalar_one()
        return {name: count for name, count in found.items() if count}

    def last_signed_in(self, person: str = "") -> dict[str, datetime]:
        """Return when a person, or everybody, last signed in, as far as the trail goes back."""
        query = select(trail.c.person, func.max(trail.c.at).label("at"))
        query = query.where(trail.c.kind == "signed_in").group_by(trail.c.person)
        if person:
            query = query.where(trail.c.person == person)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return {row.person: datetime.fromisoformat(row.at) for row in rows}

    def identities(self, person: str) -> tuple[tuple[str, str], ...]:
        """Return issuer and subject of each identity that is the person's."""
        query = select(identities).where(identities.c.person == person)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(identities.c.issuer)).all()
        return tuple((row.issuer, row.subject) for row in rows)

    def identified(self, issuer: str, subject: str) -> Person | None:
        """Return whom the provider means, unless the account is closed."""
        query = (
            select(people)
            .join(identities, identities.c.person == people.c.id)
            .where(_identity(issuer, subject), people.c.active)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _person(row)

    def link(self, person: str, issuer: str, subject: str) -> None:
        """Note whom the provider means. Raises Conflict("identity_taken")."""
        values = {"issuer": issuer, "subject": subject, "person": person}
        try:
            with self._database.writing() as connection:
                connection.execute(insert(identities).values(values))
        except IntegrityError as fault:
            raise Conflict("identity_taken") from fault

    def unlink(self, person: str, issuer: str, subject: str) -> bool:
        """Forget whom the provider means, and end the person's sessions; False for a stranger."""
        with self._database.writing() as connection:
            mine = _identity(issuer, subject) & (identities.c.person == person)
            if not connection.execute(delete(identities).where(mine)).rowcount:
                return False
            end_all(connection, person)
            return True


@contextmanager
def _login(login: str) -> Iterator[None]:
    """Tell a duplicate login as what it is."""
    try:
        yield
    except IntegrityError as fault:
        raise Conflict("login_taken", login=login) from fault


def _governors(
    connection: Connection, asked: Governing, also: Collection[str] = ()
) -> frozenset[str]:
    """Return who may change people on the day and can sign in, or is one of `also`."""
    linked = set(connection.execute(select(identities.c.person)).scalars())
    return frozenset(
        row.person
        for row in _appointed(connection, asked)
        if row.password is not None or row.person in linked or row.person in also
    )


def _appointed(connection: Connection, asked: Governing) -> list[Row[Any]]:
    """Return the grants by which somebody may change people on the day, each with the password.

    Locked, so that two who take a role away at once do not both find the other one left.
    """
    rows = connection.execute(
        select(grants, people.c.password)
        .join(people, people.c.id == grants.c.person)
        .where(people.c.active)
        .with_for_update()
    ).all()
    roles = asked.roles
    return [
        row for row in rows if (roles is None or row.role in roles) and _grant(row).holds(asked.day)
    ]


def _overlap(one: Grant, other: Grant) -> bool:
    if (one.role, one.unit, one.acting) != (other.role, other.unit, other.acting):
        return False
    starts = max(one.start or date.min, other.start or date.min)
    return starts <= min(one.end or date.max, other.end or date.max)


def _identity(issuer: str, subject: str) -> Any:
    return (identities.c.issuer == issuer) & (identities.c.subject == subject)


def _insert(connection: Connection, person: Person) -> None:
    values = {**vars(person), "password": None, "since": person.since.isoformat()}
    del values["has_password"]
    connection.execute(insert(people).values(values))


def _person(row: Row[Any]) -> Person:
    since = datetime.fromisoformat(row.since)
    known = row.password is not None
    return Person(row.id, row.login, row.name, row.nip, row.active, known, since)


def _grant(row: Row[Any]) -> Grant:
    return Grant(
        row.id,
        row.person,
        row.role,
        row.unit,
        row.acting,
        date.fromisoformat(row.start) if row.start else None,
        date.fromisoformat(row.end) if row.end else None,
        row.order,
    )


def _grant_row(grant: Grant) -> dict[str, object]:
    return {
        **vars(grant),
        "start": grant.start.isoformat() if grant.start else None,
        "end": grant.end.isoformat() if grant.end else None,
    }
