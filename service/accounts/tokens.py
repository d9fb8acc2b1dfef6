"""Tokens: what programs show in place of a password, one for each purpose of a person."""

import logging
from collections.abc import Collection
from datetime import timedelta

from service.accounts.register import Register
from service.errors import Invalid, NotFound, Problem, ToolFailed, problem
from service.people import SCOPES, Origin, Person, Scope, Token, secrets
from service.progress import Actor

log = logging.getLogger(__name__)

MOST_DAYS = 366
LONGEST_PURPOSE = 120
USED_EVERY = timedelta(minutes=1)


class Tokens(Register):
    """Issues tokens, and tells whose one is."""

    def issue_token(  # noqa: PLR0917 what for, what it may, as whom, how long
        self,
        person: str,
        purpose: str,
        scopes: Collection[str],
        role: str,
        unit: str | None,
        days: int,
        origin: Origin | None = None,
    ) -> tuple[Token, str]:
        """Issue a token for a role the person has today, and return it with its secret.

        The secret is told this once. Raises Invalid("token_wrong") with everything wrong.
        """
        who = self._people.person(person)
        purpose = " ".join(purpose.split())
        problems = _token_problems(purpose, scopes, days)
        if not self._may_act(person, role, unit):
            problems.append(problem("token_role", "role"))
        if problems:
            raise Invalid("token_wrong", problems)
        now, id = self._now(), secrets.new_id()
        secret = secrets.new_token(id)
        chosen: tuple[Scope, ...] = tuple(one for one in SCOPES if one in scopes)
        until = now + timedelta(days=days)
        token = Token(id, person, purpose, chosen, role, unit, now, until, None, None)
        self._people.add_token(token, secrets.digest(secret))
        self._note(
            "token_issued", who, origin=origin,
            token=id, purpose=purpose, scopes=list(chosen), role=role, unit=unit,
        )  # fmt: skip
        return token, secret

    def tokens(self, person: str) -> tuple[Token, ...]:
        """Return the tokens of a person, those that work no more too, the newest first."""
        return self._people.tokens(person)

    def withdraw_token(self, person: str, token: str, origin: Origin | None = None) -> None:
        """Withdraw a token of one's own, at once. Raises NotFound for another's."""
        who = self._people.person(person)
        self._withdraw(who, self._token_of(person, token), None, origin)

    def withdraw_token_of(
        self, by: Actor, person: str, token: str, origin: Origin | None = None
    ) -> None:
        """Withdraw another's token, at once. Raises NotAllowed, NotFound."""
        self.require_people(by)
        self._withdraw(by, self._token_of(person, token), self._people.person(person), origin)

    def by_token(self, secret: str) -> tuple[Person, Token] | None:
        """Return whose token this is, and the token; None when it works no more or is none.

        It works as long as the person has the role it was issued for.
        """
        now = self._now()
        found = self._people.token(secrets.digest(secret)) if secrets.is_token(secret) else None
        if found is None:
            return None
        person, token = found
        if token.withdrawn or token.until <= now or token.made - now > timedelta(days=1):
            return None
        if not self._may_act(person.id, token.role, token.unit):
            return None
        if token.used is None or abs(now - token.used) >= USED_EVERY:
            self._note_used(token)
        return person, token

    def _may_act(self, person: str, role: str, unit: str | None) -> bool:
        today = self._clock().date()
        return any(
            (one.role, one.unit) == (role, unit) and one.holds(today)
            for one in self._people.grants(person)
        )

    def _token_of(self, person: str, id: str) -> Token:
        for one in self._people.tokens(person):
            if one.id == id:
                return one
        raise NotFound("token_not_found")

    def _withdraw(
        self, by: Person | Actor, token: Token, about: Person | None, origin: Origin | None
    ) -> None:
        if self._people.withdraw_token(token.id, self._now()):
            self._note(
                "token_withdrawn", by, origin=origin, about=about,
                token=token.id, purpose=token.purpose,
            )  # fmt: skip

    def _note_used(self, token: Token) -> None:
        try:
            self._people.note_used(token.id, self._now())
        except ToolFailed:
            log.exception("a token could not be noted as used")  # no reason to refuse it


def _token_problems(purpose: str, scopes: Collection[str], days: int) -> list[Problem]:
    problems = []
    if not purpose or len(purpose) > LONGEST_PURPOSE:
        problems.append(problem("token_purpose", "purpose", most=LONGEST_PURPOSE))
    if not scopes or not set(scopes) <= set(SCOPES):
        problems.append(problem("token_scopes", "scopes"))
    if not 1 <= days <= MOST_DAYS:
        problems.append(problem("token_days", "days", most=MOST_DAYS))
    return problems
