"""Cases of one state, and those that applicants answered, are found and counted without the whole queue."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_index(
        "ix_office_case_queue_of_state",
        "office_case",
        ["office_id", "state", "queue_on", "submission_id"],
        unique=False,
        postgresql_include=["department", "service", "handler_id"],
        postgresql_where=sa.text("open"),
    )
    op.create_index(
        "ix_office_case_answered",
        "office_case",
        ["office_id", "queue_on", "submission_id"],
        unique=False,
        postgresql_include=["state", "department", "service", "handler_id"],
        postgresql_where=sa.text("open AND new_answer"),
    )


def downgrade() -> None:
    op.drop_index("ix_office_case_answered", table_name="office_case")
    op.drop_index("ix_office_case_queue_of_state", table_name="office_case")
