"""Persetujuan Camat, made for a phone: the pages, the figures, missed targets, one button."""

from flask import Blueprint, render_template

from service.dataset import indicators
from service.errors import NotFound
from service.measurement import measure
from service.web import current
from service.web.pages.document import preview
from service.web.pages.step import MISSED, find_task, findings_before, refusal

pages = Blueprint("approval", __name__, url_prefix="/triwulan/<case>")


@pages.get("/persetujuan/<int:number>")
def show(case: str, number: int) -> str:
    """Show what is to be approved in step `number`."""
    view = current.view(case)
    step, task = find_task(view, str(number))
    action = next((one for one in step.step.actions if one.name == "approve"), None)
    if action is None or task is None:
        raise NotFound("not_found", what="Persetujuan pada langkah ini")
    file = task.outputs[-1] if task.outputs else None
    missed = [
        one
        for one in indicators(view.dataset)
        if view.measurement.indicators[one.code].status in MISSED
    ]
    before = measure(view.dataset, view.quarter - 1).summary if view.quarter > 1 else None
    return render_template(
        "approval.html",
        before=before,
        view=view,
        step=step,
        task=task,
        action=action,
        file=file,
        missed=missed,
        findings=findings_before(view, task),
        refused=refusal(view, task, action),
        preview=preview(case, file.key, file.version) if file else None,
    )
