"""The register of places, and what of a draft's addresses is to be looked at once more."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "place_file",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column(
            "loaded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("kind IN ('TERC', 'SIMC', 'ULIC')", name=op.f("ck_place_file_kind")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_place_file")),
    )
    op.create_table(
        "place_unit",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_place_unit")),
    )
    op.create_table(
        "place",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("tail", sa.Text(), nullable=False),
        sa.Column("is_town", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_place")),
    )
    for column in ("folded", "base", "head", "tail"):
        op.create_index(f"ix_place_{column}", "place", [column])
    op.create_table(
        "place_street",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tail", sa.Text(), nullable=False),
        sa.Column("whole", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("place", "number", name=op.f("pk_place_street")),
    )
    # an earlier program writes drafts without it
    op.add_column("draft", sa.Column("doubted", postgresql.JSONB(astext_type=sa.Text()), nullable=True))


def downgrade() -> None:
    op.drop_column("draft", "doubted")
    for table in ("place_street", "place", "place_unit", "place_file"):
        op.drop_table(table)
