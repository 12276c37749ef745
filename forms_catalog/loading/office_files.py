"""Whether what an office says of itself can be: services that there are, and a unit for each."""

from collections.abc import Collection, Iterator

from forms_catalog.identifiers import is_nip
from forms_catalog.loading.faults import did_you_mean
from forms_catalog.model import Definition
from forms_catalog.offices.office_rows import OfficeKinds, OfficeRow


def misfits(
    office: OfficeRow,
    kinds: OfficeKinds,
    definitions: Collection[Definition],
    *,
    own: Collection[str] = (),
) -> Iterator[tuple[str, str, str]]:
    """Place, what is wrong, how to mend it. `own` are codes of services that the office alone has."""
    yield from _switches(office, kinds, {*own, *(definition.code for definition in definitions)})
    for number, payee in enumerate(office.payees):
        if payee.tax_number is not None and not is_nip(payee.tax_number):
            wrong = f"“{payee.tax_number}” is no tax number (NIP)."
            yield f"payees[{number}].tax_number", wrong, "Ten digits that fit together, in quotes."
    facts = kinds.facts(office, dict.fromkeys(definition.code for definition in definitions), demo=True)
    departments = {definition.code: definition.department for definition in definitions}
    for code in facts.services:
        department = departments[code]
        for key, there in (("units", facts.units), ("unit_symbols", facts.unit_symbols)):
            if department not in there:
                yield key, f"no “{department}”, which handles {code}.", did_you_mean(department, there)


def _switches(office: OfficeRow, kinds: OfficeKinds, codes: set[str]) -> Iterator[tuple[str, str, str]]:
    # a form may be spoken of before it is written
    known = codes | set(kinds.named())
    for key, used in (("on", office.on), ("off", office.off), ("demo_on", office.demo_on)):
        for number, code in enumerate(used):
            if code not in known:
                yield f"{key}[{number}]", f"no service “{code}”.", did_you_mean(code, known)
            elif key != "off" and not kinds.may_have(office.kind, code):
                wrong = f"an office of the kind {office.kind} does not handle {code}."
                yield f"{key}[{number}]", wrong, "See `belongs` in office_kinds.yaml, or take the line off."
