"""Messages: contacts, promises and their tries, consents, opt-outs, codes, and what holds the sending up."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

#: what came in by API before kept its contact with the submission
CONTACTS = """
    INSERT INTO contact (submission_id, office_id, email, phone)
    SELECT id, office_id, contact_email, contact_phone FROM submission
    WHERE contact_email IS NOT NULL OR contact_phone IS NOT NULL"""


def upgrade() -> None:
    op.create_table(
        "channel_hold",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.CheckConstraint("channel IN ('sms', 'email')", name=op.f("ck_channel_hold_channel")),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channel_hold")),
    )
    op.create_table(
        "opt_out",
        sa.Column("phone_hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("phone_hash", name=op.f("pk_opt_out")),
    )
    op.create_table(
        "sending",
        sa.Column("one", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("released", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("one", name=op.f("ck_sending_one")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_sending")),
    )
    op.create_table(
        "sms_heard",
        sa.Column("operator_ref", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("operator_ref", name=op.f("pk_sms_heard")),
    )
    op.create_table(
        "code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sent_via", sa.Text(), nullable=False),
        sa.Column("recipient_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose IN ('phone', 'answer', 'files')", name=op.f("ck_code_purpose")),
        sa.CheckConstraint("sent_via IN ('sms', 'email')", name=op.f("ck_code_sent_via")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_code_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code")),
    )
    op.create_index("ix_code_submission_id", "code", ["submission_id", "purpose", "made_at"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evidence", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("purpose IN ('case_news')", name=op.f("ck_consent_purpose")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_consent_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_phone", "consent", ["phone"], unique=False)
    op.create_index("ix_consent_submission_id", "consent", ["submission_id", "given_at"], unique=False)
    op.create_table(
        "contact",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_contact_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_contact")),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("recipient_hash", sa.LargeBinary(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("operator", sa.Text(), nullable=True),
        sa.Column("operator_ref", sa.Text(), nullable=True),
        sa.Column("last_code", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("channel IN ('sms', 'email')", name=op.f("ck_message_channel")),
        sa.CheckConstraint("language IN ('pl', 'en', 'uk')", name=op.f("ck_message_language")),
        sa.CheckConstraint("purpose IN ('news', 'code', 'reply')", name=op.f("ck_message_purpose")),
        sa.CheckConstraint(
            "state IN ('promised', 'sending', 'sent', 'delivered', 'refused', 'failed', 'unknown', 'held')",
            name=op.f("ck_message_state"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.code"], name=op.f("fk_message_office_id_office")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_message_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint(
            "submission_id",
            "event",
            "recipient_hash",
            "purpose",
            name=op.f("uq_message_submission_id_event_recipient_hash_purpose"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        "ix_message_due",
        "message",
        ["channel", "next_at"],
        unique=False,
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index(
        "ix_message_under_way",
        "message",
        ["recipient_hash", "purpose"],
        unique=False,
        postgresql_where=sa.text("state IN ('promised', 'held', 'sending', 'unknown')"),
    )
    op.create_index(
        "uq_message_operator_ref",
        "message",
        ["operator", "operator_ref"],
        unique=True,
        postgresql_where=sa.text("operator_ref IS NOT NULL"),
    )
    op.create_table(
        "message_try",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_message_try_message_id_message")
        ),
        sa.PrimaryKeyConstraint("message_id", "number", name=op.f("pk_message_try")),
    )
    op.execute("INSERT INTO sending DEFAULT VALUES")
    op.execute(CONTACTS)


def downgrade() -> None:
    op.drop_table("message_try")
    op.drop_index(
        "uq_message_operator_ref", table_name="message", postgresql_where=sa.text("operator_ref IS NOT NULL")
    )
    op.drop_index(
        "ix_message_under_way",
        table_name="message",
        postgresql_where=sa.text("state IN ('promised', 'held', 'sending', 'unknown')"),
    )
    op.drop_index("ix_message_due", table_name="message", postgresql_where=sa.text("next_at IS NOT NULL"))
    op.drop_table("message")
    op.drop_table("contact")
    op.drop_index("ix_consent_submission_id", table_name="consent")
    op.drop_index("ix_consent_phone", table_name="consent")
    op.drop_table("consent")
    op.drop_index("ix_code_submission_id", table_name="code")
    op.drop_table("code")
    op.drop_table("sms_heard")
    op.drop_table("sending")
    op.drop_table("opt_out")
    op.drop_table("channel_hold")
