"""Accounts of people: added, let in, given roles, closed; keys for programs.

register   what all of it works on: people, time, rights, the trail, brakes on guessing
sessions   whose a browser's key is, and how a session ends
signing_in people let in: by password, one-time code or a provider's word
tokens     what programs show in place of a password
identities what people at a provider of accounts are linked to
accounts   people added and closed, and what each may act as; all of the above as one object
"""

from service.accounts.accounts import Accounts
from service.accounts.register import Account, SignedIn

__all__ = ["Account", "Accounts", "SignedIn"]
