"""Keselarasan: what the documents of a case say of the same thing, read back from the files."""

from flask import Blueprint, render_template

from service.casework import CaseView
from service.dataset import indicators
from service.errors import ServiceError
from service.web import current

pages = Blueprint("consistency", __name__, url_prefix="/triwulan/<case>")


@pages.get("/keselarasan")
def show(case: str) -> str:
    """Show what was compared, what differs and where, and each indicator's figures."""
    return page(current.view(case), None)


def page(view: CaseView, fault: ServiceError | None) -> str:
    """Return the page; `fault` is what an action was refused with."""
    return render_template(
        "consistency.html",
        view=view,
        fault=fault,
        agreement=current.casework().agreement(view.id),
        indicators=indicators(view.dataset),
    )
