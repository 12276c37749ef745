"""First tables: drafts, submissions, register, receipts, cases, audit"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "form_version",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("definition", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("code", "version", name=op.f("pk_form_version")),
    )
    op.create_table(
        "office",
        sa.Column("code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_office")),
    )
    op.create_table(
        "audit_seal",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("heads", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.code"], name=op.f("fk_audit_seal_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", "day", name=op.f("pk_audit_seal")),
    )
    op.create_table(
        "register_counter",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.code"], name=op.f("fk_register_counter_office_id_office")
        ),
        sa.PrimaryKeyConstraint("office_id", "year", name=op.f("pk_register_counter")),
        postgresql_with={"fillfactor": 10},
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request_digest", sa.LargeBinary(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form_digest", sa.Text(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("document_sha256", sa.Text(), nullable=False),
        sa.Column("calculations", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=True),
        sa.Column("contact_email", sa.Text(), nullable=True),
        sa.Column("contact_phone", sa.Text(), nullable=True),
        sa.Column("contact_sms_consent", sa.Boolean(), nullable=False),
        sa.Column("access_key_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("channel IN ('web', 'api')", name=op.f("ck_submission_channel")),
        sa.CheckConstraint("language IN ('pl', 'en', 'uk')", name=op.f("ck_submission_language")),
        sa.CheckConstraint(
            "signature IN ('not_needed', 'missing', 'valid', 'invalid')", name=op.f("ck_submission_signature")
        ),
        sa.CheckConstraint("length(key) BETWEEN 16 AND 128", name=op.f("ck_submission_key_length")),
        sa.ForeignKeyConstraint(["office_id"], ["office.code"], name=op.f("fk_submission_office_id_office")),
        sa.ForeignKeyConstraint(
            ["service", "version"],
            ["form_version.code", "form_version.version"],
            name=op.f("fk_submission_service_version_form_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("access_key_hash", name=op.f("uq_submission_access_key_hash")),
        sa.UniqueConstraint("key", name=op.f("uq_submission_key")),
    )
    op.create_index("ix_submission_office_id_filed_at", "submission", ["office_id", "filed_at"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("scan_state", sa.Text(), server_default=sa.text("'not_scanned'"), nullable=False),
        sa.CheckConstraint(
            "scan_state IN ('not_scanned', 'checking', 'clean', 'infected')",
            name=op.f("ck_attachment_scan_state"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_size")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_attachment_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("submission_id", "position", name=op.f("pk_attachment")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_audit_entry_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("submission_id", "position", name=op.f("pk_audit_entry")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("done", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("language IN ('pl', 'en', 'uk')", name=op.f("ck_draft_language")),
        sa.ForeignKeyConstraint(["office_id"], ["office.code"], name=op.f("fk_draft_office_id_office")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_draft_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index("ix_draft_expires_at", "draft", ["expires_at"], unique=False)
    op.create_table(
        "incoming_item",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.code"], name=op.f("fk_incoming_item_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_incoming_item_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("office_id", "year", "number", name=op.f("pk_incoming_item")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_incoming_item_submission_id")),
    )
    op.create_table(
        "office_case",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_explained", sa.Text(), nullable=False),
        sa.Column("case_sign", sa.Text(), nullable=True),
        sa.Column("handler", sa.Text(), nullable=True),
        sa.Column("waiting_for", sa.Text(), nullable=True),
        sa.Column("audit_length", sa.Integer(), nullable=False),
        sa.Column("audit_head", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "state IN ('received', 'in_progress', 'awaiting_applicant', 'paused', 'done', 'refused', 'left', "
            "'closed')",
            name=op.f("ck_office_case_state"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.code"], name=op.f("fk_office_case_office_id_office")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_office_case_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_office_case")),
        sa.UniqueConstraint("office_id", "case_sign", name=op.f("uq_office_case_office_id_case_sign")),
    )
    op.create_index(
        "ix_office_case_office_id_due_on",
        "office_case",
        ["office_id", "due_on", "submission_id"],
        unique=False,
    )
    op.create_table(
        "receipt",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("receipt_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("content_digest", sa.Text(), nullable=False),
        sa.Column("certificate_sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_receipt_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("content_digest", name=op.f("uq_receipt_content_digest")),
        sa.UniqueConstraint("receipt_id", name=op.f("uq_receipt_receipt_id")),
    )
    op.create_table(
        "draft_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_draft_file_draft_id_draft"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_file")),
    )
    op.create_index("ix_draft_file_draft_id", "draft_file", ["draft_id", "position"], unique=False)
    op.create_table(
        "draft_row",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("pointer", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_draft_row_draft_id_draft"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_row")),
    )
    op.create_index("ix_draft_row_draft_id", "draft_row", ["draft_id", "pointer", "position"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_draft_row_draft_id", table_name="draft_row")
    op.drop_table("draft_row")
    op.drop_index("ix_draft_file_draft_id", table_name="draft_file")
    op.drop_table("draft_file")
    op.drop_table("receipt")
    op.drop_index("ix_office_case_office_id_due_on", table_name="office_case")
    op.drop_table("office_case")
    op.drop_table("incoming_item")
    op.drop_index("ix_draft_expires_at", table_name="draft")
    op.drop_table("draft")
    op.drop_table("audit_entry")
    op.drop_table("attachment")
    op.drop_index("ix_submission_office_id_filed_at", table_name="submission")
    op.drop_table("submission")
    op.drop_table("register_counter")
    op.drop_table("audit_seal")
    op.drop_table("office")
    op.drop_table("form_version")
