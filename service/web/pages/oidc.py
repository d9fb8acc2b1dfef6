"""Sign in by the regency's OpenID provider, and link an account to what it knows one by.

The session cookie is strict and does not come along when another site leads back to us, so a try
to sign in has a cookie of its own for its ten minutes; and what follows it is a page of ours that
leads on by itself, for only from there the browser shows the session again.
"""

import secrets
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, TypeVar

from flask import (
    Blueprint,
    Flask,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from service import openid
from service.accounts import SignedIn
from service.errors import NotAllowed, NotFound, ServiceError
from service.openid import Attempt, Identity
from service.openid.attempt import LASTS
from service.settings import Settings
from service.web import addresses, current
from service.web.errors import status_of
from service.web.forms import Form
from service.web.pages import sign_in

if TYPE_CHECKING:
    from service.openid.provider import Provider

pages = Blueprint("oidc", __name__)

_TRY, _FOUND = "masuk-kabupaten", "akun-kabupaten"  # the two cookies
_KIND = "openid"


@dataclass(frozen=True)
class _Try:
    """What the browser keeps while the person is at the provider; `person` links an account."""

    seed: str
    back: str
    onward: str
    person: str = ""


@dataclass(frozen=True)
class _Found:
    """What the provider proved of a person who still has to say yes to it."""

    subject: str
    name: str
    person: str


_Kept = TypeVar("_Kept", _Try, _Found)


def register(app: Flask, settings: Settings) -> None:
    """Connect the provider where the settings name one. Raises Invalid without the extra."""
    found = openid.connect(settings.openid) if settings.openid and not settings.demo else None
    app.extensions[_KIND] = found
    app.jinja_env.globals.update(openid=found, openid_subjects=_subjects)


@pages.get("/masuk/kabupaten")
def begin() -> Response:
    """Send the browser to the provider."""
    try:
        trying = _trying(addresses.own(request.args.get("lanjut", "")))
        return _keep(redirect(_to_provider(trying)), _TRY, trying)
    except ServiceError as fault:
        return _told(fault)


@pages.get("/masuk/kabupaten/kembali")
def back() -> Response:
    """Take the browser back from the provider: signed in, asked to link, or told why not."""
    identity = None
    try:
        provider, trying = _provider(), _opened(_TRY, _Try)
        if trying is None:
            raise NotAllowed("openid_stale")
        identity = provider.identify(_attempt(trying), trying.back, request.args.to_dict())
        answer = _ask_to_link(trying, identity) if trying.person else _enter(trying, identity)
    except ServiceError as fault:
        answer = _told(fault, identity)
        if fault.code == "openid_stale":  # the try that is really going on may still come back
            return answer
    return _drop(answer, _TRY)


@pages.post("/masuk/kabupaten/keluar")
def leave() -> Response:
    """End the provider's own session in this browser, where it offers that."""
    away = _provider().logout(url_for("sign_in.show", _external=True))
    return _onward(away, "Keluar dari akun Kabupaten") if away else redirect(_sign_in())


@pages.post("/akun/kabupaten")
def link() -> Response:
    """Send who signed in to the provider, to link what it knows him by."""
    trying = _trying(url_for("account.show"), current.signed_in().id)
    # A form may lead to our own pages only (form-action), so a page in between leads away.
    answer = _onward(_to_provider(trying), "Ke halaman akun Kabupaten")
    return _keep(answer, _TRY, trying)


@pages.get("/akun/kabupaten")
def look() -> Response | str:
    """Show what the provider proved, before it may open this account."""
    found = _mine()
    return render_template("oidc_join.html", found=found)


@pages.post("/akun/kabupaten/hubungkan")
def join() -> Response:
    """Link what was just proved to the account of who signed in."""
    found, me = _mine(), current.signed_in()
    accounts = current.casework().accounts
    accounts.link_own(me.id, _issuer(), found.subject, current.origin())
    flash("Akun Kabupaten sudah dihubungkan. Mulai sekarang Anda dapat masuk dengan akun itu.")
    return _drop(redirect(url_for("account.show")), _FOUND)


@pages.post("/akun/kabupaten/lepas")
def part() -> Response:
    """Let one's own identity open the account no more."""
    me, subject = current.signed_in(), Form().text("kode") or ""
    current.casework().accounts.unlink_own(me.id, _issuer(), subject, current.origin())
    flash("Akun Kabupaten sudah dilepas, dan Anda dikeluarkan dari semua peramban. Masuk lagi.")
    return redirect(_sign_in())


@pages.post("/pengguna/<id>/akun-kabupaten")
def assign(id: str) -> Response:
    """Link a person to the code the provider knows him by."""
    form = Form()
    subject = form.required("kode-kabupaten", "Kode akun Kabupaten")
    form.finish()
    accounts = current.casework().accounts
    accounts.link_identity(current.actor(), id, _issuer(), subject, current.origin())
    flash("Akun Kabupaten sudah dihubungkan.")
    return redirect(url_for("people.show", id=id))


@pages.post("/pengguna/<id>/akun-kabupaten/lepas")
def release(id: str) -> Response:
    """Let an identity open a person's account no more."""
    subject, accounts = Form().text("kode") or "", current.casework().accounts
    accounts.unlink_identity(current.actor(), id, _issuer(), subject, current.origin())
    flash("Akun Kabupaten sudah dilepas, dan orang itu dikeluarkan dari semua peramban.")
    return redirect(url_for("people.show", id=id))


def _provider() -> "Provider":
    found: Provider | None = current_app.extensions[_KIND]
    if found is None:
        raise NotFound("openid_not_set")
    return found


def _issuer() -> str:
    return _provider().options.issuer


def _subjects(person: str) -> list[str]:
    """Return what the provider of the settings knows a person by."""
    linked = current.casework().accounts.identities(person)
    return [subject for issuer, subject in linked if issuer == _issuer()]


def _trying(onward: str, person: str = "") -> _Try:
    return _Try(secrets.token_urlsafe(32), url_for("oidc.back", _external=True), onward, person)


def _attempt(trying: _Try) -> Attempt:
    return Attempt.of(trying.seed, current.desk().settings.secret_key)


def _to_provider(trying: _Try) -> str:
    return _provider().address(_attempt(trying), trying.back)


def _enter(trying: _Try, identity: Identity) -> Response:
    answer = _onward(trying.onward, "Masuk berhasil")
    return sign_in.remember(_signed_in(identity), answer)


def _signed_in(identity: Identity) -> SignedIn:
    accounts, origin = current.casework().accounts, current.origin()
    if identity.login:
        accounts.link_by_login(identity.issuer, identity.subject, identity.login, origin)
    return accounts.sign_in_as(identity.issuer, identity.subject, origin)


def _ask_to_link(trying: _Try, identity: Identity) -> Response:
    """Lead on to the question: whoever was signed in at the provider may be somebody else."""
    found = _Found(identity.subject, identity.name, trying.person)
    return _keep(_onward(url_for("oidc.look"), "Akun Kabupaten ditemukan"), _FOUND, found)


def _mine() -> _Found:
    """Return what was proved for this very account.

    Raises NotAllowed("openid_stale"), NotFound where no provider is set.
    """
    _provider()
    found = _opened(_FOUND, _Found)
    if found is None or found.person != current.signed_in().id:
        raise NotAllowed("openid_stale")
    return found


def _told(fault: ServiceError, identity: Identity | None = None) -> Response:
    """Say why nobody is signed in, and the ways that are left."""
    if isinstance(fault, NotAllowed) and fault.__cause__ is not None:
        current_app.logger.warning("%s: %s", fault.code, fault.__cause__)
    unknown = identity if fault.code == "identity_unknown" else None
    page = render_template("oidc_fault.html", told=fault, unknown=unknown, sign_in=_sign_in())
    return _unseen(make_response(page, status_of(fault)))


def _onward(address: str, title: str) -> Response:
    """Return a page that leads on by itself, as if somebody had followed its link."""
    return _unseen(make_response(render_template("oidc_onward.html", address=address, title=title)))


def _unseen(answer: Response) -> Response:
    """Keep the address of this page, which names a code, from whatever is asked next."""
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _sign_in() -> str:
    return url_for("sign_in.show")


def _name(cookie: str) -> str:
    """Return the cookie's name: over TLS one that no neighbouring site can set for us."""
    return f"__Host-{cookie}" if request.is_secure else cookie


def _sealing(cookie: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current.desk().settings.secret_key, salt=cookie)


def _keep(answer: Response, cookie: str, what: _Try | _Found) -> Response:
    answer.set_cookie(
        _name(cookie), _sealing(cookie).dumps(asdict(what)), max_age=LASTS,
        secure=request.is_secure, httponly=True, samesite="Lax",
    )  # fmt: skip
    return answer


def _opened(cookie: str, kind: type[_Kept]) -> _Kept | None:
    """Return what this browser kept, None when it is not ours or older than ten minutes."""
    try:
        return kind(**_sealing(cookie).loads(request.cookies.get(_name(cookie), ""), LASTS))
    except (BadData, TypeError):
        return None


def _drop(answer: Response, cookie: str) -> Response:
    answer.delete_cookie(_name(cookie), secure=request.is_secure, httponly=True, samesite="Lax")
    return answer
