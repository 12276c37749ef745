"""A submission's rows as one statement, one round trip: all hang on the submission that took the key."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    Column,
    ColumnElement,
    Table,
    Text,
    bindparam,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    update,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert

from casework import tables
from casework.messages import codes, consents
from casework.tables import desk_tables, message_tables
from casework.written_out import WrittenOut

_DRAFT = tables.table_of(tables.Draft)
_SUBMISSION = tables.table_of(tables.Submission)
_ITEM = tables.table_of(tables.IncomingItem)
_ATTACHMENT = tables.table_of(tables.Attachment)
_RECEIPT = tables.table_of(tables.Receipt)
_CASE = tables.table_of(tables.OfficeCase)
_ENTRY = tables.table_of(tables.AuditEntry)
_WORD = tables.table_of(desk_tables.CaseWord)
_CONTACT = tables.table_of(message_tables.ContactRow)
_MESSAGE = tables.table_of(message_tables.Message)
_CONSENT = tables.table_of(message_tables.ConsentRow)
_CODE = tables.table_of(message_tables.CodeRow)


def _value(column: Column[Any], name: str | None = None) -> BindParameter[Any]:  # Any: of whatever type it is
    """A place for a value. Its name is no column's: SQLAlchemy would set every column that it finds named."""
    return bindparam(f"new_{name or column.name}", type_=column.type)


_taken = (
    insert(_SUBMISSION)
    .values(
        {column: _value(column, "submission_id" if column.name == "id" else None) for column in _SUBMISSION.c}
    )
    .on_conflict_do_nothing()
    .returning(_SUBMISSION.c.id)
    .cte("taken")
)


def _beside(table: Table, *columns: str) -> CTE:
    """A row of another table for the submission taken."""
    given = [_value(table.c[column]) for column in ("office_id", *columns)]
    row = select(_taken.c.id, *given)
    return insert(table).from_select(["submission_id", "office_id", *columns], row).cte(f"put_{table.name}")


def _where(
    given: BindParameter[Any],  # Any: of whatever type the column is
    table: Table,
    row: Mapping[str, ColumnElement[Any]],  # Any: likewise
    name: str,
) -> CTE:
    """A row that is written only if that value is given."""
    return insert(table).from_select(list(row), select(*row.values()).where(given.is_not(None))).cte(name)


def _attached() -> CTE:
    """A row for each element of the JSON list `files`."""
    columns = ("position", "slot", "filename", "content_type", "size", "sha256")
    typed = (column(name, _ATTACHMENT.c[name].type) for name in columns)
    listed = func.jsonb_to_recordset(bindparam("new_files", type_=JSONB)).table_valued(*typed)
    file = listed.render_derived(name="file", with_types=True)
    beside = ("office_id", "scan_state")
    given = [_value(_ATTACHMENT.c[name]) for name in beside]
    rows = select(_taken.c.id, *given, *(file.c[name] for name in columns))
    rows = rows.select_from(_taken.join(file, true()))
    return insert(_ATTACHMENT).from_select(["submission_id", *beside, *columns], rows).cte("put_attachment")


def _words() -> CTE:
    """A row for each word that the case is found by."""
    word = (
        func.unnest(bindparam("new_words", type_=ARRAY(Text))).table_valued("word").render_derived(name="w")
    )
    given = [_value(_WORD.c[name]) for name in ("office_id", "department", "newest_first")]
    rows = select(_taken.c.id, word.c.word, *given).select_from(_taken.join(word, true()))
    columns = ["submission_id", "word", "office_id", "department", "newest_first"]
    return insert(_WORD).from_select(columns, rows).cte("put_case_word")


def _whom_to_tell() -> CTE:
    email, phone = _value(_CONTACT.c.email), _value(_CONTACT.c.phone)
    row = select(_taken.c.id, _value(_CONTACT.c.office_id), email, phone).where(
        or_(email.is_not(None), phone.is_not(None))
    )
    return (
        insert(_CONTACT).from_select(["submission_id", "office_id", "email", "phone"], row).cte("put_contact")
    )


def _promised() -> CTE:
    """The first news, by e-mail: no phone is confirmed yet. No bell is rung, for bells make commits wait for
    each other; the drain looks by itself."""
    said = {
        "event": "received/1",
        "purpose": "news",
        "channel": "email",
        "about": "received",
        "state": "promised",
    }
    row = {
        "submission_id": _taken.c.id,
        "id": _value(_MESSAGE.c.id, "message_id"),
        "recipient": _value(_MESSAGE.c.recipient, "email"),
        **{name: _value(_MESSAGE.c[name]) for name in ("office_id", "recipient_hash", "language")},
        **{name: literal(word, type_=_MESSAGE.c[name].type) for name, word in said.items()},
        **{name: _value(_MESSAGE.c[name], "filed_at") for name in ("next_at", "made_at", "changed_at")},
    }
    return _where(_value(_MESSAGE.c.recipient, "email"), _MESSAGE, row, "put_message")


def _wished() -> CTE:
    row = {
        "submission_id": _taken.c.id,
        "id": _value(_CONSENT.c.id, "consent_id"),
        "given_at": _value(_CONSENT.c.given_at, "filed_at"),
        "purpose": literal(consents.PURPOSE, type_=_CONSENT.c.purpose.type),
        **{name: _value(_CONSENT.c[name]) for name in ("office_id", "phone", "text_version", "evidence")},
    }
    return _where(_value(_CONSENT.c.id, "consent_id"), _CONSENT, row, "put_consent")


def _proving() -> CTE:
    row = {
        "submission_id": _taken.c.id,
        "purpose": literal("phone", type_=_CODE.c.purpose.type),
        "sent_via": literal("sms", type_=_CODE.c.sent_via.type),
        "made_at": _value(_CODE.c.made_at, "filed_at"),
        "code_hash": _value(_CODE.c.code_hash),
        **{name: _value(_CODE.c[name], f"code_{name}") for name in ("id", "recipient_hash", "expires_at")},
    }
    return _where(_value(_CODE.c.id, "code_id"), _CODE, row, "put_code")


_OF_A_CODE = ("event", "recipient_hash", "expires_at")


def _code_promised() -> CTE:
    """The message that brings the code; it ends with the code."""
    said = {"purpose": "code", "channel": "sms", "about": codes.BY_FILING, "state": "promised"}
    row = {
        "submission_id": _taken.c.id,
        "recipient": _value(_MESSAGE.c.recipient, "phone"),
        "next_at": func.clock_timestamp(),
        "id": _value(_MESSAGE.c.id, "code_message_id"),
        **{name: _value(_MESSAGE.c[name]) for name in ("office_id", "language")},
        **{name: _value(_MESSAGE.c[name], f"code_{name}") for name in _OF_A_CODE},
        **{name: literal(word, type_=_MESSAGE.c[name].type) for name, word in said.items()},
        **{name: _value(_MESSAGE.c[name], "filed_at") for name in ("made_at", "changed_at")},
    }
    wanted = _value(_MESSAGE.c.id, "code_message_id").is_not(None)
    return (
        insert(_MESSAGE).from_select(list(row), select(*row.values()).where(wanted)).cte("put_code_message")
    )


def _ended() -> CTE:
    mine = _DRAFT.c.id == _value(_DRAFT.c.id, "draft")
    submission = select(_taken.c.id).scalar_subquery()
    return update(_DRAFT).where(mine, exists(_taken.c.id)).values(submission_id=submission).cte("ended")


#: values by name: `new_` before the column's, `new_submission_id` for the submission's own id
ENTER = WrittenOut(
    select(_taken.c.id).add_cte(
        _beside(_RECEIPT, "receipt_id", "sealed", "content_digest", "certificate_sha256"),
        _beside(
            _CASE,
            *("state", "department", "due_on", "due_explained", "audit_length", "audit_head"),
            *("service", "sender", "filed_at", "term_from"),
        ),
        _beside(_ENTRY, "position", "at", "actor", "what", "details", "previous", "hash"),
        _attached(),
        _words(),
        _whom_to_tell(),
        _promised(),
        _wished(),
        _proving(),
        _code_promised(),
        _ended(),
    )
)
