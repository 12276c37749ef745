"""Offices change forms at the desk: forms in the making, trials with old submissions, a role for it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_JSON = postgresql.JSONB(astext_type=sa.Text())
_ROLES = "ck_clerk_roles"
_BEFORE = "roles <@ ARRAY['clerk', 'supervisor', 'office_admin', 'auditor', 'platform_admin']"
_AFTER = "roles <@ ARRAY['clerk', 'supervisor', 'office_admin', 'auditor', 'platform_admin', 'form_editor']"


def upgrade() -> None:
    _edits()
    _choices()
    _replays()
    # the form a draft was begun on, once the draft has moved to a newer one
    op.add_column("draft", sa.Column("moved_from", sa.Integer(), nullable=True))
    _roles(_AFTER)


def downgrade() -> None:
    op.execute(
        "UPDATE clerk SET roles = array_remove(roles, 'form_editor') WHERE 'form_editor' = ANY (roles)"
    )
    _roles(_BEFORE)
    op.drop_column("draft", "moved_from")
    op.drop_table("form_replay")
    op.drop_table("form_choice")
    op.drop_table("form_edit")


def _roles(known: str) -> None:
    op.drop_constraint(op.f(_ROLES), "clerk", type_="check")
    op.create_check_constraint(op.f(_ROLES), "clerk", known, postgresql_not_valid=True)
    op.execute(f"ALTER TABLE clerk VALIDATE CONSTRAINT {_ROLES}")


def _edits() -> None:
    op.create_table(
        "form_edit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("grew_from", sa.Integer(), nullable=False),
        sa.Column("document", _JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("writers", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("published_version", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('editing', 'waiting', 'published', 'discarded')", name=op.f("ck_form_edit_state")
        ),
        sa.CheckConstraint(
            "(state = 'published') = (published_version IS NOT NULL)", name=op.f("ck_form_edit_published")
        ),
        *_references("form_edit", office="office_id", clerk=("begun_by", "sent_by", "ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_edit")),
    )
    op.create_index("ix_form_edit_office_id", "form_edit", ["office_id", "code", "begun_at"])
    op.create_index(
        "uq_form_edit_open",
        "form_edit",
        ["office_id", "code"],
        unique=True,
        postgresql_where=sa.text("state IN ('editing', 'waiting')"),
    )


def _choices() -> None:
    op.create_table(
        "form_choice",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("shipped", sa.Integer(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("chosen_by", sa.Uuid(), nullable=False),
        sa.Column(
            "chosen_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("choice IN ('adopt', 'keep')", name=op.f("ck_form_choice_choice")),
        *_references("form_choice", office="office_id", clerk=("chosen_by",)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_choice")),
    )
    op.create_index("ix_form_choice_office_id", "form_choice", ["office_id", "code", "shipped"])


def _replays() -> None:
    op.create_table(
        "form_replay",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edit_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried", sa.Integer(), nullable=True),
        sa.Column("findings", _JSON, nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'done', 'failed')", name=op.f("ck_form_replay_state")),
        *_references("form_replay", office="office_id", clerk=("asked_by",)),
        sa.ForeignKeyConstraint(["edit_id"], ["form_edit.id"], name=op.f("fk_form_replay_edit_id_form_edit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_replay")),
    )
    op.create_index("ix_form_replay_edit_id", "form_replay", ["edit_id", "asked_at"])
    op.create_index(
        "ix_form_replay_waiting", "form_replay", ["asked_at"], postgresql_where=sa.text("state = 'waiting'")
    )


def _references(table: str, *, office: str, clerk: tuple[str, ...]) -> tuple[sa.ForeignKeyConstraint, ...]:
    return (
        sa.ForeignKeyConstraint([office], ["office.code"], name=op.f(f"fk_{table}_{office}_office")),
        *(
            sa.ForeignKeyConstraint([column], ["clerk.id"], name=op.f(f"fk_{table}_{column}_clerk"))
            for column in clerk
        ),
    )
