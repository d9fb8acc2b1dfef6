"""The session's cookie: for our own pages only, and only over TLS once it was given over TLS."""

from flask import Flask, Response, render_template, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

PLAIN, OVER_TLS = "sesi", "__Host-sesi"


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookie, its name and rules decided by how this very request came."""

    def get_cookie_name(self, _app: Flask) -> str:
        """Return a name that browsers take only from this very host, over TLS, for all paths."""
        return name()

    def get_cookie_secure(self, _app: Flask) -> bool:
        """Tell whether the cookie must never travel readable: on this machine alone it may."""
        return request.is_secure

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Hand out the cookie, but never in an answer to another site's page.

        Its request came without the strict cookie; a new one in the answer would take the place of
        that of a person who is signed in, and so sign him out.
        """
        if not _from_elsewhere():
            super().save_session(app, session, response)


def name() -> str:
    """Return what the session's cookie is called where this request came from."""
    return OVER_TLS if request.is_secure else PLAIN


def register(app: Flask) -> None:
    """Use the cookie, and let links from elsewhere reach people who are signed in."""
    app.config.update(SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Strict")
    app.session_interface = Sessions()

    @app.before_request
    def come_again() -> Response | None:
        again = _followed_a_link_from_elsewhere()
        return Response(render_template("once_more.html")) if again else None


def _followed_a_link_from_elsewhere() -> bool:
    """Tell whether a browser kept a strict cookie back, if there is one, from this page.

    A link in WhatsApp or a letter leads here from another site, so that the browser sends no
    cookie. Our own page may ask once more; that request comes from our own site.
    """
    return (
        request.method == "GET"
        and request.headers.get("Sec-Fetch-Site") == "cross-site"
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
        and name() not in request.cookies
        and not request.path.startswith("/api/")
    )


def _from_elsewhere() -> bool:
    """Tell whether another site made the browser ask; old browsers tell of it in a form only."""
    origin = request.headers.get("Origin")
    foreign = origin is not None and origin != request.host_url.rstrip("/")
    return foreign or request.headers.get("Sec-Fetch-Site") == "cross-site"
