"""How a case may end, in the words of its service: with which letter, and to which outcome."""

import re
from dataclasses import dataclass

from casework.desk.conclusions import offered
from forms_catalog.model import Definition
from forms_catalog.problems import N_


@dataclass(frozen=True)
class Ending:
    outcome: str  #: of casework.desk.conclusions
    letter: str | None  #: template; None: no letter is sent
    label: str  #: English message id


LEFT = "bez-rozpoznania"
_QUESTION = re.compile(r"^[^.?!]*\?\s*")
_FROM_DELIVERY = "Termin liczy się od dnia doręczenia tej decyzji."
#: KPA art. 107 § 1 point 7 and 127a, also where the KPA applies to refusals of information; from memory
_WAIVER = "Możesz też zrzec się prawa do odwołania: wtedy decyzja staje się ostateczna i prawomocna."
#: by the last part of the address
ENDINGS = {
    "przyjmij": Ending("accepted", None, N_("Accept, without a letter")),
    "przyjmij-z-pismem": Ending("accepted", "acceptance", N_("Accept, and send a note of acceptance")),
    "zaswiadczenie": Ending("issued", "certificate", N_("Issue the certificate")),
    "odmowa-zaswiadczenia": Ending("decided_negative", "certificate_refused", N_("Refuse the certificate")),
    "informacja": Ending("information_given", "information", N_("Give the information in a letter")),
    "informacja-inaczej": Ending(
        "information_given", None, N_("The information was given another way, no letter")
    ),
    "decyzja": Ending("decided_positive", "decision", N_("Issue a decision that grants")),
    "odmowa": Ending("decided_negative", "decision", N_("Issue a decision that refuses")),
    LEFT: Ending("left_unexamined", "left_unexamined", N_("Leave the case unexamined")),
}


def endings_for(definition: Definition) -> dict[str, Ending]:
    """What fits the service's result; leaving unexamined is no result and stands apart."""
    refusal = "certificate_refused" if definition.result.kind == "certificate" else "decision"
    outcomes = offered(definition.result.kind)
    return {
        key: ending
        for key, ending in ENDINGS.items()
        if ending.outcome in outcomes and (ending.outcome != "decided_negative" or ending.letter == refusal)
    }


def instruction_on_appeal(definition: Definition) -> str:
    """What a decision says of the appeal, for the clerk to correct; "" where the service knows of none."""
    appeal = definition.appeal
    if appeal is None or appeal.instrument != "odwolanie":
        return ""
    said = [_QUESTION.sub("", appeal.plain.pl), _FROM_DELIVERY]
    return " ".join(said if definition.procedure == "op" else [*said, _WAIVER])
