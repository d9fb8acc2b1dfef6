"""What happened in a case, the SOP itself, and how things are computed."""

from flask import Blueprint, render_template

from service.web import current

pages = Blueprint("about", __name__)


@pages.get("/triwulan/<case>/riwayat")
def history(case: str) -> str:
    """Show every event of the case, newest first."""
    view = current.view(case)
    return render_template("history.html", view=view, events=tuple(reversed(view.progress.events)))


@pages.get("/bantuan")
def help_page() -> str:
    """Show how achievement is computed and what each word means."""
    return render_template("help.html", view=current.here())
