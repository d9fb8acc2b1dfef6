"""Keys, one-time codes and tokens: made from the system's randomness, kept as SHA-256 only."""

import hashlib
import re
import secrets
import string
import unicodedata
import zlib

# No 0 and O, no 1 and I: what is read aloud or copied from paper must not be guessed at.
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CODE_LENGTH, _GROUP = 16, 4  # 16 letters of 32 are 80 bits
_BASE62 = string.digits + string.ascii_letters
_SECRET_LENGTH, _CHECK_LENGTH = 43, 6  # 43 letters of 62 are 256 bits
_TOKEN = re.compile(r"mtb_([0-9a-f]{20})_([0-9A-Za-z]{49})")


def digest(secret: str) -> str:
    """Return what is kept of a secret; from it the secret cannot be found again."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def new_id() -> str:
    """Return an id that nobody can guess and that says nothing."""
    return secrets.token_hex(10)


def new_key() -> str:
    """Return the key of a session or of a known browser: 32 random bytes as text."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Return a one-time code of 80 bits in groups of four, easily read aloud."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(_CODE_LENGTH))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _CODE_LENGTH, _GROUP))


def code_digest(typed: str) -> str:
    """Return what is kept of a code, the same however its letters, spaces and hyphens were typed.

    1 and I are in no code: whoever types one read an L.
    """
    letters = unicodedata.normalize("NFKC", typed[: 8 * _CODE_LENGTH]).upper()
    kept = "".join(one for one in letters if one.isalnum())
    return digest(kept.replace("1", "L").replace("I", "L"))


def new_token(id: str) -> str:
    """Return a token "mtb_<id>_<secret>", whose last letters are a checksum of the rest.

    By the form and the checksum a scanner finds tokens that leaked, and nothing else.
    """
    secret = "".join(secrets.choice(_BASE62) for _ in range(_SECRET_LENGTH))
    stem = f"mtb_{id}_{secret}"
    return stem + _checksum(stem)


def is_token(text: str) -> bool:
    """Tell whether `text` has the form and the checksum of a token."""
    found = _TOKEN.fullmatch(text)
    return found is not None and _checksum(text[:-_CHECK_LENGTH]) == text[-_CHECK_LENGTH:]


def _checksum(stem: str) -> str:
    number, letters = zlib.crc32(stem.encode()), ""
    for _ in range(_CHECK_LENGTH):
        number, place = divmod(number, len(_BASE62))
        letters = _BASE62[place] + letters
    return letters
