"""A submission begun from the answers of an earlier one says so at the desk."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "begun_from",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("earlier_id", sa.Uuid(), nullable=False),
        sa.Column("corrects", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["submission.id"], name=op.f("fk_begun_from_earlier_id_submission")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_begun_from")),
    )
    op.create_index("ix_begun_from_earlier_id", "begun_from", ["earlier_id"], unique=False)


def downgrade() -> None:
    op.drop_table("begun_from")
