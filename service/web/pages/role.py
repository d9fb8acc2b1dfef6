"""The chosen role: until sign-in exists a person acts as one official, switchable at the top."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from service.errors import NotFound
from service.web import current

pages = Blueprint("role", __name__)


@pages.post("/peran")
def switch() -> Response:
    """Act as another official of the office and go back to the page."""
    wanted = request.form.get("peran", "")
    role, _, unit = wanted.partition("@")
    for one in current.actors():
        if (one.role, one.unit or "") == (role, unit):
            current.choose(one)
            flash(f"Anda sekarang bertindak sebagai {one.position}.")
            return redirect(_local(request.form.get("kembali", "")))
    raise NotFound("not_found", what=f"Peran {wanted}")


def _local(address: str) -> str:
    """Return the path of one of our own pages; anything else leads to the board."""
    parts = urlsplit(address)
    own = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if own and not parts.netloc and not parts.scheme else url_for("start.home")
