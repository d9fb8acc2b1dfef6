"""Who may call which route. Deny by default: a route that is not listed here is refused.

Pages ask for a person who signed in, the API for a token; the demo lets everybody choose a role
instead. What a role may do is decided by `progress`, for pages and API alike.
"""

from collections.abc import Mapping
from enum import Enum

from flask import Flask, redirect, request, url_for
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from service.errors import NotAllowed
from service.people import Scope
from service.procedure import Right
from service.progress import require_may_open_some, require_right
from service.web import current


class Who(Enum):
    """Who may call a route.

    `PERSON` is anybody who signed in, even without a role. `OPENERS` are those of any procedure;
    which one is opened, the casework asks about. `ACTING` routes change a task, or answer a
    question; whether this actor may is decided by the procedure, task by task, before anything is
    stored. `PEOPLE` are those who may change people, `TRAIL` those who may see what everybody did.
    """

    EVERYONE = "everyone"
    PERSON = "whoever signed in"
    OFFICE = "anyone of the office"
    OPENERS = "the roles that may open a quarter"
    ACTING = "the roles the procedure names for the task"
    PEOPLE = "the roles that may change people"
    TRAIL = "the roles that may see the whole trail"


ROUTES: Mapping[str, Who] = {
    "static": Who.EVERYONE,
    "bootstrap.static": Who.EVERYONE,
    "start.home": Who.OFFICE,
    "start.show": Who.OFFICE,
    "start.empty_workbook": Who.OFFICE,
    "start.sample": Who.OFFICE,
    "start.upload": Who.OPENERS,
    "start.open_quarter": Who.OPENERS,
    "start.emblem": Who.EVERYONE,
    "role.switch": Who.OFFICE,
    "sign_in.show": Who.EVERYONE,
    "sign_in.enter": Who.EVERYONE,
    "sign_in.code": Who.EVERYONE,
    "sign_in.use_code": Who.EVERYONE,
    "sign_in.first": Who.EVERYONE,
    "sign_in.begin": Who.EVERYONE,
    "sign_in.out": Who.PERSON,
    "account.show": Who.PERSON,
    "account.change_password": Who.PERSON,
    "account.end_session": Who.PERSON,
    "account.end_others": Who.PERSON,
    "account.issue_token": Who.OFFICE,
    "account.withdraw_token": Who.PERSON,
    "people.listed": Who.PEOPLE,
    "people.add": Who.PEOPLE,
    "people.show": Who.PEOPLE,
    "people.change": Who.PEOPLE,
    "people.give": Who.PEOPLE,
    "people.take": Who.PEOPLE,
    "people.reset": Who.PEOPLE,
    "people.close": Who.PEOPLE,
    "people.reopen": Who.PEOPLE,
    "people.withdraw_token": Who.PEOPLE,
    "oidc.begin": Who.EVERYONE,
    "oidc.back": Who.EVERYONE,
    "oidc.leave": Who.EVERYONE,
    "oidc.link": Who.PERSON,
    "oidc.look": Who.PERSON,
    "oidc.join": Who.PERSON,
    "oidc.part": Who.PERSON,
    "oidc.assign": Who.PEOPLE,
    "oidc.release": Who.PEOPLE,
    "board.show": Who.OFFICE,
    "board.archive": Who.OFFICE,
    "board.control_sheet": Who.OFFICE,
    "quarter.show": Who.OFFICE,
    "quarter.open_next": Who.OPENERS,
    "quarter.year_form": Who.OFFICE,
    "quarter.take_earlier": Who.OPENERS,
    "year.show": Who.OFFICE,
    "year.sheet": Who.OFFICE,
    "step.show": Who.OFFICE,
    "step.form": Who.OFFICE,
    "step.forms_of_units": Who.OFFICE,
    "step.do": Who.ACTING,
    "renewing.form": Who.OFFICE,
    "several.look": Who.ACTING,
    "several.hand_in": Who.ACTING,
    "preview.show": Who.ACTING,
    "preview.paper": Who.ACTING,
    "preview.send": Who.ACTING,
    "preview.withdraw": Who.ACTING,
    "filling.show": Who.OFFICE,
    "filling.keep": Who.ACTING,
    "filling.check": Who.ACTING,
    "filling.discard": Who.ACTING,
    "filling.form": Who.OFFICE,
    "filling.typed_form_file": Who.OFFICE,
    "detour.send_back": Who.ACTING,
    "detour.let_go": Who.ACTING,
    "detour.remake": Who.ACTING,
    "detour.reopen": Who.ACTING,
    "detour.draft": Who.OFFICE,
    "document.show": Who.OFFICE,
    "document.word": Who.OFFICE,
    "document.pdf": Who.OFFICE,
    "document.page": Who.OFFICE,
    "document.set_number": Who.ACTING,
    "approval.show": Who.OFFICE,
    "approval.send_back": Who.ACTING,
    "delivery.show": Who.OFFICE,
    "office.show": Who.OFFICE,
    "office.workbook": Who.OFFICE,
    "office.compare": Who.ACTING,
    "office.amend": Who.ACTING,
    "marked.copy": Who.OFFICE,
    "templates.listed": Who.OFFICE,
    "templates.show": Who.OFFICE,
    "templates.word": Who.OFFICE,
    "templates.upload": Who.OPENERS,
    "templates.again": Who.OPENERS,
    "templates.marked": Who.OPENERS,
    "templates.candidate": Who.OPENERS,
    "templates.sample": Who.OPENERS,
    "templates.page": Who.OPENERS,
    "templates.adopt": Who.OPENERS,
    "waiting.show": Who.OFFICE,
    "deadlines.of_quarter": Who.OFFICE,
    "deadlines.of_year": Who.OFFICE,
    "holidays.show": Who.OFFICE,
    "settings.show": Who.OFFICE,
    "settings.change": Who.OPENERS,
    "settings.waiting_emblem": Who.OPENERS,
    "holidays.change": Who.OPENERS,
    "consistency.show": Who.OFFICE,
    "origin.listed": Who.OFFICE,
    "origin.show": Who.OFFICE,
    "origin.upload": Who.OFFICE,
    "origin.sent": Who.OFFICE,
    "about.history": Who.OFFICE,
    "trail.show": Who.OFFICE,
    "trail.csv": Who.OFFICE,
    "trail.paper": Who.OFFICE,
    "personal.show": Who.OFFICE,
    "questions.listed": Who.OFFICE,
    "questions.show": Who.OFFICE,
    "questions.answer": Who.ACTING,
    "about.help_page": Who.OFFICE,
    "guide.show": Who.OFFICE,
    "guide.values": Who.OFFICE,
    "health.alive": Who.EVERYONE,
    "render.templates": Who.OFFICE,
    "render.fields": Who.OFFICE,
    "render.example": Who.OFFICE,
    "render.render": Who.OFFICE,
    "render.render_own": Who.OFFICE,
    "render.check": Who.OFFICE,
    "cases.listed": Who.OFFICE,
    "cases.opened": Who.OFFICE,
    "cases.shown": Who.OFFICE,
    "cases.acted": Who.ACTING,
    "previews.looked_at": Who.ACTING,
    "cases.task_copy": Who.OFFICE,
    "cases.opening_copy": Who.OFFICE,
    "findings.listed": Who.OFFICE,
    "cases.output": Who.OFFICE,
    "cases.archive": Who.OFFICE,
    "provenance.shown": Who.OFFICE,
    "cases.draft": Who.OFFICE,
    "cases.deadlines": Who.OFFICE,
    "cases.deadline_file": Who.OFFICE,
    "cases.consistency": Who.OFFICE,
    "years.shown": Who.OFFICE,
    "trails.listed": Who.TRAIL,
    "asking.listed": Who.OFFICE,
    "asking.answered": Who.ACTING,
    "setting.shown": Who.OFFICE,
    "setting.changed": Who.ACTING,
    "contract.contract": Who.EVERYONE,
    "contract.docs": Who.EVERYONE,
    "contract.asset": Who.EVERYONE,
}


RIGHTS: Mapping[Who, Right] = {Who.PEOPLE: "people", Who.TRAIL: "trail"}

# What a token must be made for to call a route of the API: to read is enough for all others.
SCOPES: Mapping[str, Scope] = {
    "render.render": "render",
    "render.render_own": "render",
    "render.check": "render",
    "cases.opened": "kerja",
    "cases.acted": "kerja",
    "previews.looked_at": "kerja",
    "asking.answered": "kerja",
    "setting.changed": "kerja",
}

# Pages about people have nothing to show where nobody signs in.
NOT_IN_DEMO = ("sign_in", "account", "people", "oidc")


def register(app: Flask) -> None:
    """Check every request against ROUTES before anything else looks at it."""

    @app.before_request
    def check() -> Response | None:
        if request.endpoint is None:
            return None
        try:
            require(request.endpoint)
        except Unauthorized:
            if current.programs() or request.method not in {"GET", "HEAD"}:
                raise
            return redirect(url_for("sign_in.show", lanjut=request.full_path.rstrip("?")))
        return None


def require(endpoint: str) -> None:
    """Return when whoever asks may call `endpoint`. Raises NotAllowed, Unauthorized."""
    who = ROUTES.get(endpoint)
    if who is None:
        raise NotAllowed("web_route_closed")
    if current.demo() and endpoint.partition(".")[0] in NOT_IN_DEMO:
        raise NotAllowed("demo_no_people")
    if who is Who.EVERYONE:
        return
    if not current.demo():
        _require_proof(endpoint)
    if who is not Who.PERSON:
        _require_role(who)


def _require_proof(endpoint: str) -> None:
    found = current.identified()
    if found is None:
        raise Unauthorized
    wanted = SCOPES.get(endpoint, "baca")
    if found.token is not None and wanted not in found.token.scopes:
        raise NotAllowed("token_scope", scope=wanted, has=", ".join(found.token.scopes))


def _require_role(who: Who) -> None:
    if current.demo() and current.programs():
        return  # a program says with each call as whom it acts, and is asked then
    sops = current.casework().procedures
    require_right(sops, current.actor(), RIGHTS.get(who, "read"))
    if who is Who.OPENERS:
        require_may_open_some(sops.values(), current.actor())
