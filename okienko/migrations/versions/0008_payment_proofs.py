"""Applicants send the proof of a payment after the filing, from the page of their case."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "payment_proof",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("scan_state", sa.Text(), server_default=sa.text("'not_scanned'"), nullable=False),
        sa.CheckConstraint(
            "scan_state IN ('not_scanned', 'checking', 'clean', 'infected')",
            name=op.f("ck_payment_proof_scan_state"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_payment_proof_size")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_payment_proof_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("submission_id", "position", name=op.f("pk_payment_proof")),
        sa.UniqueConstraint("submission_id", "sha256", name=op.f("uq_payment_proof_submission_id_sha256")),
    )
    op.create_index(
        "ix_payment_proof_checking",
        "payment_proof",
        ["submission_id", "position"],
        unique=False,
        postgresql_where=sa.text("scan_state = 'checking'"),
    )


def downgrade() -> None:
    op.drop_table("payment_proof")
