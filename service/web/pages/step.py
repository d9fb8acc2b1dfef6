"""A task: what the SOP says, what it needs, and the form for its next action."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service import progress
from service.casework import CaseView, decisions
from service.casework.agreement import SEALING, Agreement
from service.casework.bringing import FORMS, to_examine
from service.casework.decisions import Question
from service.casework.desks.marked_copies import OTHERS
from service.casework.findings import Finding, open_findings
from service.errors import Invalid, NotFound, ServiceError
from service.procedure import Action, Output
from service.progress import (
    Actor,
    OutputFile,
    StepProgress,
    TaskProgress,
    return_targets,
    units_before,
)
from service.store import KeptUpload
from service.web import current, files, forms, refusals, samples
from service.web.errors import status_of
from service.web.forms import Form
from service.web.pages import consistency, renewing
from service.web.pages.letters import Letter, letters
from service.web.pages.receipts import receivers
from service.web.places import standings

pages = Blueprint("step", __name__, url_prefix="/triwulan/<case>/langkah/<task>")

UPLOADS = {"unit_form", "budget_form", "signed_file", "receipt"}
MISSED = {"belum_tercapai", "belum_dilaporkan", "tidak_dapat_dihitung"}


@pages.get("")
def show(case: str, task: str) -> str:
    """Show the step, or the task of one unit."""
    return page_of(current.view(case), task, None)


@pages.get("/formulir.xlsx")
def form(case: str, task: str) -> Response:
    """Hand out the Excel form of the task's unit, of the budget, or of the whole office."""
    step, found = find_task(current.view(case), task)
    if any(action.brings == "budget_form" for action in step.step.actions):
        stored = current.casework().budget_form(case)
    else:
        stored = current.casework().form(case, found.unit if found else None)
    return files.download(stored.content, stored.name, stored.media_type)


@pages.get("/formulir.zip")
def forms_of_units(case: str, task: str) -> Response:
    """Hand out the Excel forms of all units at once."""
    find_task(current.view(case), task)
    stored = current.casework().forms(case)
    return files.download(stored.content, stored.name, stored.media_type)


def hands_out_forms(view: CaseView, step: StepProgress) -> bool:
    """Tell whether units get their forms, or bring them back, in this step."""
    steps = (one for one in view.procedure.steps if one.number >= step.step.number)
    brings = (any(a.brings == "unit_form" for a in one.actions) for one in list(steps)[:2])
    return step.step.per == "unit" and any(brings)


@pages.post("/<action>")
def do(case: str, task: str, action: str) -> AnyResponse | tuple[str, int]:
    """Do one action of the task; a refused form is shown again with everything typed."""
    view = current.view(case)
    step, found = find_task(view, task)
    wanted = next((one for one in step.step.actions if one.name == action), None)
    if wanted is None or found is None:
        raise NotFound("not_found", what=f"Tindakan {action} pada langkah {task}")
    try:
        sent = _sent(view, found, wanted)
        if wanted.brings in FORMS:
            mark = current.casework().offer(*_whose(view, found), wanted.name, **sent)
            return redirect(url_for("preview.show", case=case, task=task, mark=mark))
        after = current.casework().act(*_whose(view, found), wanted.name, **sent)
    except ServiceError as fault:
        return _refused(view, task, wanted, fault), status_of(fault)
    flash(made_words(view, after, found, wanted))
    return redirect(after_doing(after, found, wanted))


def after_doing(after: CaseView, task: TaskProgress, action: Action) -> str:
    """Return the page to look at after an action."""
    if after.progress.next is None or action.per_receiver or action.optional:
        return url_for("step.show", case=after.id, task=task.key)
    return url_for("board.show", case=after.id)


def _whose(view: CaseView, task: TaskProgress) -> tuple[Actor, str, int, str | None]:
    return current.actor(), view.id, task.step, task.unit


def _sent(view: CaseView, task: TaskProgress, action: Action) -> dict[str, Any]:
    """Return what this request brings for an action, as the casework takes it."""
    form = Form()
    kept = form.text("tersimpan") if action.brings in UPLOADS else None
    upload = (
        form.upload("berkas", required=_needs_file(action) and not kept)
        if action.brings in UPLOADS
        else None
    )
    end = forms.LETTER if action.optional else ""
    sent = {
        "upload": upload,
        "kept": kept,
        "note": form.text("note"),
        "number": form.text(f"nomor{end}"),
        "date": form.day(f"tanggal{end}", "Tanggal"),
        "facts": _facts(form, view, task, action),
        "seen": form.number("seen"),
    }
    form.finish()
    return sent


def _needs_file(action: Action) -> bool:
    if action.brings == "unit_form":
        return "pakai-data" not in request.form
    return action.brings == "signed_file"


def _facts(form: Form, view: CaseView, task: TaskProgress, action: Action) -> dict[str, Any]:
    """Return what the action brings besides a file."""
    if action.brings == "checks":
        return forms.checks(form, [one.code for one in to_examine(view, task.unit)])
    if action.brings == "confirmation":
        asked = decisions.questions(view, task.unit)
        return {"confirmed_by": current.actor().role, **forms.findings(form, asked)}
    if action.brings == "receipt":
        return forms.receipt(form)
    return {}


def find_task(view: CaseView, key: str) -> tuple[StepProgress, TaskProgress | None]:
    """Return the step and the task of `key`; a step done per unit has none under its bare number.

    Raises NotFound.
    """
    for step in view.progress.steps:
        for task in step.tasks:
            if task.key == key:
                return step, task
        if str(step.step.number) == key:
            return step, None
    raise NotFound("not_found", what=f"Langkah {key}")


def refusal(view: CaseView, task: TaskProgress, action: Action) -> ServiceError | None:
    """Return why the person looking may not do this now; None when they may."""
    try:
        progress.require_may_do(
            view.procedure, view.progress, current.actor(), task.step, task.unit, action.name
        )
    except ServiceError as fault:
        return fault
    return None


def _refused(view: CaseView, task: str, action: Action, fault: ServiceError) -> str:
    """Return the page of wrong cells for a workbook, otherwise the form with what was typed.

    Raises the fault itself when nothing in the form can be mended.
    """
    if fault.code == "documents_disagree":
        return consistency.page(view, fault)
    shown = forms.at_fields(fault, forms.LETTER if action.optional else "")
    if shown is None and not isinstance(fault, Invalid):
        raise fault
    form = refusals.FORMS.get(action.brings)
    if shown or not isinstance(fault, Invalid) or not fault.problems or form is None:
        return page_of(view, task, shown or fault, action)
    step, found = find_task(view, task)
    again = refusals.Again(
        url_for("step.do", case=view.id, task=task, action=action.name),
        url_for("step.show", case=view.id, task=task),
        view.seen,
    )
    return refusals.page(
        fault, refusals.sent_again(view, task, form), again,
        stands=_standing(view, step, found, action),
        view=view, step=step, task=found, title=step.step.title, action=action,
        numbered=_numbered(view, action), renewed=renewing.renewed(view, found, fault),
        other=all(one.code.startswith(OTHERS) for one in fault.problems),
    )  # fmt: skip


def _standing(
    view: CaseView, step: StepProgress, task: TaskProgress | None, action: Action
) -> OutputFile | None:
    """Return the newest document of this action that still holds."""
    made = made_here(view, step, task) if task else []
    kinds = [one.output for one in action.makes[:1]]
    return next((one for one in made if one.stands and one.output in kinds), None)


def made_words(before: CaseView, after: CaseView, task: TaskProgress, action: Action) -> str:
    """Return what the flash says: the documents made, by name and version."""
    known = {(one.key, one.version) for one in before.progress.outputs}
    made = [
        f"{after.procedure.output(one.output).name} versi {one.version}"
        for one in after.progress.outputs
        if (one.key, one.version) not in known
    ]
    where = f" ({task.unit_name})" if task.unit_name else ""
    if after.progress.events[-1].action == "returned":
        return f"Data dikembalikan{where} beserta catatan Anda."
    if action.per_receiver:
        return f"Tanda terima dari {request.form.get('penerima', '')} tercatat."
    if not made:
        return f"{action.label}{where}: tercatat."
    return f"Sudah dibuat{where}: {', '.join(made)}."


@dataclass(frozen=True)
class Detours:
    """What the person looking may do here off the straight path."""

    targets: tuple[TaskProgress, ...]
    may_let_go: bool
    may_reopen: bool
    drafts: tuple[Output, ...]
    through: str


def detours_of(view: CaseView, task: TaskProgress) -> Detours:
    """Return what the person looking may do in this task off the straight path."""
    me, line = current.actor(), view.procedure.step(task.step)
    own = me.unit is None or me.unit == task.unit
    free = view.progress.locked is None
    sends_back = free and own and me.role in line.roles
    targets = return_targets(view.procedure, view.progress, task.step, task.unit)
    approves = any(one.name == "approve" for one in line.actions)
    drafts = _drafts(view, task) if task.state in {"menunggu", "perlu_dibuat_ulang"} else ()
    last = units_before(view.procedure, view.progress, task.step)
    return Detours(
        targets=tuple(one for one in targets if me.unit is None or one.unit) if sends_back else (),
        may_let_go=free
        and me.role in line.skip_by
        and task.unit is not None
        and task.excused is None
        and task.document is None,
        may_reopen=not free and approves and me.role in view.procedure.reopen_roles,
        drafts=drafts,
        through=f"{last.done} dari {last.total}" if last else "",
    )


def _drafts(view: CaseView, task: TaskProgress) -> tuple[Output, ...]:
    made = [one for action in view.procedure.step(task.step).actions if not action.optional
            for one in action.makes]  # fmt: skip
    outputs = dict.fromkeys(view.procedure.output(one.output) for one in made)
    return tuple(one for one in outputs if one.per == "office" and task.unit is None)


def _kept(task: TaskProgress, case: str) -> KeptUpload | None:
    """Return the file that came too late and is to be used now, when it is this person's."""
    mark = request.values.get("tersimpan")
    if not mark:
        return None
    return current.casework().kept_upload(current.actor(), case, task.key, mark)


def page_of(
    view: CaseView, key: str, fault: ServiceError | None, action: Action | None = None
) -> str:
    """Return the page of a task with its next action, or `action`, and what is wrong with it."""
    step, task = find_task(view, key)
    if task is None:
        return render_template(
            "step_units.html", view=view, step=step, forms=hands_out_forms(view, step)
        )
    written = action is not None and action.optional
    if action is None or written:
        wanted = task.next if task.next in step.step.actions else None
        action = wanted or step.step.actions[0]
    listed = to_examine(view, task.unit)
    asked = _questions(view, task, action)
    needed = {one.output for one in step.step.needs}
    page = "delivery.html" if action.per_receiver else "step.html"
    return render_template(
        page,
        view=view,
        step=step,
        task=task,
        action=action,
        fault=fault,
        letters=_letters(view, step, task, fault if written else None),
        refused=refusal(view, task, action),
        indicators=listed,
        numbered=_numbered(view, action),
        samples=_samples(task, action),
        receivers=receivers(view),
        filled=sum(1 for one in listed if one.realizations[view.quarter - 1] is not None),
        last_checks=last_checks(view, task),
        questions=asked,
        places=standings(view, (one.finding.path for one in asked if not one.accepted)),
        sender=sender(view, task),
        findings=findings_before(view, task),
        agreement=agreement_before(view, task, action),
        versions=made_here(view, step, task),
        detours=detours_of(view, task),
        kept=_kept(task, view.id),
        signed=next((one for one in reversed(view.progress.outputs) if one.key in needed), None),
    )


def _letters(
    view: CaseView, step: StepProgress, task: TaskProgress, fault: ServiceError | None
) -> list[Letter]:
    """Return the letters of the task that the person looking may write now."""
    if task.state == "dilewati":
        return []
    mine = [one for one in step.step.actions if one.optional and refusal(view, task, one) is None]
    return letters(view, task, mine, fault)


def _questions(view: CaseView, task: TaskProgress, action: Action) -> tuple[Question, ...]:
    """Return what is asked where it is decided, or told, in this task."""
    if action.brings == "confirmation":
        return decisions.questions(view, task.unit)
    return decisions.office_questions(view) if action.brings == "budget_form" else ()


def sender(view: CaseView, task: TaskProgress) -> TaskProgress | None:
    """Return the task in which the data of this task's unit were gathered, None for several."""
    for step in view.progress.steps:
        if task.unit and any(action.brings == "unit_form" for action in step.step.actions):
            return view.progress.task(step.step.number, task.unit)
    return None


def _numbered(view: CaseView, action: Action) -> bool:
    return any(view.procedure.output(one.output).numbered for one in action.makes)


def _samples(task: TaskProgress, action: Action) -> samples.Samples:
    if action.brings == "unit_form" and task.unit:
        return samples.of_unit(task.unit)
    if action.brings in {"signed_file", "receipt"}:
        return samples.of_scans()
    return samples.of_budget() if action.brings == "budget_form" else samples.Samples()


def last_checks(view: CaseView, task: TaskProgress) -> dict[str, dict[str, str]]:
    """Return the newest verdicts on this unit's indicators."""
    for event in reversed(view.progress.events):
        if event.unit == task.unit and "checks" in event.facts:
            return dict(event.facts["checks"])
    return {}


def findings_before(view: CaseView, task: TaskProgress) -> tuple[Finding, ...]:
    """Return the open findings of earlier steps, until the approval ends the question."""
    if view.progress.locked is not None:
        return ()
    found = open_findings(view, task.unit)
    return tuple(one for one in found if int(one.task.partition(".")[0]) < task.step)


def agreement_before(view: CaseView, task: TaskProgress, action: Action) -> Agreement | None:
    """Return what the documents say, where `action` is next and kept from a disagreeing set."""
    if action.name not in SEALING or task.next != action:
        return None
    return current.casework().agreement(view.id, task.step)


def made_here(view: CaseView, step: StepProgress, task: TaskProgress) -> list[OutputFile]:
    """Return every version this task made, newest first."""
    events = {
        one.number
        for one in view.progress.events
        if one.step == step.step.number and one.unit == task.unit
    }
    return [one for one in reversed(view.progress.outputs) if one.event in events]
