"""Persetujuan Camat, made for a phone: the pages, the figures, missed targets, one button."""

from dataclasses import replace

from flask import Blueprint, render_template

from service.casework import CaseView, decisions
from service.dataset import indicators
from service.errors import NotFound, ServiceError
from service.measurement import measure
from service.web import current
from service.web.pages.detour import Answer, sent_back
from service.web.pages.document import preview
from service.web.pages.step import (
    MISSED,
    agreement_before,
    detours_of,
    find_task,
    findings_before,
    refusal,
)

pages = Blueprint("approval", __name__, url_prefix="/triwulan/<case>")


@pages.get("/persetujuan/<int:number>")
def show(case: str, number: int) -> str:
    """Show what is to be approved in step `number`."""
    return page_of(current.view(case), str(number), None)


@pages.post("/persetujuan/<int:number>/kembalikan")
def send_back(case: str, number: int) -> Answer:
    """Send an earlier task back with a note, from the approver's page."""
    return sent_back(case, str(number), page_of)


def page_of(view: CaseView, key: str, fault: ServiceError | None) -> str:
    """Return the page of what is to be approved, with what is wrong in its form."""
    step, task = find_task(view, key)
    action = next((one for one in step.step.actions if one.name == "approve"), None)
    if action is None or task is None:
        raise NotFound("not_found", what="Persetujuan pada langkah ini")
    file = task.document
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
        accepted=decisions.accepted_findings(view),
        told=decisions.office_questions(view),
        agreement=agreement_before(view, task, action),
        refused=refusal(view, task, action),
        fault=fault,
        detours=replace(detours_of(view, task), drafts=()),
        from_approval=True,
        preview=preview(view.id, file.key, file.version) if file else None,
    )
