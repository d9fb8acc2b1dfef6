"""Several units' forms at once: what each file brings, and one press for all that are sound."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.casework.desks.several import HandedIn
from service.errors import NotFound, ServiceError
from service.web import current
from service.web.forms import Form
from service.web.pages.step import find_task

pages = Blueprint("several", __name__, url_prefix="/triwulan/<case>/langkah/<task>/beberapa")

MOST = 30  # files in one go


@pages.post("")
def look(case: str, task: str) -> AnyResponse | str:
    """Try the files and show what each of them brings."""
    view = current.view(case)
    step, _ = find_task(view, task)
    form = Form()
    sent = form.uploads("berkas", MOST)
    if not sent:
        flash(f"Pilih satu sampai {MOST} berkas lebih dahulu.")
        return redirect(url_for("step.show", case=case, task=task))
    tried = current.casework().offer_several(current.actor(), case, step.step.number, sent)
    return render_template("several.html", view=view, step=step, tried=tried)


@pages.post("/serahkan")
def hand_in(case: str, task: str) -> AnyResponse:
    """Hand in everything that waits; what fails is named, the others stand."""
    step, _ = find_task(current.view(case), task)
    marks = [one.partition("|") for one in request.form.getlist("tawaran")]
    known = {one.key for one in step.tasks}
    if any(key not in known for key, _, _ in marks):
        raise NotFound("not_found", what="Tugas itu")
    offers = [(key, mark) for key, _, mark in marks]
    me, seen = current.actor(), Form().number("seen")
    done = current.casework().hand_in(me, case, step.step.number, offers, seen=seen)
    for one in done:
        flash(_told(one))
    return redirect(url_for("step.show", case=case, task=task))


def _told(one: HandedIn) -> str:
    if isinstance(one.fault, ServiceError):
        return f"{one.task.unit_name}: belum diserahkan. {one.fault.detail}"
    return f"{one.task.unit_name}: data diserahkan dan dokumennya dibuat."
