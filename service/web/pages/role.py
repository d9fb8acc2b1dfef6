"""The role somebody acts in: one of those he has, in the demo that of any official."""

from flask import Blueprint, flash, redirect, request
from werkzeug.wrappers import Response

from service.errors import NotFound
from service.web import addresses, current

pages = Blueprint("role", __name__)


@pages.post("/peran")
def switch() -> Response:
    """Act in another role and go back to the page."""
    wanted = request.form.get("peran", "")
    role, _, unit = wanted.partition("@")
    for one in current.actors():
        if (one.role, one.unit or "") == (role, unit):
            current.choose(one)
            flash(f"Anda sekarang bertindak sebagai {one.position}.")
            return redirect(addresses.own(request.form.get("kembali", "")))
    raise NotFound("not_found", what=f"Peran {wanted}")
