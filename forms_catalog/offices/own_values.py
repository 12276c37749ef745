"""Terms and file-plan classes of an office, and fees that the law changed, laid over those of the forms."""

from collections.abc import Iterable, Mapping
from datetime import date

from forms_catalog.model import Definition
from forms_catalog.offices.own_rows import OwnDated, OwnValue, ValueKind
from forms_catalog.particulars import Fee, FilePlan, OfficeDeadline

#: service → kind → what the office set
OfService = Mapping[str, Mapping[ValueKind, OwnValue]]


def in_force(values: Iterable[OwnValue], day: date) -> dict[str, dict[str, dict[ValueKind, OwnValue]]]:
    """Office → service → kind → what holds that day: of each first day the last word, of all the latest."""
    last: dict[tuple[str, str, ValueKind, date], OwnValue] = {}
    for value in sorted(values, key=lambda value: value.id):
        last[value.office, value.service, value.kind, value.valid_from] = value
    found: dict[str, dict[str, dict[ValueKind, OwnValue]]] = {}
    for value in sorted(last.values(), key=lambda value: value.valid_from):
        if value.valid_from <= day and value.value is not None:
            found.setdefault(value.office, {}).setdefault(value.service, {})[value.kind] = value
    return found


def with_own(
    definition: Definition, own: Mapping[ValueKind, OwnValue], fee: OwnDated | None = None
) -> Definition:
    """The form with what the office set, and the fee as the law has it by now; its digest stays, for nothing
    that is asked or kept changes.

    ValueError where a value cannot be laid over.
    """
    changed: dict[str, object] = {}
    if "term" in own:
        base = definition.office_deadline.model_dump() | dict(own["term"].value or {})
        changed["office_deadline"] = OfficeDeadline.model_validate(base)
    if "file_plan" in own:
        base = definition.file_plan.model_dump() | dict(own["file_plan"].value or {})
        changed["file_plan"] = FilePlan.model_validate(base)
    if fee is not None:
        base = definition.fee.model_dump() | dict(fee.value or {}) | {"legal_item": fee.source}
        changed["fee"] = Fee.model_validate(base)
    return definition.model_copy(update=changed)
