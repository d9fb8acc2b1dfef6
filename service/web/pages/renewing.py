"""A new form in exchange for an old one, with what was typed into it."""

from contextlib import suppress

from flask import Blueprint, Response, request, url_for

from service.casework import CaseView, Upload
from service.errors import ServiceError
from service.progress import TaskProgress
from service.web import current, files

pages = Blueprint("renewing", __name__, url_prefix="/triwulan/<case>/formulir-baru")

_OLD = {"workbook_form_old", "workbook_form_old_line"}


@pages.get("/<mark>.xlsx")
def form(case: str, mark: str) -> Response:
    """Hand out a new form with the person's own entries."""
    stored = current.casework().renewed_form(current.actor(), case, mark)
    return files.download(stored.content, stored.name, stored.media_type)


def renewed(view: CaseView, task: TaskProgress | None, fault: ServiceError) -> str | None:
    """Return the address of a new form with the entries of the upload that was refused as old.

    None where it was refused for another reason, or could not be kept.
    """
    sent = request.files.get("berkas")
    old = any(one.code in _OLD for one in fault.problems)
    if not old or sent is None or task is None or task.unit is None:
        return None
    sent.stream.seek(0)
    upload = Upload(sent.stream.read(), sent.filename or "")
    with suppress(ServiceError):
        mark = current.casework().renew_form(current.actor(), view.id, task.unit, upload)
        return url_for("renewing.form", case=view.id, mark=mark)
    return None
