"""The queue of one service is read in its own order, however rare the service is among open cases."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_NAME = "ix_office_case_queue_of_service"


def upgrade() -> None:
    op.create_index(
        _NAME,
        "office_case",
        ["office_id", "service", "queue_on", "submission_id"],
        unique=False,
        postgresql_include=["state", "department", "handler_id"],
        postgresql_where=sa.text("open"),
    )


def downgrade() -> None:
    op.drop_index(_NAME, table_name="office_case")
