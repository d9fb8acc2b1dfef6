"""How a person is called: the name to sign in with, the full name and the NIP, in one spelling."""

import re
import unicodedata

from service.errors import Problem, problem

SHORTEST, LONGEST = 3, 60
LONGEST_NAME = 120
# Only plain letters: a Cyrillic а in place of a Latin a would be another name that looks the same.
_LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9._@-]*[a-z0-9])?")
_NIP = re.compile(r"[0-9]{18}")
_SHOWN = "LMNPSZ"  # the kinds of characters that print, and the space


def login(typed: str) -> str:
    """Return the one spelling under which a name to sign in with is kept and looked for."""
    return unicodedata.normalize("NFKC", typed[: 4 * LONGEST]).strip().casefold()


def name(typed: str) -> str:
    """Return a full name without stray spaces."""
    return " ".join(unicodedata.normalize("NFC", typed[: 4 * LONGEST_NAME]).split())


def nip(typed: str) -> str:
    """Return a NIP without the spaces it is often written with."""
    return "".join(typed[: 4 * LONGEST_NAME].split())


def usable(login: str) -> bool:
    """Tell whether a name, in its one spelling, can be one to sign in with."""
    return SHORTEST <= len(login) <= LONGEST and _LOGIN.fullmatch(login) is not None


def problems(login: str, name: str, nip: str) -> list[Problem]:
    """Return everything wrong with what a person is called; each is told by its field."""
    found = []
    if not usable(login):
        found.append(problem("login_wrong", "login", found=login[:LONGEST]))
    if not _printable(name):
        found.append(problem("name_wrong", "name"))
    if nip and not _NIP.fullmatch(nip):
        found.append(problem("nip_wrong", "nip", found=nip[:40]))
    return found


def _printable(name: str) -> bool:
    letters = any(one.isalpha() for one in name)
    shown = all(unicodedata.category(one)[0] in _SHOWN for one in name)
    return letters and shown and len(name) <= LONGEST_NAME
