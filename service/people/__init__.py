"""People as frozen values, and what they prove themselves with.

model      a person, what the person may act as and when, sessions, tokens
particulars  name to sign in with, full name, NIP: one spelling, what is wrong
passwords  kept with argon2id; which are too weak
refused    refused tries counted together
secrets    keys, one-time codes and tokens, and what is kept of them
steady     time that no clock jump makes longer or shorter
throttle   how often a password may be tried, from where
turns      costly work a few at a time, fair to whoever comes alone
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
