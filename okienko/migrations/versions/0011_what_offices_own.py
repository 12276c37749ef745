"""Offices change rates, facts and forms themselves; a counter tells running programs of it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_JSON = postgresql.JSONB(astext_type=sa.Text())
_NOW = sa.text("clock_timestamp()")


def upgrade() -> None:
    op.create_table(
        "catalogue_change",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_catalogue_change_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_change")),
    )
    op.execute("INSERT INTO catalogue_change (id, counter) VALUES (1, 0)")
    _rates()
    _facts()
    _forms()
    _values()
    _confirmations()


def downgrade() -> None:
    op.drop_table("fact_confirmation")
    op.drop_table("office_value")
    op.drop_table("office_form")
    op.drop_table("office_facts")
    op.drop_table("office_rate")
    op.drop_table("catalogue_change")


def _rates() -> None:
    op.create_table(
        "office_rate",
        *_numbered("office_rate"),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        *_written("office_rate"),
    )
    op.create_index(
        "ix_office_rate_office_id", "office_rate", ["office_id", "table_name", "key", "valid_from"]
    )


def _facts() -> None:
    op.create_table(
        "office_facts",
        *_numbered("office_facts"),
        sa.Column("facts", _JSON, nullable=False),
        *_written("office_facts"),
    )
    op.create_index("ix_office_facts_office_id", "office_facts", ["office_id", "id"])


def _forms() -> None:
    op.create_table(
        "office_form",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("grew_from", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("yaml", sa.Text(), nullable=False),
        sa.Column("definition", _JSON, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), server_default=_NOW, nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.CheckConstraint("version >= 1001", name=op.f("ck_office_form_version")),
        sa.CheckConstraint("written_by <> approved_by", name=op.f("ck_office_form_two_people")),
        _of_office("office_form"),
        sa.ForeignKeyConstraint(["written_by"], ["clerk.id"], name=op.f("fk_office_form_written_by_clerk")),
        sa.ForeignKeyConstraint(["approved_by"], ["clerk.id"], name=op.f("fk_office_form_approved_by_clerk")),
        sa.PrimaryKeyConstraint("code", "version", name=op.f("pk_office_form")),
    )
    op.create_index("ix_office_form_office_id", "office_form", ["office_id", "code"])


def _values() -> None:
    op.create_table(
        "office_value",
        *_numbered("office_value"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", _JSON, nullable=True),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('term', 'file_plan')", name=op.f("ck_office_value_kind")),
        *_written("office_value"),
    )
    op.create_index(
        "ix_office_value_office_id", "office_value", ["office_id", "kind", "service", "valid_from"]
    )


def _confirmations() -> None:
    op.create_table(
        "fact_confirmation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), server_default=_NOW, nullable=False),
        _of_office("fact_confirmation"),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["clerk.id"], name=op.f("fk_fact_confirmation_confirmed_by_clerk")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_confirmation")),
    )
    op.create_index("ix_fact_confirmation_office_id", "fact_confirmation", ["office_id", "subject"])


def _numbered(table: str) -> tuple[sa.Column[object] | sa.Constraint, ...]:
    return (
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        _of_office(table),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _written(table: str) -> tuple[sa.Column[object] | sa.Constraint, ...]:
    return (
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), server_default=_NOW, nullable=False),
        sa.ForeignKeyConstraint(["written_by"], ["clerk.id"], name=op.f(f"fk_{table}_written_by_clerk")),
    )


def _of_office(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["office_id"], ["office.code"], name=op.f(f"fk_{table}_office_id_office"))
