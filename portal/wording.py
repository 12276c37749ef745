"""Facts of a service in a few words, for lists and cards."""

from forms_catalog.documents.readback import say_money
from forms_catalog.model import Definition
from pages.language import language
from pages.words import gettext, ngettext


def fee_in_short(service: Definition) -> str:
    """What one pays for filing: "bezpłatnie", an amount, or that the form will say."""
    fee = service.fee
    if fee.kind == "none" or fee.amount_pln == 0:
        return gettext("free of charge")
    if fee.kind == "calculated" or fee.amount_pln is None:
        return gettext("the form works it out")
    return say_money(fee.amount_pln, language(), whole=fee.amount_pln == fee.amount_pln.to_integral_value())


def minutes_in_words(service: Definition) -> str:
    """How long filling takes."""
    return ngettext("about %(num)d minute", "about %(num)d minutes", service.card.minutes)


def head_and_rest(sentence: str) -> tuple[str, str]:
    """A step split after its first thought, which is shown in bold: "Od razu dostajesz UPO", ", czyli …"."""
    marks = {". ": 1, ", ": 0, ": ": 1, " – ": 0}  # how much of the mark belongs to the thought
    ends = [place + kept for mark, kept in marks.items() if (place := sentence.find(mark)) > 0]
    end = min(ends, default=len(sentence))
    return sentence[:end], sentence[end:]


def signature_wanted(service: Definition) -> bool:
    """Whether the office expects a signature."""
    return "none" not in service.signature.levels


def signature_in_short(service: Definition) -> str:
    return gettext("signature needed") if signature_wanted(service) else gettext("no signature needed")
