"""Who may call which route. Deny by default: a route that is not listed here is refused.

Until sign-in exists the actor is the official chosen at the top of the page, kept in the session.
"""

from collections.abc import Mapping
from enum import Enum

from flask import Flask, request

from service.errors import NotAllowed
from service.progress import require_may_open_some
from service.web import current


class Who(Enum):
    """Who may call a route.

    `OPENERS` are those of any procedure; which one is opened, the casework asks about. `ACTING`
    routes change a task; whether this actor may is decided by the procedure, task by task, before
    anything is stored.
    `ACTING` routes change a task, or answer a question; whether this actor may is decided by
    the procedure, task by task, before anything is stored.
    """

    EVERYONE = "everyone"
    OFFICE = "anyone of the office"
    OPENERS = "the roles that may open a quarter"
    ACTING = "the roles the procedure names for the task"


ROUTES: Mapping[str, Who] = {
    "static": Who.EVERYONE,
    "bootstrap.static": Who.EVERYONE,
    "start.home": Who.OFFICE,
    "start.show": Who.OFFICE,
    "start.empty_workbook": Who.OFFICE,
    "start.sample": Who.OFFICE,
    "start.upload": Who.OPENERS,
    "start.open_quarter": Who.OPENERS,
    "start.emblem": Who.OFFICE,
    "role.switch": Who.OFFICE,
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
    "asking.listed": Who.OFFICE,
    "asking.answered": Who.ACTING,
    "setting.shown": Who.OFFICE,
    "setting.changed": Who.ACTING,
    "contract.contract": Who.EVERYONE,
    "contract.docs": Who.EVERYONE,
    "contract.asset": Who.EVERYONE,
}


def register(app: Flask) -> None:
    """Check every request against ROUTES before anything else looks at it."""

    @app.before_request
    def check() -> None:
        if request.endpoint is not None:
            require(request.endpoint)


def require(endpoint: str) -> None:
    """Raise NotAllowed unless the actor may call `endpoint`."""
    who = ROUTES.get(endpoint)
    if who is None:
        raise NotAllowed("web_route_closed")
    if who is Who.OPENERS:
        require_may_open_some(current.casework().procedures.values(), current.actor())
