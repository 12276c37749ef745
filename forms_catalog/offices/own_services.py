"""Services that an office has made itself at the desk: offered by it alone, from their first day on."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from forms_catalog.model import Definition
from forms_catalog.offices.own_rows import LeftOut, OwnForm
from forms_catalog.reference import OfficeFacts


def with_own_services(
    offices: Mapping[str, OfficeFacts],
    forms: Iterable[tuple[OwnForm, Definition]],
    day: date,
    left: list[LeftOut],
    off: Mapping[str, Collection[str]],
) -> Mapping[str, OfficeFacts]:
    """The offices with the services of their own that are in force that day, but for those that the office
    has switched `off`; others keep what they had.

    A service whose department the office does not have (any more) is left out and told of in `left`.
    """
    made = dict(offices)
    for row, form in forms:
        facts = made.get(row.office)
        if not row.own_service or facts is None or not row.in_force(day) or row.code in facts.services:
            continue
        if row.code in off.get(row.office, ()):
            continue
        if form.department in facts.units and form.department in facts.unit_symbols:
            made[row.office] = replace(facts, services=(*facts.services, row.code))
        else:
            why = f"{row.code} is off: no unit “{form.department}”, or none with a symbol"
            left.append(
                LeftOut("form", f"{row.code}@{row.version}", row.office, why, (row.code,), reason="unit")
            )
    return made
