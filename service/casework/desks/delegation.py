"""Acting for somebody, with dates: the right to act and the signature block, given as one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from service.casework.desks.settings import OfficeSettings, Proposed
from service.casework.office.data import OFFICIALS_PATH
from service.dataset import DataSet, Official, to_json
from service.errors import Invalid
from service.people import Grant, Origin, Person
from service.progress import Actor

ON_BEHALF = "a.n."
Plain = dict[str, Any]


class Delegation(OfficeSettings):
    """Gives and takes roles; who acts for another is also an official of the office's data."""

    def give_role(
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
    ) -> tuple[Grant, Proposed | None]:
        """Let a person act in a role, and sign in it where `acting` is Plt., Plh., Pj. or a.n.

        Returns the right and what it changed in the data of the office, None where nothing. Raises
        as `Accounts.give`, and Invalid("office_settings_wrong") before anything is given when
        somebody else acts in that role on one of the days.
        """
        self.accounts.require_people(by)
        who = self.accounts.account(person).person
        wanted = self.accounts.grant(
            person, role, unit, acting=acting, start=start, end=end, order=order
        )
        change = None
        if wanted.acting and self._store.cases():
            change = self._officials_with(who, wanted)
            _told_at_the_days(partial(self._try, {OFFICIALS_PATH: change}, None))
        grant = self.accounts.give(
            by, person, role, unit, acting=acting, start=start, end=end, order=order, origin=origin
        )
        return grant, self._changed(by, change, order)

    def take_role(
        self, by: Actor, person: str, grant: str, origin: Origin | None = None
    ) -> Proposed | None:
        """Take a role away; who acted for another signs in it until yesterday.

        Returns what it changed in the data of the office, None where nothing. Raises as
        `Accounts.take`.
        """
        account = self.accounts.account(person)
        taken = next((one for one in account.grants if one.id == grant), None)
        self.accounts.take(by, person, grant, origin)
        if taken is None or not taken.acting or not self._store.cases():
            return None
        return self._changed(by, self._officials_without(account.person, taken), "")

    def _changed(self, by: Actor, change: list[Plain] | None, order: str) -> Proposed | None:
        if change is None:
            return None
        values = {OFFICIALS_PATH: change}
        return _told_at_the_days(partial(self._set, by, values, order or None, None, ()))

    def _officials_with(self, who: Person, grant: Grant) -> list[Plain]:
        ds = self._in_force()
        return [
            *_plain(ds),
            _official(ds.officials, who, grant, self.procedures.role_name(grant.role)),
        ]

    def _officials_without(self, who: Person, grant: Grant) -> list[Plain]:
        ds = self._in_force()
        last = self._reading.now(ds).date() - timedelta(days=1)
        kept: list[Plain] = []
        for one, told in zip(ds.officials, _plain(ds), strict=True):
            if not _is(one, who, grant):
                kept.append(told)
            elif one.start is not None and one.start <= last:
                kept.append({**told, "sampai": min(one.end or last, last).isoformat()})
        return kept


def _told_at_the_days(change: Callable[[], Proposed]) -> Proposed | None:
    """Return what is changed, None where the officials are so already.

    A fault is told at the days: whoever gives a role typed these, and no list of officials.
    """
    try:
        return change()
    except Invalid as fault:
        if fault.code == "settings_unchanged":
            return None
        wrong = [replace(one, place="start") for one in fault.problems]
        raise Invalid(fault.code, wrong, count=len(wrong)) from fault


def _plain(ds: DataSet) -> list[Plain]:
    told: list[Plain] = to_json(ds)["pejabat"]
    return told


def _is(one: Official, who: Person, grant: Grant) -> bool:
    """Tell whether an official of the data is who was given this right to act."""
    same = (one.role, one.unit, one.acting) == (grant.role, grant.unit, grant.acting)
    return same and _is_named(one, who)


def _is_named(one: Official, who: Person) -> bool:
    return one.nip == who.nip if one.nip and who.nip else one.name.casefold() == who.name.casefold()


def _official(known: Iterable[Official], who: Person, grant: Grant, role: str) -> Plain:
    """Return who acts as an official: rank as known of the person, office as that of the holder.

    On behalf (a.n.) one signs below one's own office.
    """
    listed = tuple(known)
    own = next((one for one in listed if not one.acting and _is_named(one, who)), None)
    place = (grant.role, grant.unit)
    holder = next((one for one in listed if not one.acting and (one.role, one.unit) == place), None)
    named = own if grant.acting == ON_BEHALF else holder
    told: Mapping[str, Any] = {
        "jabatan": named.position if named else role,
        "nama": who.name,
        "pangkat": own.rank if own else None,
        "golongan": own.grade if own else None,
        "nip": who.nip or (own.nip if own else None),
        "peran": grant.role,
        "unit": grant.unit,
        "sebagai": grant.acting,
        "mulai": grant.start.isoformat() if grant.start else None,
        "sampai": grant.end.isoformat() if grant.end else None,
    }
    return {key: value for key, value in told.items() if value is not None}
