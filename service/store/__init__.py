"""Keep what people did and the files they made: cases, events, content-addressed files.

files     bytes by their SHA-256, written so that a crash leaves all or nothing
tables    the tables as SQLAlchemy Core knows them
record    an event as canonical JSON and its place in the hash chain
database  engine, transactions, migrations
drafts    what was typed for a task and not handed in yet
proofs    sessions, one-time codes, known browsers, tokens: what people prove themselves with
people    people, what each may act as, identities at a provider
heads     the last of each chain, noted beside the database
trail     sign-ins, downloads, refusals: what belongs to no case's history
trail_query   what is looked for in the trail, as conditions
holdings  how much is kept of people, in numbers
base      `Store`: everything above together
audit     fsck: is every file and event there, unaltered and in its place?
backup    one archive of a store, and a store from one archive
"""

from service.store.audit import chain_faults, fsck, orphans
from service.store.backup import backup, restore
from service.store.base import CaseRow, Conversion, KeptUpload, Kind, Store
from service.store.drafts import Draft, Drafts
from service.store.trail import Ends, Entry, Trail
from service.store.trail_query import ACTED, TrailQuery

__all__ = [
    "ACTED",
    "CaseRow",
    "Conversion",
    "Draft",
    "Drafts",
    "Ends",
    "Entry",
    "KeptUpload",
    "Kind",
    "Store",
    "Trail",
    "TrailQuery",
    "backup",
    "chain_faults",
    "fsck",
    "orphans",
    "restore",
]
