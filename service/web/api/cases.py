"""Cases, tasks and outputs for programs; each call is one call of the casework."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for

from service.casework import CaseSummary, CaseView, Upload
from service.casework.model import DOCX, PDF
from service.errors import Invalid, NotFound, problem
from service.measurement import as_json
from service.progress import Actor, OutputFile, StepProgress, TaskProgress
from service.web import current
from service.web.api import fields
from service.web.api.answers import whole
from service.web.files import download

blueprint = Blueprint("cases", __name__)


@blueprint.get("/cases")
def listed() -> Response:
    """List the cases, newest quarter first."""
    return jsonify({"kasus": [_summary(one) for one in current.casework().cases()]})


@blueprint.post("/cases")
def opened() -> tuple[Response, int]:
    """Open a quarter: {tahun, triwulan} of the office on file, or a whole data set."""
    sent = fields.opening()
    if isinstance(sent, Upload):
        view = current.casework().open_case(_opener(), sent)
    else:
        view = current.casework().open_quarter(_opener(), *sent)
    return jsonify(_case(view)), 201


@blueprint.get("/cases/<case>")
def shown(case: str) -> Response:
    """Return the case as it stands: steps, tasks, outputs, figures."""
    return jsonify(_case(current.view(case)))


@blueprint.post("/cases/<case>/tasks/<task>")
def acted(case: str, task: str) -> Response:
    """Do one thing in one task; the fields say what."""
    view, asked = current.view(case), fields.act()
    found = _task(view, task)
    step, unit = found.step, found.unit
    done = current.casework().act(
        _actor(view, step, unit, asked.action),
        case,
        step,
        unit,
        asked.action,
        upload=asked.upload,
        note=asked.note,
        number=asked.number,
        date=asked.date,
        facts=asked.facts,
        seen=asked.seen,
    )
    return jsonify(_case(done))


@blueprint.get("/cases/<case>/outputs/<name>")
def output(case: str, name: str) -> Response:
    """Return one output: D3.SEKSI-PEM.docx, D5.pdf."""
    key, _, ending = name.rpartition(".")
    version = whole("version")
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


def _task(view: CaseView, key: str) -> TaskProgress:
    for step in view.progress.steps:
        for one in step.tasks:
            if one.key == key:
                return one
    raise NotFound("not_found", what=f"Tugas {key}")


def _actor(view: CaseView, step: int, unit: str | None, action: str) -> Actor:
    """Return who acts: the headers X-Peran and X-Unit, else whom the procedure names.

    Raises NotFound for an action the step does not have, Invalid when nobody holds the role.
    """
    role = request.headers.get("X-Peran")
    by = [one.by for one in view.procedure.step(step).actions if one.name == action]
    if not by:
        raise NotFound("not_found", what=f"Tindakan {action} pada langkah {step}")
    wanted = (role,) if role else by[0]
    where = request.headers.get("X-Unit", unit)
    everyone = current.casework().actors(view.dataset)
    return _chosen(everyone, wanted, where)


def _chosen(everyone: Iterable[Actor], roles: Iterable[str], unit: str | None) -> Actor:
    people = tuple(everyone)
    for role in roles:
        for one in people:
            if one.role == role and one.unit in (None, unit):
                return one
    raise Invalid("api_nobody", [problem("api_role", "X-Peran", found=", ".join(roles) or "-")])


def _opener() -> Actor:
    role = request.headers.get("X-Peran")
    opening = (role,) if role else current.procedure().open_roles
    return _chosen(current.actors(), opening, request.headers.get("X-Unit"))


def _summary(one: CaseSummary) -> dict[str, Any]:
    return {
        "id": one.id,
        "prosedur": one.procedure,
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
        "instansi": view.dataset.office.name,
        "tahun": view.year,
        "triwulan": view.quarter,
        "seen": view.seen,
        "selesai": progress.done,
        "berikutnya": progress.next.key if progress.next else None,
        "unit_dilewati": [{"unit": u, "alasan": why} for u, why in progress.skipped_units],
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
    }


def _output(view: CaseView, one: OutputFile) -> dict[str, Any]:
    return {
        "kunci": one.key,
        "nama": view.procedure.output(one.output).name,
        "unit": one.unit,
        "status": one.state,
        "versi": one.version,
        "terbaru": one.current,
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
