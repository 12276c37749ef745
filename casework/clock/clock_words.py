"""The sentences that explain a clock to clerk and applicant, one after another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from casework.clock.deadlines import Clock, stops
from forms_catalog.problems import N_


@dataclass(frozen=True)
class Sentence:
    message: str  #: English message id with %(name)s places
    values: Mapping[str, date | int | None]  #: dates are said in the reader's language


#: why the term is as long as it is
LAW = {
    "kpa35": N_("The law gives a month: KPA art. 35 § 3."),
    "op139": N_("The law gives a month: Tax Ordinance art. 139 § 1."),
    "kpa217": N_("The law gives 7 days for a certificate: KPA art. 217 § 3."),
    "op306a": N_("The law gives 7 days for a certificate: Tax Ordinance art. 306a § 5."),
    "op14d": N_("The law gives 3 months for a ruling: Tax Ordinance art. 14d."),
    "udip13": N_("The law gives 14 days: Access to Public Information Act art. 13."),
    "days30": N_("The law gives 30 days."),
    "days14_forward": N_("The law gives 14 days to pass an appeal on: Tax Ordinance art. 227."),
    "month1": N_("The law gives a month: KPA art. 244 § 1."),
    "none_internal_sla": N_("The law sets no term here. This is the office's own one."),
    "immediate": N_("This is done at once. The day shown is the office's own term."),
}
#: what let the office set it anew
PROLONGED = {
    "kpa36": N_("The office wrote why and set a new term, %(last_day)s: KPA art. 36."),
    "op140": N_("The office wrote why and set a new term, %(last_day)s: Tax Ordinance art. 140."),
    "udip13_2": N_(
        "The office wrote why and set a new term, %(last_day)s: Access to Public Information Act art. 13."
    ),
}
_ANY = N_("This is the term of this service.")
_COUNTED = N_("The day of filing is not counted: the first day is %(first_day)s, the last one %(last_day)s.")
_AT_ONCE = N_("The day shown is the day of filing.")
_NOT_COUNTED = N_("Days of waiting for the applicant that are not counted: %(not_counted)s.")
_STANDS = N_("The clock stands since %(paused_on)s. It has this many days left: %(days_left)s.")
_RUNS_ON = N_("Waiting for the applicant does not stop this term.")
_ENDED = N_("The case is settled: the clock has stopped for good.")


def explain(clock: Clock, *, waiting: bool = False) -> tuple[Sentence, ...]:
    """Why the date is what it is. `waiting`: the case waits for the applicant."""
    if clock.ended:
        return (Sentence(_ENDED, {}),)
    rule, _, anew = clock.explained.partition("/")
    said = [Sentence(LAW.get(rule, _ANY), {})]
    last_day = clock.values["law_due_on"]
    if anew in PROLONGED:
        said.append(Sentence(PROLONGED[anew], {"last_day": last_day}))
    elif last_day == clock.values["term_from"]:
        said.append(Sentence(_AT_ONCE, {}))
    elif last_day is not None:
        said.append(Sentence(_COUNTED, {"first_day": clock.values["first_day"], "last_day": last_day}))
    if clock.paused:
        said.append(Sentence(_STANDS, {"paused_on": clock.values["paused_on"], "days_left": clock.days_left}))
    elif clock.values["not_counted"]:
        said.append(Sentence(_NOT_COUNTED, {"not_counted": clock.values["not_counted"]}))
    if waiting and not stops(clock.explained):
        said.append(Sentence(_RUNS_ON, {}))
    return tuple(said)
