"""The Lembar Kendali of a case: which output of each step exists, who made it, when, which file."""

import base64
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from service.casework.model import CaseView
from service.indonesian import long_date, roman, time_text
from service.procedure import Identity
from service.progress import Event, OutputFile, StepProgress, TaskProgress
from service.values.office import office_values, placeholder_emblem

_FOLDER = Path(__file__).parent.parent / "templates_html"
_WHOLE_OFFICE = "Seluruh kantor"
_ABSENT = ("output", "unit", "status", "nomor", "oleh", "jabatan", "waktu", "berkas", "sha256")


def control_sheet(view: CaseView, emblem: bytes | None, now: datetime) -> str:
    """Return the Lembar Kendali as one HTML page without scripts or outside files.

    `emblem` is the PNG of the letterhead (a placeholder otherwise), `now` the time printed.
    """
    steps = view.progress.steps
    picture = base64.b64encode(emblem or placeholder_emblem()).decode()
    return _template().render(
        instansi={
            **office_values(view.dataset, emblem),
            "lambang": f"data:image/png;base64,{picture}",
        },
        prosedur=view.procedure.name,
        identitas=_identity(view.procedure.identity),
        triwulan=roman(view.quarter),
        tahun=str(view.year),
        dicetak=_moment(now),
        ringkasan={
            "selesai": sum(step.state == "selesai" for step in steps),
            "jumlah": len(steps),
        },
        langkah=[_step(view, step) for step in steps],
        catatan=[f"{unit} dilewati: {reason}." for unit, reason in view.progress.skipped_units],
        penanda=None,
    )


def _identity(sop: Identity) -> str:
    """Return what the office told of its SOP in one line; empty while it told nothing."""
    told = [
        f"SOP Nomor {sop.number}" if sop.number else "",
        f"berlaku sejak {sop.effective_on}" if sop.effective_on else "",
        f"disahkan oleh {sop.approved_by}" if sop.approved_by else "",
    ]
    line = ", ".join(filter(None, told))
    return line[:1].upper() + line[1:]


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("lembar-kendali.html")


def _step(view: CaseView, step: StepProgress) -> dict[str, Any]:
    return {
        "nomor": step.step.number,
        "judul": step.step.title,
        "pelaksana": step.step.actors,
        "tenggat": _due(view, step),
        "selesai": step.done,
        "jumlah": step.total,
        "baris": [line for task in step.tasks for line in _task(view, step, task)],
    }


def _due(view: CaseView, step: StepProgress) -> str:
    if step.due is None:
        return ""
    return long_date(step.due) if view.due_confirmed else f"(perkiraan) {long_date(step.due)}"


def _task(view: CaseView, step: StepProgress, task: TaskProgress) -> Iterator[dict[str, Any]]:
    units = {unit.code: unit.name for unit in view.dataset.units}
    for file in task.outputs:
        yield _made(view, file, units.get(file.unit or "", _WHOLE_OFFICE))
    if not task.outputs:
        waits = ", ".join(str(number) for number in sorted({one for one, _ in task.waits_for}))
        status = f"menunggu langkah {waits}" if waits else "belum ada"
        yield _missing(step.step.output_name, task.unit_name or _WHOLE_OFFICE, status)
    for receiver, delivered in task.receivers.items():
        if delivered is None:
            yield _missing("Tanda terima", receiver, "belum disampaikan")
        else:
            yield _delivered(receiver, delivered)


def _made(view: CaseView, file: OutputFile, unit: str) -> dict[str, Any]:
    return {
        "output": view.procedure.output(file.output).name,
        "unit": unit,
        "ada": True,
        "status": file.state.replace("_", " "),
        "nomor": file.ref.number or "",
        "oleh": file.actor.name,
        "jabatan": file.actor.position,
        "waktu": _moment(file.at),
        "berkas": file.ref.name,
        "sha256": file.ref.sha256,
    }


def _delivered(receiver: str, event: Event) -> dict[str, Any]:
    scan = next((ref for ref in event.files if ref.kind == "receipt"), None)
    return {
        "output": "Tanda terima",
        "unit": receiver,
        "ada": True,
        "status": "",
        "nomor": event.facts["receipt_number"],
        "oleh": event.facts["received_by"],
        "jabatan": "",
        "waktu": long_date(date.fromisoformat(event.facts["received_on"])),
        "berkas": scan.name if scan else "",
        "sha256": scan.sha256 if scan else "",
    }


def _missing(output: str, unit: str, status: str) -> dict[str, Any]:
    return {
        **dict.fromkeys(_ABSENT, ""),
        "output": output,
        "unit": unit,
        "ada": False,
        "status": status,
    }


def _moment(at: datetime) -> str:
    return f"{long_date(at.date())} pukul {time_text(at)}"
