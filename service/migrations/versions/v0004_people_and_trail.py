"""Keep people, what they may act as, how they prove themselves, and the trail.

Revision ID: v0004
"""

import sqlalchemy as sa
from alembic import op

revision = "v0004"
down_revision: str | None = "v0003"


def upgrade() -> None:
    """Create the tables of people and of the trail."""
    _people()
    _proofs()
    op.create_table(
        "trail",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(40), nullable=False, index=True),
        sa.Column("kind", sa.String(40), nullable=False, index=True),
        sa.Column("person", sa.String(40), nullable=False, index=True),
        sa.Column("case_id", sa.String(40), nullable=False, index=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    person = sa.Column("person", sa.String(40), nullable=False, server_default="")
    op.add_column("kept_uploads", person)


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("login", sa.String(80), nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("nip", sa.String(40), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("password", sa.Text, nullable=True),
        sa.Column("since", sa.String(40), nullable=False),
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.String(40), primary_key=True),
        _of_person(),
        sa.Column("role", sa.String(80), nullable=False),
        sa.Column("unit", sa.String(80), nullable=True),
        sa.Column("acting", sa.String(10), nullable=False),
        sa.Column("start", sa.String(10), nullable=True),
        sa.Column("end", sa.String(10), nullable=True),
        sa.Column("order", sa.Text, nullable=False),
    )


def _proofs() -> None:
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(40), nullable=False, unique=True),
        _of_person(),
        sa.Column("started", sa.String(40), nullable=False),
        sa.Column("seen", sa.String(40), nullable=False),
        sa.Column("address", sa.String(80), nullable=False),
        sa.Column("agent", sa.Text, nullable=False),
    )
    op.create_table(
        "codes",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(40), nullable=False, index=True),
        sa.Column("until", sa.String(40), nullable=False),
    )
    op.create_table(
        "devices",
        sa.Column("digest", sa.String(64), primary_key=True),
        _of_person(),
        sa.Column("seen", sa.String(40), nullable=False),
    )
    op.create_table(
        "tokens",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(40), nullable=False, unique=True),
        _of_person(),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("scopes", sa.String(80), nullable=False),
        sa.Column("role", sa.String(80), nullable=False),
        sa.Column("unit", sa.String(80), nullable=True),
        sa.Column("made", sa.String(40), nullable=False),
        sa.Column("until", sa.String(40), nullable=False),
        sa.Column("used", sa.String(40), nullable=True),
        sa.Column("withdrawn", sa.String(40), nullable=True),
    )
    op.create_table(
        "identities",
        sa.Column("issuer", sa.String(200), primary_key=True),
        sa.Column("subject", sa.String(200), primary_key=True),
        _of_person(),
    )


def _of_person() -> "sa.Column[str]":
    return sa.Column(
        "person", sa.String(40), sa.ForeignKey("people.id"), nullable=False, index=True
    )
