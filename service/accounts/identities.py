"""Identities at a provider that people bring themselves; those of others: `Accounts`."""

from service.accounts.register import Register
from service.errors import Conflict, NotFound
from service.people import Origin


class Identities(Register):
    """What a person does about his own identity, once the provider proved it."""

    def link_own(self, person: str, issuer: str, subject: str, origin: Origin) -> None:
        """Note that a provider means oneself by `subject`. Raises Conflict("identity_taken")."""
        who = self._people.person(person)
        self._people.link(person, issuer, subject)
        self._note("identity_linked", who, origin=origin, about=who, issuer=issuer, how="self")

    def unlink_own(self, person: str, issuer: str, subject: str, origin: Origin) -> None:
        """Forget one's own identity; all one's sessions end.

        Raises NotFound, and Conflict("identity_only_way") for who has no password to come back by.
        """
        who = self._people.person(person)
        if not who.has_password:
            raise Conflict("identity_only_way")
        if not self._people.unlink(person, issuer, subject):
            raise NotFound("identity_not_found")
        self._note("identity_unlinked", who, origin=origin, about=who, issuer=issuer, how="self")

    def link_by_login(self, issuer: str, subject: str, login: str, origin: Origin) -> bool:
        """Link a proved identity to the person whose login its claim is, letter by letter.

        Nothing happens, and False is returned, for an unknown login, a closed account, and a
        person who has an identity of that provider already: the claim may be somebody else's by
        now. So a claim can only be used once, and makes no person and gives no role.
        """
        found = self._by_login(login)
        if found is None or found[0].login != login.lower() or not found[0].active:
            return False
        who = found[0]
        if any(known == issuer for known, _ in self._people.identities(who.id)):
            return False
        try:
            self._people.link(who.id, issuer, subject)
        except Conflict:
            return False
        self._note("identity_linked", who, origin=origin, about=who, issuer=issuer, how="claim")
        return True
