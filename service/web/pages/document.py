"""One document: its pages as pictures, both files, number and date, how it came about."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.casework import CaseView, StoredPdf
from service.casework.model import PDF
from service.errors import Invalid, NotFound, ServiceError, ToolFailed
from service.progress import OutputFile
from service.web import current, files, forms
from service.web.errors import status_of
from service.web.figures import Difference, Sheet
from service.web.forms import Form
from service.web.pages.receipts import receivers

pages = Blueprint("document", __name__, url_prefix="/triwulan/<case>/dokumen/<key>")


@dataclass(frozen=True)
class Preview:
    """The PDF of a document, or why there is none."""

    pdf: StoredPdf | None
    fault: ServiceError | None


@pages.get("")
def show(case: str, key: str) -> str:
    """Show one version of the document, the newest unless another is asked for."""
    return _page(current.view(case), key, None)


@pages.get("/word")
def word(case: str, key: str) -> Response:
    """Hand out the Word file, or the signed file as it was uploaded."""
    stored = current.casework().document(case, key, _version())
    return files.download(stored.content, stored.name, stored.media_type)


@pages.get("/pdf")
def pdf(case: str, key: str) -> Response:
    """Hand out the PDF, made now when it does not exist yet."""
    stored = current.casework().pdf(case, key, _version())
    return files.download(stored.content, stored.name, PDF)


@pages.get("/halaman/<int:number>.png")
def page(case: str, key: str, number: int) -> Response:
    """Show one page as a picture."""
    return files.picture(current.casework().page(case, key, _version(), number))


@pages.post("/nomor")
def set_number(case: str, key: str) -> AnyResponse | tuple[str, int]:
    """Give the document its number and date; a new version of its file is made."""
    form = Form()
    number, day = form.text("nomor"), form.day("tanggal", "Tanggal dokumen")
    try:
        form.finish()
        view = current.casework().set_number(
            current.actor(), case, key, number=number, date=day, seen=form.number("seen")
        )
    except ServiceError as fault:
        shown = forms.at_fields(fault)
        if shown is None:
            raise
        return _page(current.view(case), key, shown), status_of(fault)
    made = [one for one in view.progress.outputs if one.key == key][-1]
    flash(f"{view.procedure.output(made.output).name} versi {made.version} sudah dibuat.")
    return redirect(url_for("document.show", case=case, key=key))


def preview(case: str, key: str, version: int) -> Preview:
    """Return the PDF to show, or the fault that kept it from being made."""
    try:
        return Preview(current.casework().pdf(case, key, version), None)
    except ToolFailed as fault:
        return Preview(None, fault)


def _version() -> int | None:
    return request.args.get("versi", type=int)


def _page(view: CaseView, key: str, fault: Invalid | None) -> str:
    versions = [one for one in view.progress.outputs if one.key == key]
    file = _chosen(versions, key)
    return render_template(
        "document.html",
        view=view,
        file=file,
        output=view.procedure.output(file.output),
        versions=versions,
        unit=next((one.name for one in view.dataset.units if one.code == file.unit), None),
        step=_step_of(view, file),
        preview=preview(view.id, key, file.version),
        receivers=receivers(view),
        stale=view.progress.stale.get(key, ()),
        fault=fault,
        differences=_differences(view, file),
    )


def _differences(view: CaseView, file: OutputFile) -> list[Difference] | None:
    """Return the figures it prints that are others now; None where none were filled in."""
    tracing = current.casework().tracing
    if not any(one.key == file.key and one.ref.template for one in view.progress.outputs):
        return None
    printed = tracing.printed(view.id, file.key, file.version)
    return Sheet(tracing.of(view.id)).differences(printed)


def _chosen(versions: list[OutputFile], key: str) -> OutputFile:
    wanted = _version()
    for one in reversed(versions):
        if wanted in (None, one.version):
            return one
    raise NotFound("not_found", what=f"Dokumen {key}")


def _step_of(view: CaseView, file: OutputFile) -> int | None:
    """Return the number of the step whose event made the file."""
    event = next(one for one in view.progress.events if one.number == file.event)
    return event.step
