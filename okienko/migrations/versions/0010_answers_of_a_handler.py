"""A clerk's new answers are found without those of all others."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_NAME = "ix_office_case_answered"


def upgrade() -> None:
    op.drop_index(_NAME, table_name="office_case")
    op.create_index(
        _NAME,
        "office_case",
        ["office_id", "handler_id", "queue_on", "submission_id"],
        unique=False,
        postgresql_include=["state", "department", "service"],
        postgresql_where=sa.text("open AND new_answer"),
    )


def downgrade() -> None:
    op.drop_index(_NAME, table_name="office_case")
    op.create_index(
        _NAME,
        "office_case",
        ["office_id", "queue_on", "submission_id"],
        unique=False,
        postgresql_include=["state", "department", "service", "handler_id"],
        postgresql_where=sa.text("open AND new_answer"),
    )
