"""Rules of the operator's authorisation (regulation (EC) 1071/2009, art. 7)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.facts.rates import RateBook
from forms_catalog.problems import N_, Problem
from forms_catalog.rules.registry import dated_rule
from forms_catalog.texts import Text
from forms_catalog.wording import number_text

#: the limits stand in one regulation without days of their own, so any day of it finds them
_ON = date(2026, 1, 1)


@dated_rule("financial_standing@1")
def financial_standing(answers: ReadAnswers, rates: RateBook) -> Iterator[Problem]:
    """An operator holds so many euros for the first vehicle above 3.5 t and so many for each further one."""
    held = reading.decimal(answers, "/financial_capacity_eur")
    first, further, above = (
        rates.find("road_transport", f"standing_eur.{key}", office="", on=_ON)
        for key in ("first", "further", "above_t")
    )
    if held is None or first is None or further is None or above is None:
        return
    masses = [reading.decimal(row, "/gvw_t") for _, row in reading.rows(answers, "/vehicles")]
    heavy = sum(1 for mass in masses if mass is not None and mass > above.value)
    least = first.value + further.value * (heavy - 1) if heavy else Decimal(0)
    if held < least:
        message = N_("For these vehicles at least %(amount)s euros are needed. Correct the amount or a mass.")
        values: dict[str, str | Text] = {"amount": number_text(least)}
        yield Problem("/financial_capacity_eur", message, values, code="too_little")
