"""Add people, give and take roles, make one-time codes and close accounts at the terminal."""

import argparse
import contextlib
from collections.abc import Iterator

from service import app
from service.accounts import Account, Accounts
from service.commands.environment import settings
from service.commands.telling import print_code
from service.errors import Invalid, NotFound
from service.indonesian import long_date
from service.procedure import rights
from service.progress import Actor

# Whoever has the terminal of the service could change its files as well.
TERMINAL = Actor("administrator", None, "Petugas di terminal layanan", "Terminal")


def add(options: argparse.Namespace) -> int:
    """Add a person and print the one-time code; without an administrator yet, it is this one."""
    with _accounts() as accounts:
        wanted = [_role(one) for one in options.role]
        if not wanted and not accounts.governed():
            wanted = [(code, None) for code in (rights().allowed.get("people") or ())[:1]]
        for role, unit in wanted:
            accounts.require_role(role, unit)
        person, code = accounts.add_person(TERMINAL, options.login, options.name, options.nip)
        for role, unit in wanted:
            accounts.give(TERMINAL, person.id, role, unit)
        roles = _roles(accounts, accounts.account(person.id))
        print_code("command_user_added", name=person.name, login=person.login, roles=roles)
        print_code("command_user_code", secret=code, valid="7 hari")
    return 0


def listed(_: argparse.Namespace) -> int:
    """Print everybody: name to sign in with, name, roles, and when last signed in."""
    with _accounts() as accounts:
        for one in accounts.people():
            print("\t".join(_line(accounts, one)))
    return 0


def reset(options: argparse.Namespace) -> int:
    """Print a one-time code; the password and all sessions are dead."""
    with _accounts() as accounts:
        person = accounts.named(options.login).person
        code = accounts.reset(TERMINAL, person.id)
        print_code("command_user_reset", name=person.name)
        print_code("command_user_code", secret=code, valid="24 jam")
    return 0


def role(options: argparse.Namespace) -> int:
    """Give roles and take roles, and print what the person may act as now."""
    if not options.give and not options.take:
        raise Invalid("command_user_role")
    with _accounts() as accounts:
        account = accounts.named(options.login)
        taken = [_held(account, *_role(one)) for one in options.take]
        given = [_role(one) for one in options.give]
        for code, unit in given:
            accounts.require_role(code, unit)
        for code, unit in given:
            accounts.give(TERMINAL, account.person.id, code, unit)
        for grant in taken:
            accounts.take(TERMINAL, account.person.id, grant)
        roles = _roles(accounts, accounts.account(account.person.id))
        print_code("command_user_roles", name=account.person.name, roles=roles)
    return 0


def close(options: argparse.Namespace) -> int:
    """Close an account: nothing the person has works from now on."""
    with _accounts() as accounts:
        person = accounts.named(options.login).person
        accounts.close_person(TERMINAL, person.id)
        print_code("command_user_closed", name=person.name)
    return 0


@contextlib.contextmanager
def _accounts() -> Iterator[Accounts]:
    wanted = settings()
    with contextlib.closing(app.open_store(wanted)) as store:
        casework = app.create_casework(wanted, store, background=False)
        with contextlib.closing(casework):
            yield casework.accounts


def _role(written: str) -> tuple[str, str | None]:
    """Return role and unit of "operator@SEKSI-PEM"."""
    code, _, unit = written.partition("@")
    return code.strip(), unit.strip() or None


def _held(account: Account, role: str, unit: str | None) -> str:
    for grant in account.grants:
        if (grant.role, grant.unit) == (role, unit):
            return grant.id
    raise NotFound("grant_not_found")


def _roles(accounts: Accounts, account: Account) -> str:
    named = []
    for one in account.grants:
        unit = f" ({one.unit})" if one.unit else ""
        named.append(f"{one.acting} {accounts.role_name(one.role)}{unit}".strip())
    return ", ".join(named) or "tanpa peran"


def _line(accounts: Accounts, account: Account) -> tuple[str, ...]:
    person, last = account.person, account.last_signed_in
    seen = f"masuk {long_date(last.date())}" if last else "belum pernah masuk"
    state = seen if person.active else "ditutup"
    return person.login, person.name, _roles(accounts, account), state
