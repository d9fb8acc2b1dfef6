"""Create cases, events, heads, conversions and properties; events cannot be changed.

Revision ID: v0001
"""

import sqlalchemy as sa
from alembic import op

revision = "v0001"
down_revision: str | None = None

_CASE = sa.String(40)
_SHA256 = sa.String(64)


def upgrade() -> None:
    """Create the tables; on SQLite also the triggers that keep events as they are."""
    _create_cases()
    _create_events()
    op.create_table(
        "conversions",
        sa.Column("source", _SHA256, primary_key=True),
        sa.Column("pdf", _SHA256, nullable=False),
        sa.Column("engine", sa.String(80), nullable=False),
        sa.Column("warnings", sa.Text, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER events_no_{change.lower()} BEFORE {change} ON events "
                "BEGIN SELECT RAISE(ABORT, 'events are never changed'); END"
            )


def _create_cases() -> None:
    op.create_table(
        "properties",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "cases",
        sa.Column("id", _CASE, primary_key=True),
        sa.Column("procedure", sa.String(80), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("quarter", sa.Integer, nullable=False),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("opened_at", sa.String(40), nullable=False),
    )


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("case_id", _CASE, sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("hash", _SHA256, nullable=False),
    )
    op.create_table(
        "heads",
        sa.Column("case_id", _CASE, sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("hash", _SHA256, nullable=False),
    )
