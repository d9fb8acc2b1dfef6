"""The tables. Their history is in service/migrations; this is how they stand now."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, MetaData, String, Table, Text

metadata = MetaData()

# What holds for the whole store: its kind ("demo" or "kantor"), the SHA-256 of the emblem.
properties = Table(
    "properties",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

# The row with the id base.OFFICE is no case: it heads the events of the whole office.
cases = Table(
    "cases",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("procedure", String(80), nullable=False),
    Column("year", Integer, nullable=False),
    Column("quarter", Integer, nullable=False),
    Column("office", Text, nullable=False),
    Column("opened_at", String(40), nullable=False),
)

# `body` is the event as canonical JSON; `hash` covers it and the hash before it.
events = Table(
    "events",
    metadata,
    Column("case_id", String(40), ForeignKey("cases.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)

# The last event of each case, so that a cut tail is found.
heads = Table(
    "heads",
    metadata,
    Column("case_id", String(40), ForeignKey("cases.id"), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)

# PDFs made from outputs; they can be made again, so they are no part of any event.
conversions = Table(
    "conversions",
    metadata,
    Column("source", String(64), primary_key=True),
    Column("pdf", String(64), nullable=False),
    Column("engine", String(80), nullable=False),
    Column("warnings", Text, nullable=False),
    Column("pages", Integer, nullable=False),
)

# Files of an action that came too late: nothing happened, and nothing is lost.
kept_uploads = Table(
    "kept_uploads",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(40), ForeignKey("cases.id"), nullable=False),
    Column("task", String(80), nullable=False),
    Column("role", String(80), nullable=False),
    Column("unit", String(80), nullable=True),
    Column("person", String(40), nullable=False, server_default=""),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("at", String(40), nullable=False),
)

# What was typed for a task and not handed in yet: no part of the history.
drafts = Table(
    "drafts",
    metadata,
    Column("case_id", String(40), ForeignKey("cases.id"), primary_key=True),
    Column("task", String(80), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", String(40), nullable=False),
    Column("sent", String(64), nullable=False),
)

# Who may sign in. `password` is an argon2id hash, null until the one-time code was used.
people = Table(
    "people",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("login", String(80), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("nip", String(40), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("password", Text, nullable=True),
    Column("since", String(40), nullable=False),
)

# What a person may act as; a right that was taken away is no row any more, only an entry of the
# trail.
grants = Table(
    "grants",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("person", String(40), ForeignKey("people.id"), nullable=False, index=True),
    Column("role", String(80), nullable=False),
    Column("unit", String(80), nullable=True),
    Column("acting", String(10), nullable=False),
    Column("start", String(10), nullable=True),
    Column("end", String(10), nullable=True),
    Column("order", Text, nullable=False),
)

# Keys, codes and tokens are kept as SHA-256: who reads the database can use none of them.
sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("person", String(40), ForeignKey("people.id"), nullable=False, index=True),
    Column("started", String(40), nullable=False),
    Column("seen", String(40), nullable=False),
    Column("address", String(80), nullable=False),
    Column("agent", Text, nullable=False),
)

# One-time codes: `person` is empty for the link that makes the first administrator.
codes = Table(
    "codes",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person", String(40), nullable=False, index=True),
    Column("until", String(40), nullable=False),
)

# Browsers a person signed in with before: guesses from elsewhere cannot keep them out.
devices = Table(
    "devices",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person", String(40), ForeignKey("people.id"), nullable=False, index=True),
    Column("seen", String(40), nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("person", String(40), ForeignKey("people.id"), nullable=False, index=True),
    Column("purpose", Text, nullable=False),
    Column("scopes", String(80), nullable=False),
    Column("role", String(80), nullable=False),
    Column("unit", String(80), nullable=True),
    Column("made", String(40), nullable=False),
    Column("until", String(40), nullable=False),
    Column("used", String(40), nullable=True),
    Column("withdrawn", String(40), nullable=True),
)

# Whom an OpenID provider means by `subject`.
identities = Table(
    "identities",
    metadata,
    Column("issuer", String(200), primary_key=True),
    Column("subject", String(200), primary_key=True),
    Column("person", String(40), ForeignKey("people.id"), nullable=False, index=True),
)

# What belongs to no case's history: sign-ins, downloads, refusals, changes of people. Chained like
# events; its ends are in `properties`, for its oldest entries may be forgotten.
trail = Table(
    "trail",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False, index=True),
    Column("kind", String(40), nullable=False, index=True),
    Column("person", String(40), nullable=False, index=True),
    Column("case_id", String(40), nullable=False, index=True),
    Column("about", Text, nullable=False, index=True, server_default=""),
    Column("body", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)
