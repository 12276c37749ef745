"""How a case may end, in the words of its service: with which letter, and to which outcome."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from casework.desk.conclusions import offered
from forms_catalog.model import Definition
from forms_catalog.particulars import Appeal
from forms_catalog.problems import N_


@dataclass(frozen=True)
class Ending:
    outcome: str  #: of casework.desk.conclusions
    letter: str | None  #: template; None: no letter is sent
    label: str  #: English message id
    only: str | None = None  #: result of the services that it is for; None: whatever its outcome fits


LEFT = "bez-rozpoznania"
_INFORMATION = "information_or_decision"
_APPEAL = "forwarding_or_self_correction"
_QUESTION = re.compile(r"^[^.?!]*\?\s*")
_FROM_DELIVERY = "Termin liczy się od dnia doręczenia tej decyzji."
#: KPA art. 107 § 1 point 7 and 127a, also where the KPA applies to refusals of information; from memory
_WAIVER = "Możesz też zrzec się prawa do odwołania: wtedy decyzja staje się ostateczna i prawomocna."
#: by the last part of the address
ENDINGS = {
    "przyjmij": Ending("accepted", None, N_("Accept, without a letter")),
    "przyjmij-z-pismem": Ending("accepted", "acceptance", N_("Accept, and send a note of acceptance")),
    "wpis-z-zaswiadczeniem": Ending(
        "accepted", "certificate", N_("Make the entry and issue a certificate of it"), only="register_entry"
    ),
    "zaswiadczenie": Ending("issued", "certificate", N_("Issue the certificate")),
    "odmowa-zaswiadczenia": Ending("decided_negative", "certificate_refused", N_("Refuse the certificate")),
    "informacja": Ending("information_given", "information", N_("Give the information in a letter")),
    "informacja-inaczej": Ending(
        "information_given", None, N_("The information was given another way, no letter")
    ),
    "nie-informacja": Ending(
        "not_public", "information", N_("Answer that this is not public information"), only=_INFORMATION
    ),
    "decyzja": Ending("decided_positive", "decision", N_("Issue a decision that grants, permits or sets")),
    "odmowa": Ending("decided_negative", "decision", N_("Issue a decision that refuses")),
    LEFT: Ending("left_unexamined", "left_unexamined", N_("Leave the case unexamined")),
}
#: where a result has words of its own for an ending: result, last part of the address → English message id
_WORDS: Mapping[tuple[str, str], str] = {
    ("register_entry", "przyjmij"): N_("Make the entry, without a letter"),
    ("register_entry", "przyjmij-z-pismem"): N_("Make the entry and say so in a letter"),
    ("contract", "przyjmij"): N_("The contract is concluded, without a letter"),
    ("contract", "przyjmij-z-pismem"): N_("The contract is concluded, and a letter says so"),
    ("contract", "informacja"): N_("Answer in a letter that there is no contract"),
    ("contract", "informacja-inaczej"): N_("The answer was given another way, no letter"),
    ("reply", "informacja"): N_("Answer in a letter"),
    ("data_release_or_decision", "informacja"): N_("Give the data in a letter"),
    ("data_release_or_decision", "informacja-inaczej"): N_("The data were given another way, no letter"),
    ("interpretation", "informacja"): N_("Give the ruling in a letter"),
    ("interpretation", "informacja-inaczej"): N_("The ruling was given another way, no letter"),
    ("payment_or_order", "informacja-inaczej"): N_("Paid back or credited, without a letter"),
    ("payment_or_order", "informacja"): N_("Paid back or credited, and say so in a letter"),
    ("payment_or_decision", "informacja-inaczej"): N_("Paid back, without a letter"),
    ("payment_or_decision", "informacja"): N_("Paid back, and say so in a letter"),
    (_APPEAL, "informacja-inaczej"): N_("Passed on to the appeal board, without a letter"),
    (_APPEAL, "informacja"): N_("Passed on to the appeal board, and say so in a letter"),
    (_APPEAL, "decyzja"): N_("Grant the appeal whole by a new decision (art. 226)"),
    ("reply", "informacja-inaczej"): N_("The answer was given another way, no letter"),
    (_INFORMATION, "odmowa"): N_("Issue a decision that refuses or discontinues (art. 16)"),
}


def endings_for(definition: Definition) -> dict[str, Ending]:
    """What fits the service's result, in its words; leaving unexamined is no result and stands apart."""
    kind = definition.result.kind
    refusal = "certificate_refused" if kind == "certificate" else "decision"
    outcomes = offered(kind)
    return {
        key: replace(ending, label=_WORDS.get((kind, key), ending.label))
        for key, ending in ENDINGS.items()
        if ending.outcome in outcomes
        and ending.only in (None, kind)
        and (ending.outcome != "decided_negative" or ending.letter == refusal)
    }


#: what the answer begins with; court practice knows no decision here, a letter is enough (from memory)
NOT_PUBLIC = (
    "To, o co wnioskujesz, nie jest informacją publiczną w rozumieniu ustawy o dostępie do informacji"
    " publicznej. Dlatego nie możemy tego udostępnić na jej podstawie.\n\nUzasadnienie: "
)


def instruction_on_appeal(definition: Definition, appeal: Appeal | None) -> str:
    """What a decision says of the appeal as the office has it, for the clerk to correct; "" where there is
    none.
    """
    if appeal is None or appeal.instrument != "odwolanie":
        return ""
    said = [_QUESTION.sub("", appeal.plain.pl), _FROM_DELIVERY]
    return " ".join(said if definition.procedure == "op" else [*said, _WAIVER])
