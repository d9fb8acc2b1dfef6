"""What one request works with: the casework, the newest case, who acts, and today."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app, g, session

from service.casework import CaseView, Casework
from service.procedure import Procedure
from service.progress import Actor
from service.settings import Settings


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


def actors() -> tuple[Actor, ...]:
    """Return everyone who can act: the officials, or the roles that open an empty store."""
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


def actor() -> Actor:
    """Return who acts: the chosen official, otherwise one who may open a quarter of the case."""
    everyone = actors()
    chosen = (session.get("role"), session.get("unit"))
    for one in everyone:
        if (one.role, one.unit) == chosen:
            return one
    opening = (one for one in everyone if one.role in procedure().open_roles)
    return next(opening, everyone[0])


def choose(one: Actor) -> None:
    """Keep `one` as the actor of this session."""
    session["role"], session["unit"] = one.role, one.unit


def zone() -> ZoneInfo:
    """Return the office's time zone, that of the settings while the store is empty."""
    found = here()
    return ZoneInfo(found.dataset.office.time_zone) if found else desk().settings.time_zone


def today() -> date:
    """Return the date the service works with, in the office's time zone."""
    return desk().settings.today or casework().now(zone()).date()
