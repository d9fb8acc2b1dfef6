"""Siapa belum: whose turn it is, how late, who waits for whom, and a reminder to paste."""

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for

from service.casework import CaseView
from service.casework.turns import Owing, Turn, approvers, owing, turns, waiting
from service.progress import Actor
from service.web import current

pages = Blueprint("waiting", __name__, url_prefix="/triwulan/<case>")


@dataclass(frozen=True)
class Reminder:
    """A message ready to be pasted into a messenger, to whom, and how late he is."""

    to: Actor
    text: str
    late_days: int
    report: bool = False


@pages.get("/siapa-belum")
def show(case: str) -> str:
    """Show every open task by who owes it, the latest first, and the messages to send."""
    view = current.view(case)
    listed = turns(view, current.officials())
    return render_template(
        "waiting.html",
        view=view,
        turns=listed,
        address=address,
        waiting=waiting(view),
        reminders=[*_reminders(view, listed), *_reports(view, listed)],
    )


def address(view: CaseView, turn: Turn, *, absolute: bool = False) -> str:
    """Return the page on which the task is done."""
    if turn.action.name == "approve":
        return url_for("approval.show", case=view.id, number=turn.step.number, _external=absolute)
    return url_for("step.show", case=view.id, task=turn.task.key, _external=absolute)


def _reminders(view: CaseView, listed: tuple[Turn, ...]) -> list[Reminder]:
    return [
        Reminder(one.who, _text("_reminder.txt", view, one=one), one.late_days)
        for one in owing(listed)
        if not one.who.same_role(current.actor())
    ]


def _reports(view: CaseView, listed: tuple[Turn, ...]) -> list[Reminder]:
    """Return what the officials who approve are told: who is still awaited."""
    return [
        Reminder(who, _text("_report.txt", view, one=Owing(who, listed)), 0, report=True)
        for who in approvers(view.procedure, current.officials())
        if listed and not who.same_role(current.actor())
    ]


def _text(template: str, view: CaseView, *, one: Owing) -> str:
    return render_template(template, view=view, one=one, address=address).strip()
