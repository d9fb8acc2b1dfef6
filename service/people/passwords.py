"""Passwords: kept with argon2id, and which are too weak to keep."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.errors import Problem, problem
from service.yaml_text import read

# The low-memory profile of RFC 9106: 64 MiB, three passes.
_HASHER = PasswordHasher()
LONGEST = 128
SHORTEST = 12
_OWN_PART = 8  # letters beside one's own name that make a password of its own
_SHORT_PART = 4  # a part of a name, or a pattern that is repeated
PLACE = "password"
_LOOK_LIKE = str.maketrans("013457@$!|", "oleastasil")


def hashed(password: str) -> str:
    """Return what is kept of a password; it costs 64 MiB and about a tenth of a second."""
    return _HASHER.hash(normal(password))


def matches(kept: str | None, password: str) -> bool:
    """Tell whether `password` is the one `kept` was made from.

    Without anything kept, as for a name nobody has, it takes as long and is never right.
    """
    typed = normal(password)
    usable = len(typed) <= LONGEST
    try:
        right = _HASHER.verify(kept or _nobodys(), typed if usable else "")
    except (VerificationError, InvalidHashError):
        return False
    return right and usable and kept is not None


def needs_rehash(kept: str) -> bool:
    """Tell whether `kept` was made with other parameters than passwords are kept with now."""
    return _HASHER.check_needs_rehash(kept)


def normal(password: str) -> str:
    """Return the password as one spelling, whatever keyboard it was typed on."""
    if len(password) > 4 * LONGEST:
        return password[: LONGEST + 1]  # too long in every spelling: not worth the work
    return unicodedata.normalize("NFKC", password)


def problems(password: str, own: Iterable[str]) -> list[Problem]:
    """Return every reason not to keep a password.

    `own` is what the person and the office are called.
    How long it is and how well known count; nothing is asked of its letters, digits and signs.
    """
    typed = normal(password)
    found = []
    if len(typed) < SHORTEST:
        found.append(problem("password_short", PLACE, expected=str(SHORTEST)))
    if len(typed) > LONGEST:
        found.append(problem("password_long", PLACE, expected=str(LONGEST)))
        return found
    if _is_common(typed.casefold()):
        found.append(problem("password_common", PLACE))
    if typed and _is_own(typed, own):
        found.append(problem("password_own", PLACE))
    return found


def unchanged() -> Problem:
    """Return the reason not to take the old password for the new one."""
    return problem("password_same", PLACE)


def _is_common(folded: str) -> bool:
    return any(one in _common() for one in _stems(folded)) or _is_pattern(folded)


def _stems(folded: str) -> Iterator[str]:
    """Yield what a password comes down to without padding, look-alikes and repetition."""
    for spelled in (folded, folded.translate(_LOOK_LIKE)):
        letters = re.sub(r"^[^a-z]+|[^a-z]+$", "", spelled)
        for one in (spelled, letters, re.sub(r"[^a-z]", "", spelled)):
            yield one
            yield _repeated(one)
    bare = re.sub(r"^[^a-z]+|[^a-z]+$", "", folded)
    yield bare.translate(_LOOK_LIKE)


def _is_pattern(folded: str) -> bool:
    """Tell whether each character only repeats or follows the one before, or a few are repeated."""
    steps = {ord(after) - ord(before) for before, after in pairwise(folded)}
    counted = steps <= {-1, 0, 1, 9, -9}  # 9 and 0 follow each other
    return bool(folded) and (counted or len(_repeated(folded)) <= _SHORT_PART)


def _repeated(text: str) -> str:
    """Return the shortest text that `text` is a repetition of."""
    return text[: (text + text).find(text, 1)] if text else text


def _is_own(typed: str, own: Iterable[str]) -> bool:
    """Tell whether too little is left of a password without what the person is called."""
    left = _plain(typed)
    whole = [part for name in own for part in (name, *re.split(r"[\s@._-]+", name))]
    parts = {_plain(part) for part in whole}
    found = False
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= _SHORT_PART and part in left:
            found, left = True, left.replace(part, "")
    return found and len(left) < _OWN_PART


def _plain(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum())


@cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import (  # noqa: PLC0415 a megabyte that few runs need
        FREQUENCY_LISTS,
    )

    told = read(files("service").joinpath("people", "common.yaml").read_bytes())
    return frozenset(FREQUENCY_LISTS["passwords"]).union(told["words"].split())


@cache
def _nobodys() -> str:
    return _HASHER.hash("")
