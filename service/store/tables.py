"""The tables. Their history is in service/migrations; this is how they stand now."""

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, Text

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
