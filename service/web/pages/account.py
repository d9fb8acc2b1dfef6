"""One's own account: roles, password, the browsers one is signed in at, keys for programs."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.errors import ServiceError
from service.people import SCOPES, Token
from service.web import current
from service.web.errors import status_of
from service.web.forms import Form, at_fields
from service.web.pages.sign_in import new_password, secret, welcome

pages = Blueprint("account", __name__, url_prefix="/akun")

Answer = Response | str | tuple[str, int]
TOKEN_DAYS = 90


@pages.get("")
def show() -> str:
    """Show who one is here and what one is known by."""
    return _page()


@pages.post("/sandi")
def change_password() -> Answer:
    """Change the password; every other browser is signed out."""
    form = Form()
    old = secret("sandi", "Kata sandi sekarang", form)
    new = new_password(form)
    try:
        form.finish()
        me, key = current.signed_in(), current.session_key()
        proved = current.casework().accounts.change_password(me.id, key, old, new, current.origin())
    except ServiceError as fault:
        return _refused(fault)
    answer = welcome(proved, url_for("account.show"))
    flash("Kata sandi sudah diganti. Peramban lain yang masuk dengan akun Anda sudah dikeluarkan.")
    return answer


@pages.post("/peramban/<id>/keluarkan")
def end_session(id: str) -> Response:
    """Sign out one of one's other browsers."""
    current.casework().accounts.end_session(current.signed_in().id, id, current.origin())
    flash("Peramban itu sudah dikeluarkan.")
    return redirect(url_for("account.show"))


@pages.post("/peramban/keluarkan-lain")
def end_others() -> Response:
    """Sign out every browser but this one."""
    me, key = current.signed_in(), current.session_key()
    current.casework().accounts.end_other_sessions(me.id, key, current.origin())
    flash("Semua peramban lain sudah dikeluarkan.")
    return redirect(url_for("account.show"))


@pages.post("/kunci-api")
def issue_token() -> Answer:
    """Make a key for a program and show it this once."""
    form = Form()
    purpose = form.required("keperluan", "Keperluan")
    days = form.number("hari") or 0
    scopes = tuple(one for one in request.form.getlist("hak") if one in SCOPES)
    role, _, unit = (form.text("peran-baru") or "").partition("@")
    try:
        form.finish()
        token, told = current.casework().accounts.issue_token(
            current.signed_in().id, purpose, scopes, role, unit or None, days, current.origin()
        )
    except ServiceError as fault:
        return _refused(fault)
    return _page(issued=token, told=told)


@pages.post("/kunci-api/<id>/cabut")
def withdraw_token(id: str) -> Response:
    """Let a key of one's own hold no more."""
    accounts, me = current.casework().accounts, current.signed_in()
    accounts.withdraw_token(me.id, id, current.origin())
    flash("Kunci API itu tidak berlaku lagi.")
    return redirect(url_for("account.show"))


def _refused(fault: ServiceError) -> tuple[str, int]:
    return _page(fault=at_fields(fault) or fault), status_of(fault)


def _page(*, fault: ServiceError | None = None, issued: Token | None = None, told: str = "") -> str:
    accounts, found = current.casework().accounts, current.identified()
    me = current.signed_in()
    return render_template(
        "account.html",
        me=me,
        grants=accounts.account(me.id).grants,
        sessions=accounts.sessions(me.id),
        this=found.session if found else None,
        tokens=accounts.tokens(me.id),
        scopes=SCOPES,
        days=TOKEN_DAYS,
        fault=fault,
        issued=issued,
        told=told,
    )
