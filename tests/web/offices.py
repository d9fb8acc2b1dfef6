"""A real office whose people sign in: one person for each role, signed in without a browser."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app, create_casework
from service.casework import Casework
from service.people import SCOPES, Origin, Person, Scope
from service.progress import Actor
from service.settings import Settings
from service.store import Store
from service.web import current
from tests.web.conftest import COMPILED, TODAY

HERE = Origin("127.0.0.1", "uji")
PASSWORD = "empat kuda di tepi sungai"  # noqa: S105
ADMINISTRATOR = Actor("administrator", None, "NAMA ADMINISTRATOR", "Administrator")
OWN, OTHER = "SEKSI-YAN", "SEKSI-PEM"

# Who there is, by a name the tests use: the role, and the unit of a role per unit.
HOLDERS: Mapping[str, tuple[str, str | None]] = {
    "administrator": ("administrator", None),
    "pembaca": ("viewer", None),
    "camat": ("camat", None),
    "sekretaris": ("sekretaris", None),
    "kasubbag": ("kasubbag_program", None),
    "staf": ("staf_program", None),
    "operator.sendiri": ("operator", OWN),
    "operator.lain": ("operator", OTHER),
    "kepala.sendiri": ("kepala_seksi", OWN),
    "kepala.lain": ("kepala_seksi", OTHER),
}
ROLELESS = "tanpa.peran"


@dataclass
class Peopled:
    """An office with its people; each is known by the name of HOLDERS, or ROLELESS."""

    app: Flask
    store: Store
    casework: Casework
    people: Mapping[str, Person]
    keys: Mapping[str, str]
    tokens: dict[tuple[str, tuple[Scope, ...]], str] = field(default_factory=dict)

    def visitor(self) -> FlaskClient:
        """Return a browser nobody signed in at."""
        return self.app.test_client()

    def browser(self, who: str) -> FlaskClient:
        """Return a browser that somebody is signed in at."""
        client = self.app.test_client()
        with client.session_transaction() as session:
            session[current.KEY] = self.keys[who]
        return client

    def token(self, who: str, scopes: tuple[Scope, ...] = SCOPES) -> str:
        """Return a token of somebody, for the role held."""
        if (who, scopes) not in self.tokens:
            person, (role, unit) = self.people[who].id, HOLDERS[who]
            made = self.casework.accounts.issue_token(person, "uji", scopes, role, unit, 30)
            self.tokens[who, scopes] = made[1]
        return self.tokens[who, scopes]


@dataclass(frozen=True)
class Known:
    """The people of an office and the keys of their sessions, by the names of HOLDERS."""

    people: Mapping[str, Person]
    keys: Mapping[str, str]


@contextmanager
def peopled(folder: Path, known: Known | None = None) -> Iterator[Peopled]:
    """Open the office in `folder`; unless its people are `known` they are added and sign in."""
    settings = Settings("rahasia-untuk-uji", folder, today=TODAY, pdf_engine="bawaan")
    store = Store(folder, "kantor")
    casework = create_casework(settings, store, background=False)
    app = create_app(settings, casework)
    app.jinja_env.bytecode_cache = COMPILED
    try:
        there = known or _everybody(casework)
        yield Peopled(app, store, casework, there.people, there.keys)
    finally:
        casework.close()
        store.close()


def _everybody(casework: Casework) -> Known:
    people, keys = {}, {}
    for login, holds in {**HOLDERS, ROLELESS: None}.items():
        people[login], keys[login] = _signed_in(casework, login, holds)
    return Known(people, keys)


def _signed_in(
    casework: Casework, login: str, holds: tuple[str, str | None] | None
) -> tuple[Person, str]:
    accounts = casework.accounts
    name = f"NAMA {login.replace('.', ' ').upper()}"
    person, code = accounts.add_person(ADMINISTRATOR, login, name)
    if holds is not None:
        accounts.give(ADMINISTRATOR, person.id, *holds)
    return person, accounts.sign_in_with_code(login, code, PASSWORD, HERE).key
