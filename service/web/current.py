"""What one request works with: the casework, the newest case, who acts, and today."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app, g, request, session
from werkzeug.exceptions import Unauthorized

from service.casework import CaseView, Casework
from service.errors import NotAllowed
from service.people import Grant, Origin, Person, Session, Token
from service.procedure import Procedure, rights
from service.progress import Actor
from service.settings import Settings

KEY = "kunci"  # under which the session of a browser keeps what names it to the store
SAFE = ("GET", "HEAD", "OPTIONS")  # methods of requests that only read
_AGENT = 200  # characters of how a browser names itself


@dataclass(frozen=True)
class Identified:
    """Who asks: a person, by the session of a browser or by a token."""

    person: Person
    session: Session | None = None
    token: Token | None = None


@dataclass(frozen=True)
class Desk:
    """What the application hands to its pages; `samples` is offered for download in the demo."""

    casework: Casework
    settings: Settings
    samples: Path | None


def desk() -> Desk:
    """Return what the application was put together with."""
    found: Desk = current_app.extensions["service"]
    return found


def casework() -> Casework:
    """Return the casework of this application."""
    return desk().casework


def view(case: str) -> CaseView:
    """Return the case, read once per request. Raises NotFound."""
    seen: dict[str, CaseView] = g.setdefault("views", {})
    if case not in seen:
        seen[case] = casework().view(case)
    g.case = case
    return seen[case]


def here() -> CaseView | None:
    """Return the case of this page, otherwise the newest one; None in an empty store.

    The newest of the procedure whose pages were looked at last goes before those of others.
    """
    if "case" in g:
        return view(g.case)
    cases = casework().rows()
    at_hand = session.get("prosedur", casework().procedures.main.code)
    found = next((one for one in cases if one.procedure == at_hand), next(iter(cases), None))
    return view(found.id) if found else None


def remember() -> None:
    """Keep the procedure of this page's case for pages that belong to no case."""
    if "case" in g and session.get("prosedur") != (code := view(g.case).procedure.code):
        session["prosedur"] = code


def procedure() -> Procedure:
    """Return the procedure of the case, or the main one while no case is open."""
    found = here()
    return found.procedure if found else casework().procedures.main


def demo() -> bool:
    """Tell whether this is the demo, where nobody signs in and everybody may choose a role."""
    return desk().settings.demo


def officials() -> tuple[Actor, ...]:
    """Return who of the office can act: its officials, or the roles that open an empty store."""
    found = here()
    listed = casework().actors(found.dataset, found.procedure) if found else ()
    return listed or tuple(
        Actor(code, None, "", name)
        for code, name in {
            role.code: role.name
            for sop in casework().procedures.values()
            for role in sop.roles
            if role.code in sop.open_roles
        }.items()
    )


def identified() -> Identified | None:
    """Return who signed in or whose token came; asked once per request.

    None for a visitor, and for everybody in the demo. A page knows people by the session, a
    program by its token: never the other way round.
    """
    if demo():
        return None
    if "identified" not in g:
        g.identified = _by_token() if programs() else _by_session()
    found: Identified | None = g.identified
    return found


def programs() -> bool:
    """Tell whether this request is one of the API."""
    return request.path.startswith("/api/")


def signed_in() -> Person:
    """Return who signed in. Raises Unauthorized where nobody did."""
    found = identified()
    if found is None:
        raise Unauthorized
    return found.person


def session_key() -> str:
    """Return the key of this browser's session; "" without one."""
    key = session.get(KEY, "")
    return key if isinstance(key, str) else ""


def origin() -> Origin:
    """Return where this request came from."""
    return Origin(request.remote_addr or "", request.user_agent.string[:_AGENT])


def caller() -> str:
    """Return whom limits are counted for: the person, without one the address."""
    found = identified()
    return found.person.id if found else origin().address


def actors() -> tuple[Actor, ...]:
    """Return everyone this person may act as: in the demo every official, else by rights given."""
    if demo():
        return officials()
    if "actors" not in g:
        g.actors = _granted()
    found: tuple[Actor, ...] = g.actors
    return found


def actor() -> Actor:
    """Return who acts: the chosen role, otherwise one who may open a quarter of the case.

    A token acts in the role it was made for. Raises NotAllowed("no_role") for a person who has
    none today.
    """
    everyone = actors()
    if not everyone:
        raise NotAllowed("no_role")
    chosen = (session.get("role"), session.get("unit"))
    for one in everyone:
        if (one.role, one.unit) == chosen:
            return one
    opening = (one for one in everyone if one.role in procedure().open_roles)
    return next(opening, everyone[0])


def acting() -> Actor | None:
    """Return who acts, None for a visitor who did not sign in or has no role."""
    return actor() if actors() else None


def own_role(one: Actor) -> bool:
    """Tell whether the person may act in that role of that unit."""
    return any(one.same_role(own) for own in actors())


def may_change_people() -> bool:
    """Tell whether who acts may change people; nobody has to in the demo."""
    who = None if demo() else acting()
    return who is not None and rights().has(who.role, "people")


def choose(one: Actor) -> None:
    """Keep `one` as the actor of this session."""
    session["role"], session["unit"] = one.role, one.unit


def role_name(code: str) -> str:
    """Return what a role is called, in the words of the SOP at hand where it names it."""
    own = (role.name for role in procedure().roles if role.code == code)
    return next(own, casework().procedures.role_name(code))


def unit_names() -> dict[str, str]:
    """Return the units' names by code, none while the store is empty."""
    found = here()
    return {unit.code: unit.name for unit in found.dataset.units} if found else {}


def _by_session() -> Identified | None:
    key = session_key()
    found = casework().accounts.session(key, origin()) if key else None
    return None if found is None else Identified(*found)


def _by_token() -> Identified | None:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    found = casework().accounts.by_token(secret.strip()) if kind.lower() == "bearer" else None
    return None if found is None else Identified(found[0], token=found[1])


def _granted() -> tuple[Actor, ...]:
    """Return an actor for each right that the person has today, the office's own words first."""
    found = identified()
    if found is None:
        return ()
    listed = {(one.role, one.unit): one for one in officials()}
    held = casework().accounts.roles_of(found.person.id, today())
    token = found.token
    if token is not None:
        held = tuple(one for one in held if (one.role, one.unit) == (token.role, token.unit))
    return tuple(_actor(found.person, one, listed.get((one.role, one.unit))) for one in held)


def _actor(person: Person, held: Grant, known: Actor | None) -> Actor:
    if known is not None and known.name.casefold() == person.name.casefold():
        return replace(known, person=person.id)
    return Actor(held.role, held.unit, person.name, held_as(held), person.id)


def held_as(grant: Grant) -> str:
    """Return what somebody acts as by a right: "Plh. Camat", "Operator Data Kinerja Seksi …"."""
    of = f" {unit_names().get(grant.unit, grant.unit)}" if grant.unit else ""
    acting = f"{grant.acting} " if grant.acting else ""
    return f"{acting}{role_name(grant.role)}{of}"


def zone() -> ZoneInfo:
    """Return the office's time zone, that of the settings while the store is empty."""
    found = here()
    return ZoneInfo(found.dataset.office.time_zone) if found else desk().settings.time_zone


def today() -> date:
    """Return the date the service works with, in the office's time zone."""
    return desk().settings.today or casework().now(zone()).date()
