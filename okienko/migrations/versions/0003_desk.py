"""The desk: clerks, sessions, notes, calls, letters; what the queue and the search of cases need."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

COPIES = """
    UPDATE office_case SET service = filed.service, sender = filed.sender, filed_at = filed.filed_at,
        term_from = (filed.filed_at AT TIME ZONE 'Europe/Warsaw')::date
    FROM submission AS filed WHERE filed.id = office_case.submission_id"""

QUEUE_ON = (
    "CASE WHEN state NOT IN ('done', 'refused', 'left', 'closed') AND paused_on IS NULL"
    " THEN COALESCE(due_on, make_date(9999, 12, 31)) ELSE make_date(9999, 12, 31) END"
)

#: cases filed before are found by the words of their sender, folded as far as SQL can
WORDS = """
    INSERT INTO case_word (submission_id, word, office_id, department, newest_first)
    SELECT DISTINCT submission_id, word, office_id, department,
        -floor(extract(epoch FROM filed_at) * 1000)::bigint
    FROM office_case, regexp_split_to_table(
        translate(lower(sender), 'ąćęłńóśźżĄĆĘŁŃÓŚŹŻ', 'acelnoszzacelnoszz'), '[^a-z0-9]+') AS word
    WHERE length(word) > 1"""


def upgrade() -> None:
    op.create_table(
        "read_batch",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "until", name=op.f("pk_read_batch")),
    )
    op.create_table(
        "read_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_entry")),
    )
    op.create_index("ix_read_entry_office_id_at", "read_entry", ["office_id", "at", "id"], unique=False)
    op.create_index(
        "ix_read_entry_submission_id",
        "read_entry",
        ["submission_id"],
        unique=False,
        postgresql_where=sa.text("submission_id IS NOT NULL"),
    )
    op.create_table(
        "try_counter",
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("subject_hash", sa.LargeBinary(), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", "subject_hash", "window_start", name=op.f("pk_try_counter")),
    )
    op.create_index("ix_try_counter_window_start", "try_counter", ["window_start"], unique=False)
    op.create_table(
        "case_sign_counter",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("unit_symbol", sa.Text(), nullable=False),
        sa.Column("file_class", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.code"], name=op.f("fk_case_sign_counter_office_id_office")
        ),
        sa.PrimaryKeyConstraint(
            "office_id", "unit_symbol", "file_class", "year", name=op.f("pk_case_sign_counter")
        ),
    )
    op.create_table(
        "clerk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=True),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=True),
        sa.Column("totp_last_counter", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("roles", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("departments", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("fs_uniquifier", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enrolment_hash", sa.LargeBinary(), nullable=True),
        sa.Column("enrolment_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(office_id IS NULL) = (roles = ARRAY['platform_admin'])", name=op.f("ck_clerk_platform")
        ),
        sa.CheckConstraint(
            "office_id IS NULL OR NOT ('platform_admin' = ANY (roles))", name=op.f("ck_clerk_of_an_office")
        ),
        sa.CheckConstraint(
            "roles <@ ARRAY['clerk', 'supervisor', 'office_admin', 'auditor', 'platform_admin']",
            name=op.f("ck_clerk_roles"),
        ),
        sa.CheckConstraint("login = lower(login)", name=op.f("ck_clerk_login")),
        sa.ForeignKeyConstraint(["office_id"], ["office.code"], name=op.f("fk_clerk_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clerk")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_clerk_fs_uniquifier")),
        sa.UniqueConstraint("login", name=op.f("uq_clerk_login")),
    )
    op.create_index("ix_clerk_office_id_name", "clerk", ["office_id", "name"], unique=False)
    op.create_table(
        "case_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("clerk_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["clerk_id"], ["clerk.id"], name=op.f("fk_case_note_clerk_id_clerk")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_case_note_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    op.create_index("ix_case_note_submission_id_at", "case_note", ["submission_id", "at"], unique=False)
    op.create_table(
        "case_word",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.Text(collation="C"), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("newest_first", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_case_word_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("submission_id", "word", name=op.f("pk_case_word")),
    )
    op.create_index(
        "ix_case_word_search",
        "case_word",
        ["office_id", "word", "newest_first", "submission_id"],
        unique=False,
        postgresql_include=["department"],
    )
    op.create_table(
        "desk_session",
        sa.Column("id_hash", sa.LargeBinary(), nullable=False),
        sa.Column("clerk_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["clerk_id"], ["clerk.id"], name=op.f("fk_desk_session_clerk_id_clerk")),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_desk_session")),
    )
    op.create_index("ix_desk_session_clerk_id", "desk_session", ["clerk_id"], unique=False)
    op.create_index("ix_desk_session_expires_at", "desk_session", ["expires_at"], unique=False)
    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("clerk_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint(
            "kind IN ('call', 'decision', 'certificate', 'acceptance', 'information', 'other')",
            name=op.f("ck_letter_kind"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_letter_size")),
        sa.ForeignKeyConstraint(["clerk_id"], ["clerk.id"], name=op.f("fk_letter_clerk_id_clerk")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_letter_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_index("ix_letter_submission_id_at", "letter", ["submission_id", "at"], unique=False)
    op.create_table(
        "case_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("clerk_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_text", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["clerk_id"], ["clerk.id"], name=op.f("fk_case_call_clerk_id_clerk")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_case_call_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_case_call_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_call")),
    )
    op.create_index("ix_case_call_submission_id_at", "case_call", ["submission_id", "at"], unique=False)
    op.create_index(
        "uq_case_call_open",
        "case_call",
        ["submission_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "case_call_file",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("scan_state", sa.Text(), server_default=sa.text("'not_scanned'"), nullable=False),
        sa.CheckConstraint(
            "scan_state IN ('not_scanned', 'checking', 'clean', 'infected')",
            name=op.f("ck_case_call_file_scan_state"),
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_case_call_file_size")),
        sa.ForeignKeyConstraint(
            ["call_id"], ["case_call.id"], name=op.f("fk_case_call_file_call_id_case_call")
        ),
        sa.PrimaryKeyConstraint("call_id", "position", name=op.f("pk_case_call_file")),
    )
    op.add_column("office_case", sa.Column("service", sa.Text(), nullable=True))
    op.add_column("office_case", sa.Column("sender", sa.Text(), nullable=True))
    op.add_column("office_case", sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "office_case", sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("office_case", sa.Column("handler_id", sa.Uuid(), nullable=True))
    op.add_column("office_case", sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("office_case", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("office_case", sa.Column("term_from", sa.Date(), nullable=True))
    op.add_column(
        "office_case",
        sa.Column("not_counted_days", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    op.add_column("office_case", sa.Column("paused_on", sa.Date(), nullable=True))
    op.add_column(
        "office_case", sa.Column("new_answer", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.execute(COPIES)
    for column in ("service", "filed_at", "term_from"):
        op.alter_column("office_case", column, nullable=False)
    op.add_column(
        "office_case",
        sa.Column("open", sa.Boolean(), sa.Computed("state <> 'closed'", persisted=True), nullable=False),
    )
    op.add_column(
        "office_case",
        sa.Column(
            "queue_on",
            sa.Date(),
            sa.Computed(QUEUE_ON, persisted=True),
            nullable=False,
        ),
    )
    op.drop_index(op.f("ix_office_case_office_id_due_on"), table_name="office_case")
    op.create_index(
        "ix_office_case_queue",
        "office_case",
        ["office_id", "queue_on", "submission_id"],
        unique=False,
        postgresql_include=["state", "department", "service", "handler_id"],
        postgresql_where=sa.text("open"),
    )
    op.create_index(
        "ix_office_case_queue_of_department",
        "office_case",
        ["office_id", "department", "queue_on", "submission_id"],
        unique=False,
        postgresql_include=["state", "service", "handler_id"],
        postgresql_where=sa.text("open"),
    )
    op.create_index(
        "ix_office_case_queue_of_handler",
        "office_case",
        ["office_id", "handler_id", "queue_on", "submission_id"],
        unique=False,
        postgresql_include=["state", "department", "service"],
        postgresql_where=sa.text("open"),
    )
    op.create_foreign_key(
        op.f("fk_office_case_handler_id_clerk"), "office_case", "clerk", ["handler_id"], ["id"]
    )
    op.execute(WORDS)


def downgrade() -> None:
    op.drop_constraint(op.f("fk_office_case_handler_id_clerk"), "office_case", type_="foreignkey")
    op.drop_index("ix_office_case_queue_of_handler", table_name="office_case")
    op.drop_index("ix_office_case_queue_of_department", table_name="office_case")
    op.drop_index("ix_office_case_queue", table_name="office_case")
    op.create_index(
        op.f("ix_office_case_office_id_due_on"),
        "office_case",
        ["office_id", "due_on", "submission_id"],
        unique=False,
    )
    op.drop_column("office_case", "queue_on")
    op.drop_column("office_case", "open")
    op.drop_column("office_case", "new_answer")
    op.drop_column("office_case", "paused_on")
    op.drop_column("office_case", "not_counted_days")
    op.drop_column("office_case", "term_from")
    op.drop_column("office_case", "closed_at")
    op.drop_column("office_case", "opened_at")
    op.drop_column("office_case", "handler_id")
    op.drop_column("office_case", "revision")
    op.drop_column("office_case", "filed_at")
    op.drop_column("office_case", "sender")
    op.drop_column("office_case", "service")
    op.drop_table("case_call_file")
    op.drop_index("uq_case_call_open", table_name="case_call")
    op.drop_index("ix_case_call_submission_id_at", table_name="case_call")
    op.drop_table("case_call")
    op.drop_index("ix_letter_submission_id_at", table_name="letter")
    op.drop_table("letter")
    op.drop_index("ix_desk_session_expires_at", table_name="desk_session")
    op.drop_index("ix_desk_session_clerk_id", table_name="desk_session")
    op.drop_table("desk_session")
    op.drop_index("ix_case_word_search", table_name="case_word")
    op.drop_table("case_word")
    op.drop_index("ix_case_note_submission_id_at", table_name="case_note")
    op.drop_table("case_note")
    op.drop_index("ix_clerk_office_id_name", table_name="clerk")
    op.drop_table("clerk")
    op.drop_table("case_sign_counter")
    op.drop_index("ix_try_counter_window_start", table_name="try_counter")
    op.drop_table("try_counter")
    op.drop_index("ix_read_entry_submission_id", table_name="read_entry")
    op.drop_index("ix_read_entry_office_id_at", table_name="read_entry")
    op.drop_table("read_entry")
    op.drop_table("read_batch")
