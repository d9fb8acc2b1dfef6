"""A person, what the person may act as and when, a session and a token, as frozen values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Acting = Literal["", "Plt.", "Plh.", "Pj.", "a.n."]
Scope = Literal["baca", "render", "kerja"]
ACTINGS: tuple[Acting, ...] = ("", "Plt.", "Plh.", "Pj.", "a.n.")
SCOPES: tuple[Scope, ...] = ("baca", "render", "kerja")


@dataclass(frozen=True)
class Person:
    """Somebody who may sign in: `login` is typed at sign-in, `name` is printed and shown.

    `id` says nothing and never changes. `nip` is empty for who has none. Without `active` the
    person cannot sign in, but the history keeps the name. `has_password` is False until the
    one-time code was used; `since` is when the person was added.
    """

    id: str
    login: str
    name: str
    nip: str
    active: bool
    has_password: bool
    since: datetime


@dataclass(frozen=True)
class Grant:
    """The right of a person to act in a role, for a role per unit in `unit`, from day to day.

    `acting` is Plt. or Pj. (post vacant), Plh. (holder away) or a.n. (on behalf); both ends of
    `start` to `end` count, None is open. `order` names the letter that ordered it, "" without one.
    """

    id: str
    person: str
    role: str
    unit: str | None
    acting: Acting
    start: date | None
    end: date | None
    order: str

    def holds(self, day: date) -> bool:
        """Tell whether the right holds on `day`."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class Origin:
    """Where a request came from: its address and the browser or program as it names itself."""

    address: str
    agent: str = ""


@dataclass(frozen=True)
class Session:
    """A person at a browser since `started`, last seen `seen`; `id` is no secret."""

    id: str
    person: str
    started: datetime
    seen: datetime
    origin: Origin


@dataclass(frozen=True)
class Token:
    """What a program shows in place of a password, for one purpose of one person.

    It may do what `scopes` name (baca: read; render: fill templates; kerja: act in tasks) as
    `role` of `unit`, as long as the person may, until `until`. The secret itself is not kept.
    """

    id: str
    person: str
    purpose: str
    scopes: tuple[Scope, ...]
    role: str
    unit: str | None
    made: datetime
    until: datetime
    used: datetime | None
    withdrawn: datetime | None
