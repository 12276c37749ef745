"""The audit is sealed by day: its entries are found by office and time."""

from collections.abc import Sequence

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_index("ix_audit_entry_office_id_at", "audit_entry", ["office_id", "at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_audit_entry_office_id_at", table_name="audit_entry")
