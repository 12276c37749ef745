"""Rates that the law sets are written at the desk too: such a row belongs to no office."""

from collections.abc import Sequence

from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.alter_column("office_rate", "office_id", nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM office_rate WHERE office_id IS NULL")
    op.alter_column("office_rate", "office_id", nullable=False)
