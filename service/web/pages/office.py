"""The office's data inside an open quarter: what a new workbook changes, and letting it."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.casework import CaseView
from service.errors import Invalid, ServiceError
from service.web import current, files, refusals
from service.web.errors import status_of
from service.web.forms import FORM_WRONG, Form

pages = Blueprint("office", __name__, url_prefix="/triwulan/<case>/data-kantor")

Answer = AnyResponse | str | tuple[str, int]


@pages.get("")
def show(case: str) -> str:
    """Show how the data of the office are changed while the quarter is open."""
    return _page(current.view(case))


@pages.get("/berkas.xlsx")
def workbook(case: str) -> Response:
    """Hand out the workbook of the whole office as it stands."""
    stored = current.casework().form(case, None)
    return files.download(stored.content, stored.name, stored.media_type)


@pages.post("")
def compare(case: str) -> Answer:
    """Show, old beside new, what an uploaded workbook would change."""
    view, form = current.view(case), Form()
    sent = form.upload("berkas", required=True)
    try:
        form.finish()
        assert sent is not None  # noqa: S101 -- finish() raised otherwise
        kept, found, notes = current.casework().compare_office(current.actor(), case, sent)
    except Invalid as fault:
        if fault.code == FORM_WRONG or not fault.problems:
            return _page(view, fault=fault), status_of(fault)
        action, back = (url_for(f"office.{name}", case=case) for name in ("compare", "show"))
        again = refusals.Again(action, back, view.seen)
        return refusals.page(
            fault, refusals.Sent(sent) if sent else None, again, view=view, title="Data kantor"
        ), status_of(fault)
    return _page(view, kept=kept, changes=found, notes=notes)


@pages.post("/terapkan")
def amend(case: str) -> AnyResponse:
    """Let the compared workbook take effect."""
    form = Form()
    kept = form.text("tersimpan") or ""
    view = current.casework().amend_office(current.actor(), case, kept, seen=form.number("seen"))
    count = len(view.progress.stale)
    again = f" {count} dokumen perlu dibuat ulang." if count else ""
    flash(f"Data kantor sudah diperbarui.{again}")
    return redirect(url_for("board.show", case=case))


def _page(view: CaseView, *, fault: ServiceError | None = None, **more: object) -> str:
    opens = current.actor().role in view.procedure.open_roles
    return render_template("office.html", view=view, fault=fault, may_change=opens, **more)
