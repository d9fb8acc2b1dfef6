"""Keep what an entry of the trail is about in a column of its own, to be searched by.

Revision ID: v0005
"""

import sqlalchemy as sa
from alembic import op

revision = "v0005"
down_revision: str | None = "v0004"


def upgrade() -> None:
    """Add the column and its index."""
    op.add_column("trail", sa.Column("about", sa.Text, nullable=False, server_default=""))
    op.create_index("ix_trail_about", "trail", ["about"])
