"""Beranda of a case: what to do now, the figures, the eight steps, the units."""

from collections import Counter

from flask import Blueprint, Response, render_template

from service import pdf
from service.casework import CaseView
from service.casework.model import PDF
from service.casework.years.missed import missed_quarters
from service.holiday import days
from service.progress import TaskProgress
from service.web import current, files
from service.web.labels import may_act, state_words
from service.web.pages import quarter

pages = Blueprint("board", __name__, url_prefix="/triwulan/<case>")


@pages.get("")
def show(case: str) -> str:
    """Show the board of the case."""
    view = current.view(case)
    mine = open_for_actor(view)
    return render_template(
        "board.html",
        view=view,
        wanted=mine[0] if mine else view.progress.next,
        also=mine[1:],
        matrix=unit_matrix(view),
        unit_steps=unit_steps(view),
        quarters=quarters(view),
        provisional=provisional(view),
        tally=tally(view),
        missed=missed_quarters(
            view.procedure, current.casework().cases(), current.today(), days(view.holidays)
        ),
        others=others(view),
        after=quarter.after(case),
        changed=quarter.notice(case),
    )


@pages.get("/arsip.zip")
def archive(case: str) -> Response:
    """Hand out every file of the case as one ZIP."""
    stored = current.casework().archive(case)
    return files.download(stored.content, stored.name, stored.media_type)


@pages.get("/lembar-kendali.pdf")
def control_sheet(case: str) -> Response:
    """Hand out the Lembar Kendali: which output of each step exists, who, when, file."""
    view = current.view(case)
    made = pdf.from_html(current.casework().control_sheet(case), view.dataset.office.paper)
    name = f"lembar-kendali-tw{view.quarter}-{view.year}.pdf"
    return files.download(made.content, name, PDF)


def open_for_actor(view: CaseView) -> list[TaskProgress]:
    """Return the tasks that wait for the person looking, in the order of the SOP."""
    me = current.actor()
    return [
        task for step in view.progress.steps for task in step.tasks if may_act(me, task, task.next)
    ]


def unit_matrix(view: CaseView) -> list[tuple[str, list[TaskProgress]]]:
    """Return every reporting unit with its tasks of the steps done per unit."""
    rows: dict[str, list[TaskProgress]] = {}
    for step in view.progress.steps:
        for task in step.tasks:
            if task.unit is not None:
                rows.setdefault(task.unit_name or task.unit, []).append(task)
    return list(rows.items())


def unit_steps(view: CaseView) -> list[tuple[int, str]]:
    """Return the steps done per unit, each with the state it leads to: (4, "Diperiksa")."""
    return [
        (step.number, state_words(step.required[-1].makes[0].state).capitalize())
        for step in view.procedure.steps
        if step.per == "unit"
    ]


def provisional(view: CaseView) -> str | None:
    """Return why the figures are not final: units that have yet to end their last step."""
    last = [step for step in view.progress.steps if step.step.per == "unit"][-1:]
    for step in last:
        if step.done < step.total:
            state = unit_steps(view)[-1][1].lower()
            return f"{step.done} dari {step.total} unit sudah {state}"
    return None


def tally(view: CaseView) -> str:
    """Return how many steps stand where: "2 langkah selesai, 1 sedang dikerjakan"."""
    counted: Counter[str] = Counter(step.state for step in view.progress.steps)
    words = {"selesai": "selesai", "sebagian": "sedang dikerjakan",
             "dikembalikan": "dikembalikan", "perlu_dibuat_ulang": "perlu dibuat ulang",
             "terbuka": "dapat dimulai", "menunggu": "menunggu"}  # fmt: skip
    return ", ".join(f"{counted[state]} {word}" for state, word in words.items() if counted[state])


def quarters(view: CaseView) -> list[dict[str, object]]:
    """Return the four quarters of the year; one that is not open yet has no case.

    `before` is the case it would be opened from, where that is the quarter just before it.
    """
    known = {
        one.quarter: one
        for one in current.casework().cases(view.year)
        if one.procedure == view.procedure.code
    }
    states = {True: "selesai", False: "berjalan"}
    return [
        {
            "number": number,
            "case": known[number].id if number in known else None,
            "before": known[number - 1].id if number - 1 in known else None,
            "state": states[known[number].done] if number in known else "belum dibuka",
        }
        for number in (1, 2, 3, 4)
    ]


def others(view: CaseView) -> list[dict[str, object]]:
    """Return the office's other SOPs, each with its case of this quarter or its newest one."""
    casework = current.casework()
    rows = casework.rows()
    found: list[dict[str, object]] = []
    for sop in casework.procedures.values():
        mine = [one for one in rows if one.procedure == sop.code]
        same = [one for one in mine if (one.year, one.quarter) == (view.year, view.quarter)]
        chosen = next(iter([*same, *mine]), None)
        if sop.code != view.procedure.code:
            found.append({"sop": sop, "case": casework.view(chosen.id) if chosen else None})
    return found
