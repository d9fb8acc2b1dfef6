"""Sessions: whose a browser's key is, and how a session ends."""

import logging
from datetime import datetime, timedelta

from service.accounts.register import Register
from service.errors import NotFound, ToolFailed
from service.people import Origin, Person, Session, secrets

log = logging.getLogger(__name__)

IDLE = timedelta(hours=8)
LONGEST = timedelta(hours=12)
AHEAD = timedelta(minutes=5)  # further ahead than this, another clock wrote when it began
SEEN_EVERY = timedelta(minutes=1)


class Sessions(Register):
    """Tells who shows a key, and ends sessions."""

    def sign_out(self, key: str, origin: Origin) -> None:
        """End the session of a key; one that ended already is no fault."""
        found = self._people.session(secrets.digest(key))
        if found is not None and self._people.end_sessions([found[1].id]):
            self._note("signed_out", found[0], origin=origin)

    def session(self, key: str, origin: Origin) -> tuple[Person, Session] | None:
        """Return who shows this key, and the session; None when it ended or grew too old."""
        now = self._now()
        self._tell_refused(now)
        found = self._people.session(secrets.digest(key))
        if found is None:
            return None
        person, session = found
        because = too_old(session, now)
        if because:
            self._end(person, [session], because, origin)
            return None
        if now - session.seen >= SEEN_EVERY:
            self._note_seen(session, now)
        return person, session

    def sessions(self, person: str) -> tuple[Session, ...]:
        """Return the sessions of a person ("" for everybody) that still work, last seen first."""
        now = self._now()
        return tuple(one for one in self._people.sessions(person) if not too_old(one, now))

    def end_session(self, person: str, id: str, origin: Origin | None = None) -> None:
        """End one session of the person's own. Raises NotFound for one that is not."""
        mine = [one for one in self._people.sessions(person) if one.id == id]
        if not mine:
            raise NotFound("session_not_found")
        self._end(self._people.person(person), mine, "asked", origin)

    def end_other_sessions(self, person: str, key: str, origin: Origin | None = None) -> int:
        """End every session of the person but the one of this key; return how many."""
        found = self._people.session(secrets.digest(key))
        mine = found[1].id if found else ""
        others = [one for one in self._people.sessions(person) if one.id != mine]
        return self._end(self._people.person(person), others, "asked", origin)

    def _note_seen(self, session: Session, now: datetime) -> None:
        try:
            self._people.note_seen(session.id, now)
        except ToolFailed:
            log.exception("a session could not be noted as seen")  # no reason to turn anybody away

    def _sweep(self, person: Person, now: datetime) -> None:
        old = [one for one in self._people.sessions(person.id) if too_old(one, now)]
        self._end(person, old, "idle", None)

    def _end(
        self, person: Person, ended: list[Session], because: str, origin: Origin | None
    ) -> int:
        count = self._people.end_sessions([one.id for one in ended]) if ended else 0
        if count:
            self._note("session_ended", person, origin=origin, because=because, count=count)
        return count


def too_old(session: Session, now: datetime) -> str:
    """Return why a session works no more, "" while it does."""
    if session.started - now > AHEAD or now - session.started >= LONGEST:
        return "old"
    return "idle" if now - session.seen >= IDLE else ""
