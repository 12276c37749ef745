"""Whoever leaves an e-mail address on a draft hears of it until it is filed, deleted or has run out."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ABOUT_DRAFTS = "SELECT id FROM message WHERE purpose = 'draft'"


def upgrade() -> None:
    op.create_table(
        "draft_address",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warnings", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_draft_address_draft_id_draft"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_draft_address")),
        sa.UniqueConstraint("ref", name=op.f("uq_draft_address_ref")),
    )
    _purposes("'news', 'code', 'reply', 'draft'")


def downgrade() -> None:
    op.execute(f"DELETE FROM message_try WHERE message_id IN ({_ABOUT_DRAFTS})")  # noqa: S608  # no value comes from outside
    op.execute("DELETE FROM message WHERE purpose = 'draft'")
    _purposes("'news', 'code', 'reply'")
    op.drop_table("draft_address")


def _purposes(listed: str) -> None:
    op.drop_constraint(op.f("ck_message_purpose"), "message", type_="check")
    op.create_check_constraint(op.f("ck_message_purpose"), "message", f"purpose IN ({listed})")
