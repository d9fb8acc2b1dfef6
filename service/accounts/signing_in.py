"""Signing in: with a password, a one-time code or the word of a provider."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from service.accounts.register import SignedIn
from service.accounts.sessions import Sessions
from service.errors import Invalid, NotAllowed
from service.people import Grant, Origin, Person, Session, particulars, passwords, secrets
from service.people.throttle import Trying, place
from service.procedure import rights
from service.store.proofs import Entering

FIRST_CODE = timedelta(hours=24)
UNKNOWN = "tidak dikenal"
BROWSER_OF = 5  # people whose device one browser keeps


class SigningIn(Sessions):
    """Lets people in."""

    def sign_in(self, login: str, password: str, origin: Origin, device: str = "") -> SignedIn:
        """Sign in with name and password; `device` is what the browser kept from the last time.

        Raises NotAllowed("sign_in_wrong"), the same for an unknown name, a wrong password and a
        closed account, and NotAllowed("sign_in_wait") before a password is even looked at.
        """
        found = self._by_login(login)
        person, kept = found or (None, None)
        trying = self._trying(login, person, origin, device)
        self._admit(trying, person)
        with self._turn(trying, person):
            right = passwords.matches(kept, password)
            renew = right and kept is not None and passwords.needs_rehash(kept)
            again = passwords.hashed(password) if renew else None
        if person is None or not right or not person.active:
            self._note_failed(person, origin)
            raise NotAllowed("sign_in_wrong")
        entered = self._enter(person, origin, device, proved=kept, password=again)
        if entered is None:
            raise NotAllowed("sign_in_wrong")
        self._guard.throttle.right(trying)
        self._note("signed_in", person, origin=origin, how="password")
        return entered

    def sign_in_with_code(
        self, login: str, code: str, new_password: str, origin: Origin, device: str = ""
    ) -> SignedIn:
        """Sign in with a one-time code and set a password; the code is used up by it.

        Raises NotAllowed("code_wrong"), NotAllowed("sign_in_wait") after many wrong ones, and
        Invalid("password_weak") with every reason, which leaves the code as it was.
        """
        found = self._by_login(login)
        person = found[0] if found else None
        digest = secrets.code_digest(code)
        if person is None or not self._people.code(digest, person.id, self._now()):
            raise self._wrong_code(person, origin)
        self._require_strong(new_password, person)
        kept = self._hashed(new_password, person)
        entered = self._enter(person, origin, device, password=kept, code=digest, alone=True)
        if entered is None:
            raise self._wrong_code(person, origin)
        self._note("code_used", person, origin=origin)
        self._note("signed_in", person, origin=origin, how="code")
        return entered

    def sign_in_as(self, issuer: str, subject: str, origin: Origin) -> SignedIn:
        """Sign in whom a provider proved; the browser's device stays what it is.

        Raises NotAllowed("identity_unknown"), also for a closed account, and
        NotAllowed("identity_no_role") for a person who may act as nothing today.
        """
        person = self._people.identified(issuer, subject)
        today = self._clock().date()
        if person and not any(one.holds(today) for one in self._people.grants(person.id)):
            self._note_failed(person, origin)
            raise NotAllowed("identity_no_role")
        entered = self._enter(person, origin, None) if person else None
        if person is None or entered is None:
            self._count_failed(None, origin)
            raise NotAllowed("identity_unknown")
        self._note("signed_in", person, origin=origin, how="provider", issuer=issuer)
        return entered

    def first_code(self) -> str | None:
        """Return a fresh one-time code for the first administrator, for 24 hours.

        None when somebody may change people already, even who never signed in.
        """
        if self._people.governed(self._governing()):
            return None
        code = secrets.new_code()
        self._people.put_code("", secrets.code_digest(code), self._now() + FIRST_CODE)
        return code

    def sign_in_first(
        self, code: str, login: str, name: str, password: str, origin: Origin
    ) -> SignedIn:
        """Make the first administrator with the code of `first_code`, and sign in.

        Raises NotAllowed("code_wrong"), also when somebody may change people by now,
        NotAllowed("sign_in_wait"), Invalid with everything wrong, Conflict("login_taken").
        """
        now, digest = self._now(), secrets.code_digest(code)
        if not self._people.code(digest, "", now):
            raise self._wrong_code(None, origin)
        person = self._new_person(login, name, "", password)
        role = (rights().allowed.get("people") or ("administrator",))[0]
        grant = Grant(secrets.new_id(), person.id, role, None, "", None, None, "")
        kept = self._hashed(password, person)
        key, device = secrets.new_key(), secrets.new_key()
        session = Session(secrets.new_id(), person.id, now, now, origin)
        entering = Entering(
            session, secrets.digest(key), password=kept, code=digest, device=secrets.digest(device)
        )
        if not self._people.add_first(person, grant, entering, self._governing()):
            raise self._wrong_code(None, origin)
        self._note("code_used", person, origin=origin)
        self._note("person_added", person, origin=origin, about=person, login=person.login)
        self._note("role_given", person, origin=origin, about=person, role=role, unit=None)
        self._note("signed_in", person, origin=origin, how="code")
        return SignedIn(key, device, self._people.person(person.id), session)

    def change_password(
        self, person: str, key: str, old: str, new: str, origin: Origin
    ) -> SignedIn:
        """Change one's own password; a new key comes back, and every other session is dead.

        Raises NotAllowed("password_old_wrong"), NotAllowed("sign_in_wait") after many of those,
        Invalid("password_weak") with every reason.
        """
        who = self._people.person(person)
        found = self._people.named(who.login)
        kept = found[1] if found else None
        # The session has a bucket of its own: guesses from elsewhere do not count here.
        trying = Trying(person, place(origin.address), device=secrets.digest(key))
        self._admit(trying, who)
        with self._turn(trying, who):
            right = passwords.matches(kept, old)
        if not right:
            self._note_failed(who, origin)
            raise NotAllowed("password_old_wrong")
        self._require_strong(new, who, old)
        entered = self._enter(
            who, origin, None, proved=kept, password=self._hashed(new, who), alone=True
        )
        if entered is None:
            raise NotAllowed("password_old_wrong")
        self._guard.throttle.right(trying)
        self._note("password_changed", who, origin=origin)
        return entered

    def _enter(
        self,
        person: Person,
        origin: Origin,
        device: str | None,
        *,
        proved: str | None = None,
        password: str | None = None,
        code: str = "",
        alone: bool = False,
    ) -> SignedIn | None:
        """Open a session; without a `device` the browser keeps the one it has."""
        now = self._now()
        key = secrets.new_key()
        kept = "" if device is None else secrets.new_key()
        known, others = self._devices(device or "", person)
        session = Session(secrets.new_id(), person.id, now, now, _short(origin))
        self._sweep(person, now)
        entering = Entering(
            session,
            secrets.digest(key),
            proved,
            password,
            code,
            alone,
            secrets.digest(kept) if kept else "",
            known,
        )
        if not self._people.enter(entering):
            return None
        cookie = ".".join([kept, *others][:BROWSER_OF]) if kept else ""
        return SignedIn(key, cookie, self._people.person(person.id), session)

    def _devices(self, device: str, person: Person | None) -> tuple[str, list[str]]:
        """Return the digest by which a browser is known as the person's, and what it keeps of
        others who sign in at it.
        """
        secret = [one for one in device.split(".")[:BROWSER_OF] if one]
        digests = {secrets.digest(one): one for one in secret}
        known = self._people.known_device(digests, person.id) if person and digests else ""
        return known, [one for digest, one in digests.items() if digest != known]

    def _trying(self, login: str, person: Person | None, origin: Origin, device: str) -> Trying:
        if person is None:
            made_up = secrets.digest(particulars.login(login))
            return Trying(made_up, place(origin.address), real=False)
        known, _ = self._devices(device, person)
        return Trying(person.id, place(origin.address), known)

    def _admit(self, trying: Trying, person: Person | None) -> None:
        """Return when a password may be tried. Raises NotAllowed("sign_in_wait")."""
        wait = self._guard.throttle.admit(trying)
        if wait:
            self._count_refused(person, trying.place)
            raise _wait(wait)

    @contextmanager
    def _turn(self, trying: Trying, person: Person | None) -> Iterator[None]:
        """Wait for a turn at argon2. Raises NotAllowed("sign_in_wait") where too many wait."""
        known = self._guard.throttle.knows(trying)
        with self._guard.turns.turn(trying.device or trying.place, first=known) as mine:
            if not mine:
                self._count_refused(person, trying.place)
                raise _wait(10)
            yield

    def _hashed(self, password: str, person: Person) -> str:
        with self._guard.turns.turn(person.id, first=True) as mine:
            if not mine:
                raise _wait(10)
            return passwords.hashed(password)

    def _wrong_code(self, person: Person | None, origin: Origin) -> NotAllowed:
        wait = self._count_failed(person, origin)
        return _wait(wait) if wait else NotAllowed("code_wrong")

    def _count_failed(self, person: Person | None, origin: Origin) -> float:
        """Note a failure, or only count it where there were many; return the seconds to wait."""
        wait = self._guard.throttle.wrong_code(place(origin.address))
        if wait:
            self._count_refused(person, place(origin.address))
        else:
            self._note_failed(person, origin)
        return wait

    def _count_refused(self, person: Person | None, place: str) -> None:
        now = self._now()
        self._tell_refused(now)
        self._guard.refused.count(place, person.id if person else "", now)

    def _note_failed(self, person: Person | None, origin: Origin) -> None:
        # Of a name nobody has nothing is kept: it may be a password typed into the wrong field.
        self._note("sign_in_failed", person, name=UNKNOWN, origin=origin)

    def _require_strong(self, password: str, person: Person, old: str | None = None) -> None:
        problems = self._password_problems(password, person.login, person.name, person.nip)
        if old is not None and passwords.normal(old) == passwords.normal(password):
            problems.append(passwords.unchanged())
        if problems:
            raise Invalid("password_weak", problems)


def _short(origin: Origin) -> Origin:
    return Origin(origin.address[:60], origin.agent[:200])


def _wait(seconds: float) -> NotAllowed:
    whole = max(1, math.ceil(seconds))
    return NotAllowed("sign_in_wait", minutes=math.ceil(whole / 60), seconds=whole)
