"""People as frozen values, and what they prove themselves with.

model      a person, what the person may act as and when, sessions, tokens
"""

from service.people.model import (
    ACTINGS,
    SCOPES,
    Acting,
    Grant,
    Origin,
    Person,
    Scope,
    Session,
    Token,
)

__all__ = [
    "ACTINGS",
    "SCOPES",
    "Acting",
    "Grant",
    "Origin",
    "Person",
    "Scope",
    "Session",
    "Token",
]
