"""`Accounts`: people added, changed and closed, and what each may act as."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from service.accounts.identities import Identities
from service.accounts.register import Account
from service.accounts.signing_in import SigningIn
from service.accounts.tokens import Tokens
from service.errors import Conflict, Invalid, NotFound, Problem, problem
from service.people import ACTINGS, Acting, Grant, Origin, Person, secrets
from service.progress import Actor

_CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")  # of a unit, as data sets write them
INVITED = timedelta(days=7)
RESET = timedelta(hours=24)
LONGEST_ORDER = 200


class Accounts(SigningIn, Tokens, Identities):
    """Everything about people; who changes others needs the right to.

    People, sessions, grants and tokens are named by their ids. What `by` may not do raises
    NotAllowed, a person nobody knows NotFound.
    """

    def people(self) -> tuple[Account, ...]:
        """Return everybody by name."""
        return tuple(self._accounts(self._people.everybody()))

    def account(self, person: str) -> Account:
        """Return one person with all that belongs to it. Raises NotFound."""
        return self._accounts([self._people.person(person)], person)[0]

    def roles_of(self, person: str, day: date) -> tuple[Grant, ...]:
        """Return what a person may act as on a day."""
        return tuple(one for one in self._people.grants(person) if one.holds(day))

    def stand_in(self, actor: Actor, day: date) -> tuple[Person, Grant] | None:
        """Return who acts in the role of `actor` in his place on a day, and by which right.

        Plt., Plh. and Pj. take the place of a role's holder; a.n. acts beside him. None where
        nobody does, and for the one who stands in himself.
        """
        if not actor.person:
            return None
        standing = [
            (self._people.person(one.person), one)
            for one in self._people.grants()
            if (one.role, one.unit) == (actor.role, actor.unit)
            and one.acting not in {"", "a.n."}
            and one.holds(day)
        ]
        if any(person.id == actor.person for person, _ in standing):
            return None
        return next((one for one in standing if one[0].active), None)

    def role_name(self, code: str) -> str:
        """Return what a role is called."""
        return self._procedures.role_name(code)

    def units(self) -> Mapping[str, str]:
        """Return the name of each unit of the office by code; none while no quarter is open."""
        ds = self._office()
        return {one.code: one.name for one in ds.units} if ds else {}

    def add_person(
        self, by: Actor, login: str, name: str, nip: str = "", origin: Origin | None = None
    ) -> tuple[Person, str]:
        """Add a person and return a one-time code to sign in with, told this once, for 7 days.

        Raises Invalid("person_wrong") with everything wrong, Conflict("login_taken").
        """
        self.require_people(by)
        person = self._new_person(login, name, nip)
        code = secrets.new_code()
        self._people.add(person, secrets.code_digest(code), self._now() + INVITED)
        self._note("person_added", by, origin=origin, about=person, login=person.login)
        return person, code

    def change_person(
        self,
        by: Actor,
        person: str,
        *,
        login: str,
        name: str,
        nip: str,
        origin: Origin | None = None,
    ) -> Person:
        """Change what a person is called.

        Raises Invalid("person_wrong") with everything wrong, Conflict("login_taken").
        """
        self.require_people(by)
        before = self._people.person(person)
        wanted = self._new_person(login, name, nip)
        told = ("login", "name", "nip")
        changed = [one for one in told if getattr(before, one) != getattr(wanted, one)]
        if changed:
            self._people.change(person, login=wanted.login, name=wanted.name, nip=wanted.nip)
            after = self._people.person(person)
            self._note("person_changed", by, origin=origin, about=after, changed=changed)
            return after
        return before

    def close_person(self, by: Actor, person: str, origin: Origin | None = None) -> None:
        """Close an account: nothing the person has works from now on; the history keeps the name.

        Raises Conflict("last_administrator").
        """
        self.require_people(by)
        who = self._people.person(person)
        if who.active:
            self._people.close(person, self._now(), self._governing())
            self._note("person_closed", by, origin=origin, about=who)

    def reopen_person(self, by: Actor, person: str, origin: Origin | None = None) -> None:
        """Open a closed account again, with its password and the roles it had."""
        self.require_people(by)
        who = self._people.person(person)
        if not who.active:
            self._people.reopen(person)
            self._note("person_reopened", by, origin=origin, about=who)

    def give(
        self,
        by: Actor,
        person: str,
        role: str,
        unit: str | None,
        *,
        acting: str = "",
        start: date | None = None,
        end: date | None = None,
        order: str = "",
        origin: Origin | None = None,
    ) -> Grant:
        """Let a person act in a role, for one per unit in a unit of the office.

        While no quarter is open the office has no units yet, and any code is taken. Raises
        Invalid("grant_wrong") with everything wrong, Conflict("grant_there").
        """
        self.require_people(by)
        who = self._people.person(person)
        grant = self.grant(person, role, unit, acting=acting, start=start, end=end, order=order)
        self._people.give(grant)
        self._note("role_given", by, origin=origin, about=who, **_told(grant))
        return grant

    def grant(
        self,
        person: str,
        role: str,
        unit: str | None,
        *,
        acting: str = "",
        start: date | None = None,
        end: date | None = None,
        order: str = "",
    ) -> Grant:
        """Return a right as `give` would give it; nothing is given. Raises Invalid as it does."""
        unit, order = (unit or "").strip() or None, " ".join(order.split())
        problems = [*self._role_problems(role, unit), *_grant_problems(acting, start, end, order)]
        if problems:
            raise Invalid("grant_wrong", problems)
        meant: Acting = next(one for one in ACTINGS if one == acting)
        return Grant(secrets.new_id(), person, role, unit, meant, start, end, order)

    def require_role(self, role: str, unit: str | None) -> None:
        """Return when the role can be given for the unit. Raises Invalid("grant_wrong")."""
        problems = self._role_problems(role, unit)
        if problems:
            raise Invalid("grant_wrong", problems)

    def named(self, login: str) -> Account:
        """Return who signs in with this name. Raises NotFound."""
        found = self._by_login(login)
        if found is None:
            raise NotFound("login_not_found", login=login)
        return self.account(found[0].id)

    def governed(self) -> bool:
        """Tell whether somebody may change people, even who never signed in."""
        return self._people.governed(self._governing())

    def take(self, by: Actor, person: str, grant: str, origin: Origin | None = None) -> None:
        """Take a role away: every session of the person is dead, and so are tokens in the role.

        Raises NotFound when it was taken already, Conflict("last_administrator").
        """
        self.require_people(by)
        who = self._people.person(person)
        for one in self._people.grants(person):
            if one.id == grant:
                self._people.take(one, self._now(), self._governing())
                self._note("role_taken", by, origin=origin, about=who, **_told(one))
                return
        raise NotFound("grant_not_found")

    def reset(self, by: Actor, person: str, origin: Origin | None = None) -> str:
        """Return a one-time code for 24 hours; the password and all sessions are dead.

        Raises Conflict("person_closed").
        """
        self.require_people(by)
        who = self._people.person(person)
        if not who.active:
            raise Conflict("person_closed", name=who.name)
        code = secrets.new_code()
        self._people.reset(person, secrets.code_digest(code), self._now() + RESET)
        self._note("password_reset", by, origin=origin, about=who)
        return code

    def identities(self, person: str) -> tuple[tuple[str, str], ...]:
        """Return issuer and subject of each identity at a provider that is the person's."""
        return self._people.identities(person)

    def link_identity(
        self, by: Actor, person: str, issuer: str, subject: str, origin: Origin | None = None
    ) -> None:
        """Note whom a provider means by `subject`. Raises Conflict("identity_taken")."""
        self.require_people(by)
        who = self._people.person(person)
        self._people.link(person, issuer, subject)
        self._note("identity_linked", by, origin=origin, about=who, issuer=issuer)

    def unlink_identity(
        self, by: Actor, person: str, issuer: str, subject: str, origin: Origin | None = None
    ) -> None:
        """Forget whom a provider means; the person's sessions end. Raises NotFound."""
        self.require_people(by)
        who = self._people.person(person)
        if not self._people.unlink(person, issuer, subject):
            raise NotFound("identity_not_found")
        self._note("identity_unlinked", by, origin=origin, about=who, issuer=issuer)

    def _accounts(self, people: list[Person] | tuple[Person, ...], of: str = "") -> list[Account]:
        now = self._now()
        signed_in = self._people.last_signed_in(of)
        grants, tokens = self._people.grants(of), self._people.tokens(of)
        sessions = self.sessions(of)
        working = [one for one in tokens if not one.withdrawn and one.until > now]
        return [
            Account(
                person,
                tuple(one for one in grants if one.person == person.id),
                sum(one.person == person.id for one in sessions),
                sum(one.person == person.id for one in working),
                signed_in.get(person.id),
            )
            for person in people
        ]

    def _role_problems(self, role: str, unit: str | None) -> list[Problem]:
        known = self._procedures.roles().get(role)
        if known is None:
            return [problem("grant_role", "role", found=role[:80])]
        if known.per != "unit":
            return [problem("grant_no_unit", "unit", role=known.name)] if unit else []
        units = self.units()
        if unit is not None and not units and not _CODE.fullmatch(unit):
            return [problem("grant_unit_code", "unit", role=known.name, found=unit[:80])]
        if unit is None or len(unit) > 80 or (units and unit not in units):
            listed = ", ".join(units) or "kode unit di data kantor"
            return [problem("grant_unit", "unit", role=known.name, expected=listed)]
        return []


def _grant_problems(acting: str, start: date | None, end: date | None, order: str) -> list[Problem]:
    found = []
    if acting not in ACTINGS:
        found.append(problem("grant_acting", "acting", found=acting[:20]))
    if start and end and end < start:
        found.append(problem("grant_days", "end"))
    if len(order) > LONGEST_ORDER:
        found.append(problem("grant_order", "order", most=LONGEST_ORDER))
    return found


def _told(grant: Grant) -> dict[str, Any]:
    return {
        "role": grant.role,
        "unit": grant.unit,
        "acting": grant.acting,
        "start": grant.start.isoformat() if grant.start else None,
        "end": grant.end.isoformat() if grant.end else None,
        "order": grant.order,
    }
