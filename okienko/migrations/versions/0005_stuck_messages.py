"""An office's messages that need a person are found without reading all the others."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_STUCK = sa.text("state IN ('refused', 'failed', 'held', 'unknown')")


def upgrade() -> None:
    op.create_index(
        "ix_message_stuck",
        "message",
        ["office_id", "changed_at", "id"],
        unique=False,
        postgresql_where=_STUCK,
    )


def downgrade() -> None:
    op.drop_index("ix_message_stuck", table_name="message", postgresql_where=_STUCK)
