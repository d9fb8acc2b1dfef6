"""What happened in a case, what the SOP leaves open, and how things are computed."""

from flask import Blueprint, render_template

from service.web import current

pages = Blueprint("about", __name__)


@pages.get("/triwulan/<case>/riwayat")
def history(case: str) -> str:
    """Show every event of the case, newest first."""
    view = current.view(case)
    return render_template("history.html", view=view, events=tuple(reversed(view.progress.events)))


@pages.get("/perlu-konfirmasi")
def unconfirmed() -> str:
    """Show what the SOP leaves open, so that the office can answer."""
    return render_template("unconfirmed.html")


@pages.get("/bantuan")
def help_page() -> str:
    """Show how achievement is computed and what each word means."""
    return render_template("help.html", view=current.here())
