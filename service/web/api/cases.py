"""Cases, tasks and outputs for programs; each call is one call of the casework."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for

from service.casework import CaseSummary, CaseView, Upload
from service.casework.detours import Excuse
from service.casework.model import DOCX, PDF
from service.consistency import Finding
from service.deadlines import date_in_the_sop
from service.errors import Invalid, NotFound, problem
from service.measurement import as_json
from service.procedure import Procedure, Right, rights
from service.progress import Actor, OutputFile, StepProgress, TaskProgress, require_right
from service.web import current, refusals
from service.web.api import fields, provenance
from service.web.api.answers import Form, document, whole
from service.web.calendars import quarter_file
from service.web.files import download

blueprint = Blueprint("cases", __name__)


@blueprint.get("/cases")
def listed() -> Response:
    """List the cases, newest quarter first."""
    return jsonify({"kasus": [_summary(one) for one in current.casework().cases()]})


@blueprint.post("/cases")
def opened() -> tuple[Response, int]:
    """Open a quarter: {tahun, triwulan} of the office on file, or a whole data set."""
    code, sent = fields.opening()
    acting = opener(current.casework().procedures.named(code))
    if isinstance(sent, Upload):
        with refusals.told(acting, refusals.Sent(sent), partial(_opening_copy, code)):
            view = current.casework().open_case(acting, sent, code)
    else:
        view = current.casework().open_quarter(acting, *sent, code)
    return jsonify(_case(view)), 201


@blueprint.get("/cases/<case>")
def shown(case: str) -> Response:
    """Return the case as it stands: steps, tasks, outputs, figures."""
    return jsonify(_case(current.view(case)))


@blueprint.post("/cases/<case>/tasks/<task>")
def acted(case: str, task: str) -> Response:
    """Do one thing in one task; the fields say what."""
    view, asked = current.view(case), fields.act()
    found = task_of(view, task)
    way, actor = _WAYS.get(asked.action, _do), actor_of(view, found, asked.action)
    sent = sent_with(view, found, asked)
    with refusals.told(actor, sent, partial(copy_address, view, found)):
        return jsonify(_case(way(actor, view, found, asked)))


def sent_with(view: CaseView, task: TaskProgress, asked: fields.Act) -> refusals.Sent | None:
    """Return the workbook that came with the action; None when it brings none."""
    actions = view.procedure.step(task.step).actions
    form = next(
        (refusals.FORMS.get(one.brings) for one in actions if one.name == asked.action), None
    )
    if asked.upload is None or form is None:
        return None
    return refusals.Sent(asked.upload, form, view.quarter)


def copy_address(view: CaseView, task: TaskProgress, mark: str) -> str:
    """Return where the marked copy of a workbook refused in this task is handed out."""
    return url_for("cases.task_copy", case=view.id, task=task.key, mark=mark)


def _opening_copy(procedure: str | None, mark: str) -> str:
    return url_for("cases.opening_copy", mark=mark, prosedur=procedure)


@blueprint.get("/cases/<case>/tasks/<task>/marked-copies/<mark>")
def task_copy(case: str, task: str, mark: str) -> Response:
    """Return a workbook refused in this task with its faults marked, to who sent it."""
    view = current.view(case)
    found = task_of(view, task)
    actions = view.procedure.step(found.step).actions
    action = next((one.name for one in actions if one.brings in refusals.FORMS), "")
    stored = current.casework().marked_copy(actor_of(view, found, action), mark)
    return download(stored.content, stored.name, stored.media_type)


@blueprint.get("/marked-copies/<mark>")
def opening_copy(mark: str) -> Response:
    """Return a refused workbook of the whole office with its faults marked, to who sent it."""
    procedure = current.casework().procedures.named(request.args.get("prosedur"))
    stored = current.casework().marked_copy(opener(procedure), mark)
    return download(stored.content, stored.name, stored.media_type)


def _do(actor: Actor, view: CaseView, task: TaskProgress, asked: fields.Act) -> CaseView:
    return current.casework().act(
        actor,
        view.id,
        task.step,
        task.unit,
        asked.action,
        upload=asked.upload,
        kept=asked.kept,
        note=asked.note,
        number=asked.number,
        date=asked.date,
        facts=asked.facts,
        seen=asked.seen,
        offer=asked.offer,
    )


def _return(actor: Actor, view: CaseView, task: TaskProgress, asked: fields.Act) -> CaseView:
    return current.casework().send_back(
        actor,
        view.id,
        task.step,
        task.unit,
        to=asked.to,
        note=asked.note,
        facts=asked.facts,
        seen=asked.seen,
    )


def _let_go(actor: Actor, view: CaseView, task: TaskProgress, asked: fields.Act) -> CaseView:
    kind: Excuse = "skipped" if asked.action == "skip" else "passed_over"
    return current.casework().let_go(
        actor, view.id, task.step, task.unit or "", kind, note=asked.note, seen=asked.seen
    )


def _reopen(actor: Actor, view: CaseView, _task: TaskProgress, asked: fields.Act) -> CaseView:
    return current.casework().reopen(actor, view.id, note=asked.note, seen=asked.seen)


def _remake(actor: Actor, view: CaseView, task: TaskProgress, asked: fields.Act) -> CaseView:
    return current.casework().remake(actor, view.id, task.step, task.unit, asked.seen)


_WAYS: Mapping[str, Callable[[Actor, CaseView, TaskProgress, fields.Act], CaseView]] = {
    "return": _return,
    "skip": _let_go,
    "pass": _let_go,
    "reopen": _reopen,
    "remake": _remake,
}


@blueprint.get("/cases/<case>/drafts/<name>")
def draft(case: str, name: str) -> Response:
    """Return a document of the whole office as it would be now, marked as a draft: D4.docx."""
    output, _, ending = name.rpartition(".")
    if ending not in {"docx", "pdf"}:
        raise NotFound("not_found", what=f"Konsep {name}")
    made = current.casework().draft(case, output)
    form: Form = "pdf" if ending == "pdf" else "docx"
    return document(made.content, made.name.removesuffix(".docx"), form)


@blueprint.get("/cases/<case>/outputs/<name>")
def output(case: str, name: str) -> Response:
    """Return one output: D3.SEKSI-PEM.docx, D5.pdf; as .json what it was filled with."""
    key, _, ending = name.rpartition(".")
    version = whole("version")
    if ending == "json":
        return provenance.filled(case, key, version)
    if ending == "pdf":
        made = current.casework().pdf(case, key, version)
        response = download(made.content, made.name, PDF)
        response.headers["X-Mesin-Pdf"] = made.engine
        return response
    if ending != "docx":
        raise NotFound("not_found", what=f"Output {name}")
    stored = current.casework().document(case, key, version)
    if stored.media_type != DOCX:
        raise NotFound("api_signed_output", key=key)
    return download(stored.content, stored.name, stored.media_type)


@blueprint.get("/cases/<case>/outputs.zip")
def archive(case: str) -> Response:
    """Return everything the case made and received."""
    stored = current.casework().archive(case)
    return download(stored.content, stored.name, stored.media_type)


@blueprint.get("/cases/<case>/deadlines")
def deadlines(case: str) -> Response:
    """List the due dates of the steps, and how late each task is or was."""
    view = current.view(case)
    return jsonify(
        {
            "kasus": view.id,
            "dipastikan": view.due_confirmed,
            "tenggat": [_deadline(view, one) for one in view.progress.steps],
        }
    )


@blueprint.get("/cases/<case>/deadlines.ics")
def deadline_file(case: str) -> Response:
    """Return the due dates as a file for calendars."""
    return quarter_file(current.view(case))


def _deadline(view: CaseView, one: StepProgress) -> dict[str, Any]:
    named = date_in_the_sop(one.step, view.year, view.quarter)
    return {
        "langkah": one.step.number,
        "judul": one.step.title,
        "status": one.state,
        "tenggat": one.due.isoformat() if one.due else None,
        "tanggal_sop": named.isoformat() if named else None,
        "lewat_hari_kerja": one.late_days,
        "selesai_lewat_hari_kerja": one.done_late_days,
        "tugas": [
            {
                "kunci": task.key,
                "unit": task.unit,
                "status": task.state,
                "lewat_hari_kerja": task.late_days,
                "selesai_lewat_hari_kerja": task.done_late_days,
            }
            for task in one.tasks
        ],
    }


@blueprint.get("/cases/<case>/consistency")
def consistency(case: str) -> Response:
    """Return what the documents of the case print differently, read back from the files."""
    found = current.casework().agreement(case)
    compared = found.comparison
    return jsonify(
        {
            "selaras": not compared.disagreements,
            "dibandingkan": compared.compared,
            "dibaca": {key: len(facts) for key, facts in compared.read.items()},
            "tidak_dibaca": [one.key for one in found.unread],
            "berbeda": [_finding(one) for one in compared.disagreements],
            "catatan": [_finding(one) for one in compared.notices],
        }
    )


def _finding(one: Finding) -> dict[str, Any]:
    return {
        **vars(one.problem),
        "hal": one.label,
        "dokumen": list(one.documents),
        "tercetak": [
            {"dokumen": fact.document, "teks": fact.text, "tempat": fact.place}
            for fact in one.printed
        ],
    }


def task_of(view: CaseView, key: str) -> TaskProgress:
    """Return the task called `key`. Raises NotFound."""
    for step in view.progress.steps:
        for one in step.tasks:
            if one.key == key:
                return one
    raise NotFound("not_found", what=f"Tugas {key}")


def actor_of(view: CaseView, task: TaskProgress, action: str) -> Actor:
    """Return who acts: whose token it is; in the demo whom X-Peran and X-Unit name.

    Without these headers it is whom the procedure names. Raises NotFound for an action the step
    does not have, Invalid when nobody holds the role.
    """
    step = view.procedure.step(task.step)
    known: dict[str, tuple[str, ...]] = {one.name: one.by for one in step.actions}
    known |= {
        "return": step.roles,
        "skip": step.skip_by,
        "pass": step.skip_by,
        "reopen": view.procedure.reopen_roles,
        "remake": task.next.by if task.next else step.roles,
    }
    by = known.get(action)
    if not by:
        raise NotFound("not_found", what=f"Tindakan {action} pada langkah {step.number}")
    if not current.demo():
        return current.actor()
    role = request.headers.get("X-Peran")
    where = request.headers.get("X-Unit", task.unit)
    everyone = current.casework().actors(view.dataset, view.procedure)
    return _chosen(everyone, (role,) if role else by, where)


def _chosen(everyone: Iterable[Actor], roles: Iterable[str], unit: str | None) -> Actor:
    people = tuple(everyone)
    for role in roles:
        for one in people:
            if one.role == role and one.unit in (None, unit):
                return one
    raise Invalid("api_nobody", [problem("api_role", "X-Peran", found=", ".join(roles) or "-")])


def opener(procedure: Procedure) -> Actor:
    """Return who opens a quarter: whose token it is; in the demo whom X-Peran names.

    Without it that is whom the procedure names. Raises Invalid when nobody holds the role.
    """
    if not current.demo():
        return current.actor()
    role = request.headers.get("X-Peran")
    opening = (role,) if role else procedure.open_roles
    return _chosen(current.actors(), opening, request.headers.get("X-Unit"))


def allowed(right: Right) -> Actor:
    """Return who has a right: whose token it is; in the demo of X-Peran, else a role that has it.

    Raises Invalid when nobody holds the role, NotAllowed when the role lacks the right.
    """
    if current.demo():
        role = request.headers.get("X-Peran")
        roles = (role,) if role else rights().allowed[right] or ()
        found = _chosen(current.actors(), roles, request.headers.get("X-Unit"))
    else:
        found = current.actor()
    require_right(current.casework().procedures, found, right)
    return found


def _summary(one: CaseSummary) -> dict[str, Any]:
    return {
        "id": one.id,
        "prosedur": one.procedure,
        "nama_prosedur": one.procedure_name,
        "instansi": one.office,
        "tahun": one.year,
        "triwulan": one.quarter,
        "dibuka": one.opened_at.isoformat(),
        "langkah_selesai": one.done_steps,
        "jumlah_langkah": one.total_steps,
        "selesai": one.done,
        "alamat": url_for("cases.shown", case=one.id),
    }


def _case(view: CaseView) -> dict[str, Any]:
    progress = view.progress
    return {
        "id": view.id,
        "prosedur": view.procedure.code,
        "nama_prosedur": view.procedure.name,
        "instansi": view.dataset.office.name,
        "tahun": view.year,
        "triwulan": view.quarter,
        "seen": view.seen,
        "selesai": progress.done,
        "berikutnya": progress.next.key if progress.next else None,
        "perbaikan": progress.revision,
        "terkunci": progress.locked is not None,
        "unit_dilewati": [{"unit": u, "alasan": why} for u, why in progress.skipped_units]
        + [
            {"unit": unit, "alasan": event.note or "", "jenis": event.action}
            for unit, event in progress.excused.items()
        ],
        "langkah": [_step(one) for one in progress.steps],
        "output": [_output(view, one) for one in progress.outputs],
        "hasil": as_json(view.measurement),
    }


def _step(one: StepProgress) -> dict[str, Any]:
    return {
        "nomor": one.step.number,
        "judul": one.step.title,
        "status": one.state,
        "selesai": one.done,
        "jumlah": one.total,
        "perkiraan_tenggat": one.due.isoformat() if one.due else None,
        "lewat_hari_kerja": one.late_days,
        "belum": list(one.missing_units),
        "kelengkapan": [
            {"nama": item.requirement.name, "ada": item.exists} for item in one.requirements
        ],
        "tugas": [_task_body(task) for task in one.tasks],
    }


def _task_body(task: TaskProgress) -> dict[str, Any]:
    return {
        "kunci": task.key,
        "unit": task.unit,
        "status": task.state,
        "tindakan": task.next.name if task.next else None,
        "peran": list(task.next.by) if task.next else [],
        "menunggu": [{"langkah": step, "output": key} for step, key in task.waits_for],
        "pada": task.at.isoformat() if task.at else None,
        "oleh": task.actor.role if task.actor else None,
        "catatan": task.returned.note if task.returned else None,
        "alasan_dibuat_ulang": [one.text for one in task.stale],
    }


def _output(view: CaseView, one: OutputFile) -> dict[str, Any]:
    return {
        "kunci": one.key,
        "nama": view.procedure.output(one.output).name,
        "unit": one.unit,
        "status": one.state,
        "versi": one.version,
        "terbaru": one.current,
        "berlaku": one.stands,
        "alasan_dibuat_ulang": [
            reason.text for reason in view.progress.stale.get(one.key, ()) if one.current
        ],
        "nomor": one.ref.number,
        "tanggal": one.ref.date.isoformat() if one.ref.date else None,
        "sha256": one.ref.sha256,
        "dibuat": one.at.isoformat(),
        "oleh": one.actor.role,
        "word": _address(view, one, "docx") if one.ref.media_type == DOCX else None,
        "pdf": _address(view, one, "pdf"),
    }


def _address(view: CaseView, one: OutputFile, ending: str) -> str:
    return url_for("cases.output", case=view.id, name=f"{one.key}.{ending}", version=one.version)
