"""Off the straight path: send back, let a unit go, make again, open again, look at a draft."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from service import pdf
from service.casework import CaseView
from service.casework.model import PDF
from service.errors import Invalid, NotFound, ServiceError
from service.indonesian import roman
from service.progress import TaskProgress
from service.web import current, files
from service.web.errors import status_of
from service.web.forms import Form
from service.web.pages import step
from service.web.pages.step import find_task

pages = Blueprint("detour", __name__, url_prefix="/triwulan/<case>")

Answer = AnyResponse | tuple[str, int]


@pages.post("/langkah/<task>/kembalikan")
def send_back(case: str, task: str) -> Answer:
    """Send an earlier task back with a note."""
    return sent_back(case, task, step.page_of)


def sent_back(
    case: str, task: str, page: Callable[[CaseView, str, ServiceError | None], str]
) -> Answer:
    """Send an earlier task back; a form that is wrong is shown again on its `page`."""
    view, found = current.view(case), _task(case, task)
    form = Form()
    note = form.required("catatan-kembali", "Catatan")
    to = form.text("kembali-ke")
    try:
        form.finish()
    except Invalid as fault:
        return page(view, task, fault), status_of(fault)
    after = current.casework().send_back(
        current.actor(), case, found.step, found.unit, to=to, note=note, seen=form.number("seen")
    )
    _, target = find_task(after, after.progress.events[-1].facts["to"])
    if target is not None:
        of = f", {target.unit_name}" if target.unit_name else ""
        flash(f"Langkah {target.step}{of} sudah dikembalikan dengan catatan Anda.")
    return redirect(url_for("board.show", case=case))


@pages.post("/langkah/<task>/lewati")
def let_go(case: str, task: str) -> Answer:
    """Go on without the unit of the task, with the reason."""
    view, found = current.view(case), _task(case, task)
    form = Form()
    note = form.required("alasan-lewati", "Alasan")
    skips = form.text("jenis-lewati") == "skipped"
    try:
        form.finish()
        current.casework().let_go(
            current.actor(), case, found.step, found.unit or "",
            "skipped" if skips else "passed_over", note=note, seen=form.number("seen"),
        )  # fmt: skip
    except Invalid as fault:
        return step.page_of(view, task, fault), status_of(fault)
    flash(f"Triwulan ini dilanjutkan tanpa {found.unit_name}. Alasannya tercatat.")
    return redirect(url_for("board.show", case=case))


@pages.post("/langkah/<task>/buat-ulang")
def remake(case: str, task: str) -> Answer:
    """Make the stale documents of the task once more."""
    found = _task(case, task)
    seen = Form().number("seen")
    current.casework().remake(current.actor(), case, found.step, found.unit, seen)
    flash("Dokumen sudah dibuat ulang dari data dan templat yang berlaku.")
    return redirect(url_for("step.show", case=case, task=task))


@pages.post("/langkah/<task>/buka-kembali")
def reopen(case: str, task: str) -> Answer:
    """Open the approved quarter again, with the reason."""
    view = current.view(case)
    form = Form()
    note = form.required("alasan-buka", "Alasan")
    try:
        form.finish()
        current.casework().reopen(current.actor(), case, note=note, seen=form.number("seen"))
    except Invalid as fault:
        return step.page_of(view, task, fault), status_of(fault)
    flash(f"Triwulan {roman(view.quarter)} dibuka kembali. Dokumen berikutnya ditandai perbaikan.")
    return redirect(url_for("board.show", case=case))


@pages.get("/konsep/<output>.<ending>")
def draft(case: str, output: str, ending: str) -> Response:
    """Hand out a document as it would be now, marked as a draft; nothing is kept."""
    made = current.casework().draft(case, output)
    if ending == "docx":
        return files.download(made.content, made.name, made.media_type)
    if ending != "pdf":
        raise NotFound("not_found", what=f"Konsep {output}.{ending}")
    converted = pdf.convert(made.content, current.desk().settings.pdf_engine)
    return files.download(converted.content, made.name.removesuffix("docx") + "pdf", PDF)


def _task(case: str, key: str) -> TaskProgress:
    _, found = find_task(current.view(case), key)
    if found is None:
        raise NotFound("not_found", what=f"Tugas {key}")
    return found
