"""Sign in with name and password, with a one-time code, as the first administrator; sign out."""

from collections.abc import Callable
from http import HTTPStatus

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from service.accounts import SignedIn
from service.errors import ServiceError, problem
from service.web import addresses, current
from service.web.errors import status_of
from service.web.forms import Form, at_fields

pages = Blueprint("sign_in", __name__)

DEVICE = "peramban"  # the cookie of a browser that a person signed in with before
_DEVICE_DAYS = 180
_WAIT = "sign_in_wait"
_OWNER, _CSRF = "orang", "csrf_token"


@pages.get("/masuk")
def show() -> Response | str:
    """Show the form; who is in already goes on."""
    if current.identified() is not None:
        return redirect(_onward())
    return render_template("sign_in.html", fault=None)


@pages.post("/masuk")
def enter() -> Response:
    """Sign in with name and password."""
    form = Form()
    login = form.required("nama-masuk", "Nama masuk")
    password = secret("sandi", "Kata sandi", form)

    def proved() -> SignedIn:
        form.finish()
        device = request.cookies.get(DEVICE, "")
        return current.casework().accounts.sign_in(login, password, current.origin(), device)

    return _entered(proved, "sign_in.html")


@pages.get("/masuk/kode")
def code() -> str:
    """Show the form that takes a one-time code and a new password."""
    return render_template("sign_in_code.html", fault=None)


@pages.post("/masuk/kode")
def use_code() -> Response:
    """Sign in with a one-time code and choose a password."""
    form = Form()
    login = form.required("nama-masuk", "Nama masuk")
    once = form.required("kode", "Kode sekali pakai")
    password = new_password(form)

    def proved() -> SignedIn:
        form.finish()
        accounts = current.casework().accounts
        return accounts.sign_in_with_code(login, once, password, current.origin())

    return _entered(proved, "sign_in_code.html")


@pages.get("/masuk/pertama")
def first() -> str:
    """Show the form by which the first administrator begins, reached by a one-time link."""
    return render_template("sign_in_first.html", fault=None)


@pages.post("/masuk/pertama")
def begin() -> Response:
    """Make the first administrator and sign in."""
    form = Form()
    once = form.required("kode", "Kode sekali pakai")
    name = form.required("nama", "Nama lengkap")
    login = form.required("nama-masuk", "Nama masuk")
    password = new_password(form)

    def proved() -> SignedIn:
        form.finish()
        accounts = current.casework().accounts
        return accounts.sign_in_first(once, login, name, password, current.origin())

    return _entered(proved, "sign_in_first.html", url_for("people.listed"))


@pages.post("/keluar")
def out() -> Response:
    """End this browser's session."""
    current.casework().accounts.sign_out(current.session_key(), current.origin())
    session.clear()
    flash("Anda sudah keluar.")
    return redirect(url_for("sign_in.show"))


def welcome(proved: SignedIn, onward: str | None = None) -> Response:
    """Begin a new session of this browser for who proved who he is, and lead on."""
    return remember(proved, redirect(onward or _onward()))


def remember(proved: SignedIn, answer: Response) -> Response:
    """Let `answer` begin a new session of this browser for who proved who he is."""
    # Whose session ran out while a form was open can still send it: its token is kept for them.
    mine = session.get(_OWNER) == proved.person.id
    token = session.get(_CSRF) if mine else None
    session.clear()
    session.update({current.KEY: proved.key, _OWNER: proved.person.id})
    if token:
        session[_CSRF] = token
    if proved.device:
        answer.set_cookie(
            DEVICE, proved.device, max_age=_DEVICE_DAYS * 24 * 3600, path=url_for("sign_in.show"),
            secure=request.is_secure, httponly=True, samesite="Strict",
        )  # fmt: skip
    return answer


def new_password(form: Form) -> str:
    """Return a password that was typed twice alike; a problem when it was not."""
    typed = secret("sandi-baru", "Kata sandi baru", form)
    if typed and typed != request.form.get("sandi-ulang", ""):
        form.problems.append(problem("web_password_unlike", "sandi-ulang"))
    return typed


def secret(name: str, label: str, form: Form) -> str:
    """Return a password exactly as it was typed: blanks belong to it."""
    found = request.form.get(name, "")
    if not found:
        form.problems.append(problem("web_field_empty", name, label=label))
    return found


def _entered(proved: Callable[[], SignedIn], page: str, onward: str | None = None) -> Response:
    """Sign in and lead on, or show the form again with what is wrong and how long to wait."""
    try:
        return welcome(proved(), onward)
    except ServiceError as fault:
        shown = at_fields(fault) or fault
        answer = make_response(render_template(page, fault=shown), _status(fault))
        if fault.code == _WAIT:
            answer.headers["Retry-After"] = str(fault.details.get("seconds", 60))
        return answer


def _status(fault: ServiceError) -> HTTPStatus:
    return HTTPStatus.TOO_MANY_REQUESTS if fault.code == _WAIT else status_of(fault)


def _onward() -> str:
    return addresses.own(request.values.get("lanjut", ""))
