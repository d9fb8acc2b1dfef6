"""What everything about people works on: the store's people, time, rights and the trail."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from service.dataset import DataSet
from service.errors import Invalid, Problem
from service.people import Grant, Origin, Person, Session, particulars, passwords, secrets
from service.people.refused import Refused
from service.people.steady import Steady, elapsed
from service.people.throttle import Throttle
from service.people.turns import Turns
from service.procedure import Procedures, rights
from service.progress import Actor, require_right
from service.store import Store
from service.store.people import Governing


@dataclass(frozen=True)
class SignedIn:
    """A person just signed in.

    `key` is what the browser shows from now on. `device` is what it keeps for the next sign-in
    and hands over then, however many people use it; empty where it keeps what it has.
    """

    key: str
    device: str
    person: Person
    session: Session


@dataclass(frozen=True)
class Account:
    """A person as the page of people shows one; `sessions` and `tokens` count what still works."""

    person: Person
    grants: tuple[Grant, ...]
    sessions: int
    tokens: int
    last_signed_in: datetime | None


@dataclass
class _Guard:
    """What keeps guessing at bay, in memory: counted tries, costly work, refusals untold yet."""

    throttle: Throttle
    turns: Turns = field(default_factory=Turns)
    refused: Refused = field(default_factory=Refused)


class Register:
    """The people of one store.

    `clock` tells the time that is written down, `passed` the seconds by which things grow old:
    a clock set forward or back frees nobody and locks nobody out. `office` is the newest data of
    the office, None while it has none.
    """

    def __init__(
        self,
        store: Store,
        procedures: Procedures,
        clock: Callable[[], datetime],
        *,
        passed: Callable[[], float] = elapsed,
        office: Callable[[], DataSet | None] = lambda: None,
    ) -> None:
        self._store, self._people = store, store.people
        self._procedures, self._clock, self._office = procedures, clock, office
        self._now = Steady(clock, passed)
        self._guard = _Guard(Throttle(passed))

    def close(self) -> None:
        """Write down what was only counted so far."""
        self._tell_refused(None)

    def require_people(self, by: Actor) -> None:
        """Return when `by` may change people. Raises NotAllowed."""
        require_right(self._procedures, by, "people")

    def _governing(self) -> Governing:
        return Governing(rights().allowed.get("people", ()), self._clock().date())

    def _note(
        self,
        kind: str,
        who: Person | Actor | None = None,
        *,
        name: str = "",
        origin: Origin | None = None,
        about: Person | None = None,
        **facts: Any,
    ) -> None:
        """Write an entry: who did what from where, about whom; never a secret, nor a mistyped one.

        `name` stands where nobody known is behind it.
        """
        acting = who if isinstance(who, Actor) else None
        id = who.id if isinstance(who, Person) else acting.person if acting else ""
        self._store.trail.add(
            kind,
            at=self._clock(),
            person=id,
            name=who.name if who else name,
            role=acting.role if acting else "",
            unit=acting.unit if acting else None,
            address=origin.address if origin else "",
            about=about.name if about else "",
            facts={**facts, **({"person": about.id} if about else {})},
        )

    def _tell_refused(self, now: datetime | None) -> None:
        """Write down the tries that were refused in a minute that is over, place by place."""
        for told in self._guard.refused.due(now):
            self._note(
                "sign_in_failed",
                origin=Origin(told.place),
                refused=told.count,
                people=list(told.people),
            )

    def _password_problems(self, password: str, login: str, name: str, nip: str) -> list[Problem]:
        ds = self._office()
        office = ds.office.name if ds else ""
        return passwords.problems(password, (login, name, nip, office))

    def _by_login(self, typed: str) -> tuple[Person, str | None] | None:
        login = particulars.login(typed)
        return self._people.named(login) if particulars.usable(login) else None

    def _new_person(self, login: str, name: str, nip: str, password: str | None = None) -> Person:
        """Return a person not kept yet. Raises Invalid("person_wrong") with everything wrong."""
        login, name, nip = _spelled(login, name, nip)
        problems = particulars.problems(login, name, nip)
        if password is not None:
            problems += self._password_problems(password, login, name, nip)
        if problems:
            raise Invalid("person_wrong", problems)
        return Person(secrets.new_id(), login, name, nip, True, False, self._now())


def _spelled(login: str, name: str, nip: str) -> tuple[str, str, str]:
    return particulars.login(login), particulars.name(name), particulars.nip(nip)
