"""A service of an office's own is withdrawn by two people: one asks, another approves."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_TABLE = "form_withdrawal"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'done', 'dropped')", name=op.f(f"ck_{_TABLE}_state")),
        sa.ForeignKeyConstraint(["office_id"], ["office.code"], name=op.f(f"fk_{_TABLE}_office_id_office")),
        sa.ForeignKeyConstraint(["asked_by"], ["clerk.id"], name=op.f(f"fk_{_TABLE}_asked_by_clerk")),
        sa.ForeignKeyConstraint(["ended_by"], ["clerk.id"], name=op.f(f"fk_{_TABLE}_ended_by_clerk")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
    )
    op.create_index(
        f"uq_{_TABLE}_waiting",
        _TABLE,
        ["office_id", "code"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )


def downgrade() -> None:
    op.drop_table(_TABLE)
