"""A door for tests: an office's accounts, time that passes when told, and people with passwords."""

from datetime import UTC, datetime
from typing import Any

from service.accounts import Accounts, SignedIn
from service.dataset import DataSet
from service.people import Grant, Origin, Person
from service.progress import Actor
from service.store import Store, TrailQuery
from tests.casework.office import PROCEDURES

PASSWORD = "korek kuda baterai benar"  # noqa: S105 of people who exist for a moment
OTHER = "tujuh gajah lewat pasar"
HERE = Origin("10.0.0.1", "Firefox")
THERE = Origin("203.0.113.7", "Chrome")
ADMINISTRATOR = Actor("administrator", None, "NAMA ADMINISTRATOR", "Administrator", "orang-lain")
CAMAT = Actor("camat", None, "NAMA CAMAT", "Camat")


class Door:
    """Accounts on one store; `seconds` pass and `wall` is set by hand."""

    def __init__(self, store: Store, dataset: DataSet | None = None) -> None:
        self.store, self.seconds = store, 0.0
        self.wall = datetime(2026, 10, 9, 8, 40, tzinfo=UTC)
        self.dataset = dataset
        self.accounts = self.restarted()

    def restarted(self) -> Accounts:
        """Return the accounts as a process started now has them."""
        self.accounts = Accounts(
            self.store,
            PROCEDURES,
            lambda: self.wall,
            passed=lambda: self.seconds,
            office=lambda: self.dataset,
        )
        self.accounts.first_code()  # the service asks for it as it starts
        return self.accounts

    def add(self, login: str, *roles: str) -> Person:
        """Add a person with roles, and let the person set PASSWORD from HERE."""
        person, code = self.accounts.add_person(ADMINISTRATOR, login, f"Nama {login.title()}")
        for role in roles:
            self.give(person, role)
        self.accounts.sign_in_with_code(login, code, PASSWORD, HERE)
        self.accounts.end_other_sessions(person.id, "")
        return self.accounts.account(person.id).person

    def give(self, person: Person, role: str) -> Grant:
        """Give a role, written "operator@SEKSI-PEM" for a unit."""
        code, _, unit = role.partition("@")
        return self.accounts.give(ADMINISTRATOR, person.id, code, unit or None)

    def enter(self, login: str, origin: Origin = HERE, device: str = "") -> SignedIn:
        """Sign in with PASSWORD."""
        return self.accounts.sign_in(login, PASSWORD, origin, device)

    def inside(self, key: str) -> bool:
        """Tell whether a key still opens."""
        return self.accounts.session(key, HERE) is not None

    def trail(self) -> list[dict[str, Any]]:
        """Return what the trail says, oldest first."""
        told = self.store.trail.find(TrailQuery(limit=100_000))
        return [vars(one) for one in reversed(told)]

    def kinds(self) -> list[str]:
        """Return the kinds of the entries, oldest first."""
        return [entry["kind"] for entry in self.trail()]
