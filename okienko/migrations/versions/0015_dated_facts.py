"""Accounts of offices, fees and free days of the law become dated facts that are written at the desk."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "dated_fact",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column(
            "written_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("kind IN ('account', 'fee', 'holiday')", name=op.f("ck_dated_fact_kind")),
        sa.CheckConstraint("(kind = 'account') = (office_id IS NOT NULL)", name=op.f("ck_dated_fact_whose")),
        sa.ForeignKeyConstraint(["office_id"], ["office.code"], name=op.f("fk_dated_fact_office_id_office")),
        sa.ForeignKeyConstraint(["written_by"], ["clerk.id"], name=op.f("fk_dated_fact_written_by_clerk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dated_fact")),
    )
    op.create_index("ix_dated_fact_office_id", "dated_fact", ["office_id", "kind", "name", "valid_from"])


def downgrade() -> None:
    op.drop_table("dated_fact")
