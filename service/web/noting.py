"""What the web notes in the trail: files handed out, and refusals that matter to an auditor.

An answer is never held back for its note. Where the disk refuses the note, the file is handed out
all the same, for an office whose disk is full needs its documents most; what was missed is
counted and told by an entry as soon as there is room again.
"""

import logging
import re
import threading
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, g, request

from service.casework.trail import ARCHIVE
from service.errors import ServiceError, ToolFailed, title_of
from service.indonesian import long_date, time_text
from service.progress import Actor
from service.web import current
from service.web.flood import Flood

log = logging.getLogger(__name__)

# What a program brought itself leaves again: nothing of the office's.
BROUGHT = frozenset({"render.render", "render.render_own", "render.check", "render.example"})
ARCHIVES = frozenset({"board.archive", "cases.archive"})
TOLD_ELSEWHERE = frozenset({"sign_in"})  # what is refused there, the accounts note themselves
ALWAYS = frozenset({401, 403, 413, 429})
_NAMED = re.compile(r"<[^>]*>")  # what an address names, in the words of the code
# What a page is told by that shows its own fault, with what was typed.
SHOWN = {403: "not_allowed", 409: "state_moved_on", 422: "web_upload_refused"}


class Noting:
    """What one application has to remember between requests to note them."""

    def __init__(self) -> None:
        self.flood = Flood()
        self._lock = threading.Lock()
        self._missed, self._since = 0, ""

    def missed(self, at: str) -> None:
        """Count what could not be noted."""
        with self._lock:
            self._missed, self._since = self._missed + 1, self._since or at

    def take_missed(self) -> tuple[int, str]:
        """Return how much could not be noted and since when, and count anew."""
        with self._lock:
            missed, self._missed, since, self._since = self._missed, 0, self._since, ""
        return missed, since


def who() -> Actor | None:
    """Return who acts, or who signed in without a role; None for nobody.

    In the demo a program says as whom it acts, or does not.
    """
    if not current.demo():
        return _signed_in()
    if current.programs():
        role = request.headers.get("X-Peran", "")[:80]
        unit = request.headers.get("X-Unit", "")[:80]
        return Actor(role, unit or None, "", "") if role else None
    try:
        return current.actor()
    except ServiceError:
        return None


def _signed_in() -> Actor | None:
    try:
        found = current.identified()
        if found is None:
            return None
        return current.acting() or Actor("", None, found.person.name, "", found.person.id)
    except ServiceError:
        return None


def address() -> str:
    """Return the address the request came from."""
    return current.origin().address


def download(name: str, sha256: str, facts: Mapping[str, Any]) -> None:
    """Note that a file is handed out, also to who has these bytes already (304)."""
    if request.method == "HEAD" or request.endpoint in BROUGHT:
        return
    _note("downloaded", _about(), {**facts, "content": sha256, "name": name})


def register(app: Flask) -> None:
    """Note every refusal that matters to an auditor, however it is answered."""
    app.extensions["noting"] = Noting()

    @app.before_request
    def remember() -> None:
        if _may_act():
            g.heads = current.casework().trail.heads()

    @app.after_request
    def note(response: Response) -> Response:
        status = response.status_code
        if status < HTTPStatus.BAD_REQUEST and "heads" in g:
            _acted(g.heads)
        if status >= HTTPStatus.BAD_REQUEST and _matters(status):
            _refusal(status)
        return response


def _may_act() -> bool:
    """Tell whether this request may add an event: signing in and one-shot renders never do."""
    elsewhere = request.blueprint is None or request.blueprint in TOLD_ELSEWHERE
    return not elsewhere and request.endpoint not in BROUGHT and request.method not in current.SAFE


def _acted(before: Mapping[str, int]) -> None:
    """Note from where came the events that this request added."""
    someone = who()
    if someone is None:
        return
    try:
        current.casework().trail.note_acted(before, someone, address())
    except ToolFailed:
        log.exception("address of %s not noted", request.path)
        _noting().missed(_moment(_clock()))


def told(code: str, title: str) -> None:
    """Keep what a refusal is told by, for its note."""
    g.refusal = (code, title)


def _refusal(status: int) -> None:
    """Note a refusal; of many by one caller in a minute only how many they were."""
    someone = who()
    if not _noting().flood.admit((someone.person if someone else "", address()), _clock()):
        return
    shown = SHOWN.get(status, "web_bad_request")
    code, title = g.get("refusal") or (shown, title_of(shown))
    page = _NAMED.sub("…", request.url_rule.rule) if request.url_rule else ""
    _note("refused", _about(), {"status": status, "code": code, "title": title, "page": page})


def _matters(status: int) -> bool:
    """Tell whether a refusal is of somebody's thing, or of something that was to be changed."""
    if request.blueprint in TOLD_ELSEWHERE:
        return False
    changes = request.method not in current.SAFE
    return (
        status in ALWAYS
        or (status == HTTPStatus.NOT_FOUND and bool(request.view_args))
        or (status in (HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT) and changes)
        or (status == HTTPStatus.UNPROCESSABLE_ENTITY and bool(request.files))
    )


def _about() -> str:
    """Return what the address is about: an output's key, or what else it names."""
    if request.endpoint in ARCHIVES:
        return ARCHIVE
    told = {name: str(value) for name, value in (request.view_args or {}).items()}
    if request.endpoint == "cases.output":
        return told["name"].rpartition(".")[0]
    named = (told[name] for name in ("key", "task", "name", "code", "event") if name in told)
    return next(named, "")[:200]


def _note(kind: str, about: str, facts: Mapping[str, Any]) -> None:
    case = str((request.view_args or {}).get("case", ""))[:40]
    missed, since = _noting().take_missed()
    if missed and not _write("unnoted", None, "", "", "", {"count": missed, "since": since}):
        for _ in range(missed - 1):
            _noting().missed(since)
    for (person, place), count, until in _noting().flood.told(_clock()):
        again = {"count": count, "until": _moment(until)}
        _write("refused_more", Actor("", None, "", "", person), place, "", "", again)
    _write(kind, who(), address(), case, about, facts)


def _write(  # noqa: PLR0917 an entry's parts, in their order
    kind: str,
    someone: Actor | None,
    place: str,
    case: str,
    about: str,
    facts: Mapping[str, Any],
) -> bool:
    try:
        current.casework().trail.note(kind, someone, place, case=case, about=about, facts=facts)
    except ToolFailed:
        log.exception("%s of %s not noted", kind, about or request.path)
        _noting().missed(_moment(_clock()))
        return False
    return True


def _clock() -> datetime:
    return current.casework().now(current.desk().settings.time_zone)


def _moment(at: datetime) -> str:
    return f"{long_date(at.date())} pukul {time_text(at)}"


def _noting() -> Noting:
    found: Noting = current_app.extensions["noting"]
    return found
