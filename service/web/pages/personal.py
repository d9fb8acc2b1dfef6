"""Data pribadi: what is kept of people, why, where it shows, how long, and who sees it."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from flask import Blueprint, render_template

from service import yaml_text
from service.casework import late
from service.indonesian import amount, listed
from service.procedure import rights
from service.web import current

pages = Blueprint("personal", __name__, url_prefix="/data-pribadi")


@dataclass(frozen=True)
class Kept:
    """One kind of data: what, why, where it shows, who sees it, how long, and how much there is."""

    what: str
    why: str
    where: str
    who: str
    long: str
    amount: str


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = yaml_text.read(
        files("service.web").joinpath("personal.yaml").read_bytes()
    )
    return told


@pages.get("")
def show() -> str:
    """Show what is kept, with the numbers of this installation."""
    told = _told()
    return render_template(
        "personal.html",
        kept=[_kept(one) for one in told["kept"]],
        not_kept=told["not_kept"],
        rights=told["rights"],
        administrators=_roles(rights().allowed["people"]),
    )


def _kept(one: dict[str, str]) -> Kept:
    casework = current.casework()
    numbers = {
        "trail_days": amount(casework.trail.days),
        "late_days": str(late.DAYS),
        "trail_roles": _roles(rights().allowed["trail"]),
    }
    what, why, where, who, long = (
        one[name].format(**numbers) for name in ("what", "why", "where", "who", "long")
    )
    counted = casework.trail.holdings()
    how_much = f"{amount(counted[one['count']])} {one['unit']}" if "count" in one else ""
    return Kept(what, why, where, who, long, how_much)


def _roles(codes: tuple[str, ...] | None) -> str:
    return listed(map(current.casework().procedures.role_name, codes or ()))
