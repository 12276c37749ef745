"""The tables. Every big one carries `office_id`, the code of the office whose it is."""

from casework.tables.cases import (
    CASE_STATES,
    QUEUE_ON,
    AuditEntry,
    AuditSeal,
    IncomingItem,
    OfficeCase,
    RegisterCounter,
)
from casework.tables.filed import (
    CHANNELS,
    SIGNATURES,
    Attachment,
    Draft,
    DraftFile,
    DraftRow,
    FormVersion,
    Office,
    Receipt,
    Submission,
)
from casework.tables.ground import LANGUAGES, SCAN_STATES, Base, JsonTree, Rights, one_of, table_of

__all__ = [
    "CASE_STATES",
    "CHANNELS",
    "LANGUAGES",
    "QUEUE_ON",
    "SCAN_STATES",
    "SIGNATURES",
    "Attachment",
    "AuditEntry",
    "AuditSeal",
    "Base",
    "Draft",
    "DraftFile",
    "DraftRow",
    "FormVersion",
    "IncomingItem",
    "JsonTree",
    "Office",
    "OfficeCase",
    "Receipt",
    "RegisterCounter",
    "Rights",
    "Submission",
    "one_of",
    "table_of",
]
