"""What is wrong with the document of a form, said by the same code that reads files, and where to mend it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from forms_catalog.calculations import CALCULATIONS
from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.document import Document, Steps, items, text_of
from forms_catalog.designing.sound import unsound
from forms_catalog.fee_rates import disagrees
from forms_catalog.loading.blocks import Layer
from forms_catalog.loading.complaints import too_few_or_many, untranslated
from forms_catalog.loading.faults import Fault, did_you_mean, said
from forms_catalog.loading.one_form import read_form
from forms_catalog.loading.proofreading import Known
from forms_catalog.model import Definition
from forms_catalog.problems import N_
from forms_catalog.rules import RULES

_STEP = re.compile(r"([^.\[\]]+)|\[([0-9]+)\]")


@dataclass(frozen=True)
class Checked:
    """The form, if it can be used as it is, and everything that keeps it from being published."""

    definition: Definition | None
    faults: tuple[Fault, ...]

    @property
    def good(self) -> bool:
        return self.definition is not None and not self.faults


def known_to(catalogue: Catalogue) -> Known:
    """The names that a form of this catalogue may use."""
    lists = {name: {entry.value for entry in entries} for name, entries in catalogue.lists.items()}
    return Known(acts=catalogue.acts, lists=lists, rules=RULES, calculations=CALCULATIONS)


def check(
    document: Document,
    catalogue: Catalogue,
    *,
    ukrainian: bool = False,
    units: Collection[str] | None = None,
) -> Checked:
    """The document as the loader would read its file. With `ukrainian` a text without it is a fault too, and
    with `units` (those of an office) a department that is none of them.
    """
    definition, faults = read_form(document, "", Layer("", {}), known_to(catalogue))
    ours = tuple(unsound(document, tuple(questions_of(document))))
    ours += tuple(untranslated(document, "")) if ukrainian else ()
    ours += tuple(too_few_or_many(document, ""))
    if definition is not None and units is not None and definition.department not in units:
        wrong = said(N_("the office has no unit “%(name)s”."), name=definition.department)
        ours = (*ours, Fault("", "department", wrong, did_you_mean(definition.department, units)))
    if definition is not None and disagrees(definition, catalogue.rates, catalogue.office, catalogue.day):
        wrong = said(N_("the form counts with another amount."))
        hint = said(N_("Name the amount of the rate, or leave it empty."))
        ours = (*ours, Fault("", "fee.amount_pln", wrong, hint))
    faults = tuple(dict.fromkeys((*faults, *ours)))
    return Checked(definition if not faults else None, faults)


def steps_of(path: str) -> Steps:
    """A fault's path as steps: "sections[2].label.pl" → ("sections", 2, "label", "pl")."""
    return tuple(int(number) if number else key for key, number in _STEP.findall(path))


def speaks_ukrainian(document: Document) -> bool:
    """Whether the form is told in Ukrainian throughout; then whatever grows of it has to be."""
    return text_of(document, "title", "uk") != "" and next(untranslated(document, ""), None) is None


def questions_of(document: Document) -> Iterator[tuple[Steps, Document]]:
    """Every question of the document from the top down, those in groups after their group."""
    for number, section in enumerate(items(document, "sections")):
        yield from _inner(section, ("sections", number))


def _inner(piece: Document, steps: Steps) -> Iterator[tuple[Steps, Document]]:
    for number, field in enumerate(items(piece, "fields")):
        here = (*steps, "fields", number)
        yield here, field
        yield from _inner(field, here)
