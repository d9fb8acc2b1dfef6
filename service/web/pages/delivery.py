"""Penyampaian: every receiver of the document, and the receipt of each."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from service.errors import NotFound
from service.web import current

pages = Blueprint("delivery", __name__, url_prefix="/triwulan/<case>")


@pages.get("/penyampaian")
def show(case: str) -> Response:
    """Lead to the step that delivers to the receivers, whichever number it has."""
    view = current.view(case)
    for step in view.procedure.steps:
        if any(action.per_receiver for action in step.actions):
            return redirect(url_for("step.show", case=case, task=str(step.number)))
    raise NotFound("not_found", what="Langkah penyampaian")
