"""A service that no file ships: what it begins with, and the codes it may have."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from forms_catalog.catalogue import DEFINITIONS
from forms_catalog.designing.document import Document, copy_of
from forms_catalog.designing.form_files import from_yaml, shipped_blocks
from forms_catalog.folding import fold

_FILE = "new_service.yaml"
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 60
#: pages of the desk and of the portal that stand where a code would
_TAKEN = frozenset({"nowa", "w-toku"})


@dataclass(frozen=True)
class NewService:
    """What is known of a service before its form is designed; texts have Polish, English and Ukrainian."""

    code: str
    title: Document
    lead: Document  #: what it is for
    group: str
    department: str
    result: Document
    days: int  #: term for an answer
    law: str  #: where the term and the matter are ruled
    act: str  #: key of acts.yaml
    amount: str  #: złoty with a dot; "0" for nothing
    fee_law: str
    file_class: str  #: symbol of the file plan
    archive: str  #: B5 …


def first_draft(asked: NewService) -> Document:
    """The document that a new service begins with: facts, one question, who asks and how to reach them."""
    made, faults = from_yaml((DEFINITIONS / _FILE).read_bytes(), _FILE, blocks=shipped_blocks())
    if made is None:
        raise ValueError(f"{_FILE}: {faults}")
    polish = str(asked.result.get("pl", ""))
    return copy_of(made) | {
        "code": asked.code,
        "group": asked.group,
        "title": asked.title,
        "short_title": asked.title,
        "summary_pl": str(asked.lead.get("pl", "")),
        "legal_basis": [{"act": asked.act, "ref": asked.law}],
        "card": _piece(made, "card") | {"lead": asked.lead},
        "department": asked.department,
        "result": {"kind": "reply", "name_pl": polish, "name": asked.result},
        "office_deadline": _piece(made, "office_deadline")
        | {"days": asked.days, "legal": asked.law, "plain": _within(asked.days)},
        "fee": _fee(made, asked),
        "file_plan": _piece(made, "file_plan")
        | {
            "class_dev": asked.file_class,
            "class_2digit": asked.file_class[:2],
            "archive_category_dev": asked.archive,
        },
    }


def fresh_code(title: str) -> str:
    """A code out of a title: "Wypożyczenie roweru" → "wypozyczenie-roweru"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:_LONGEST].strip("-")


def usable_code(code: str, known: Collection[str]) -> bool:
    """Whether a new service may be called so: small letters, digits and hyphens, and nothing else's name."""
    return bool(_CODE.fullmatch(code)) and len(code) <= _LONGEST and code not in known and code not in _TAKEN


def _fee(made: Document, asked: NewService) -> Document:
    if asked.amount == "0":
        return _piece(made, "fee") | {"legal_item": asked.fee_law or "–"}
    return _piece(made, "fee") | {"kind": "fixed", "amount_pln": asked.amount, "legal_item": asked.fee_law}


def _within(days: int) -> Document:
    return {"pl": f"do {days} dni", "en": f"within {days} days", "uk": f"до {days} днів"}


def _piece(document: Document, key: str) -> Document:
    found = document.get(key)
    return found if isinstance(found, dict) else {}
