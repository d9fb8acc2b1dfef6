"""What a provider says of itself and of a person, as frozen values."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Identity:
    """Whom the provider means: `subject` never changes, `name` is only for showing.

    `login` is the claim that may equal a login here, "" unless the provider vouches for it.
    """

    issuer: str
    subject: str
    name: str
    login: str = ""


@dataclass(frozen=True)
class Described:
    """Where a provider is asked what, and how it answers; `logout` is "" where it offers none."""

    authorization: str
    token: str
    keys: str
    logout: str
    algorithms: frozenset[str]
    secret_in_form: bool
    names_issuer: bool
