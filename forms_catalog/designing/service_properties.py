"""What can be said of a service beside its questions: name, card, law, fee, term, result, appeal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forms_catalog.designing.document import Document, Steps
from forms_catalog.designing.properties import Property
from forms_catalog.problems import N_

FORM = (
    Property("title", "words", N_("Name of the service"), needed=True),
    Property("short_title", "words", N_("Short name"), needed=True),
    Property("noun", "words", N_("What is filed"), N_("For example: wniosek, deklarację"), needed=True),
    Property("keywords", "lines", N_("Words that search finds it by"), N_("One in a line."), empty=True),
)
_SENTENCES = N_("One in a line, as people would say it.")
_EXAMPLES = N_("Five to eight, one in a line, as people would say it.")
ASKED_FOR = (
    Property("pl", "lines", N_("Questions in Polish"), _EXAMPLES),
    Property("en", "lines", N_("Questions in English"), _EXAMPLES),
    Property("uk", "lines", N_("Questions in Ukrainian"), _EXAMPLES),
)
ALSO_ASKED = (
    Property("pl", "lines", N_("Questions in Polish"), _SENTENCES),
    Property("en", "lines", N_("Questions in English"), _SENTENCES),
    Property("uk", "lines", N_("Questions in Ukrainian"), _SENTENCES),
)
#: topic of a service → its name
GROUPS: Mapping[str, str] = {
    "tax": N_("Taxes and fees"),
    "business": N_("Business"),
    "residency": N_("Registration of residence"),
    "general": N_("Other matters"),
}
OFFICE = (
    Property("group", "choice", N_("Topic"), options=tuple(GROUPS.items()), needed=True),
    Property("department", "pick", N_("Department"), needed=True),
)
#: the last day of a term that is a Saturday or a day off
_MOVES = (
    ("", N_("not said")),
    ("shift", N_("moves to the next working day")),
    ("no_shift", N_("does not move")),
    ("office", N_("a term of the office: it does not move")),
)
_FREE_DAY = N_("When its last day is free from work")
PROCEDURE = (
    Property(
        "procedure",
        "choice",
        N_("Procedure"),
        N_("Letters, calls and new terms follow it."),
        options=(
            ("kpa", N_("Code of Administrative Procedure (KPA)")),
            ("op", N_("Tax Ordinance")),
            ("udip", N_("Access to Public Information Act")),
        ),
        needed=True,
    ),
    Property(
        "applicants",
        "picks",
        N_("Who files"),
        options=(
            ("anyone", N_("anyone")),
            ("person", N_("a person")),
            ("person_entrepreneur", N_("a person who runs a business")),
            ("person_coowner_with_company", N_("a person who owns it together with a company")),
            ("company", N_("a company or another organisation")),
            ("auxiliary_unit", N_("a district council or another unit of the commune")),
        ),
        needed=True,
    ),
    Property("proxy_allowed", "tick", N_("A proxy may file"), needed=True),
    Property("form_symbol", "line", N_("Official form"), N_("For example: DN-1. Empty: none."), empty=True),
    Property("summary_pl", "line", N_("The service in one sentence, for search"), needed=True),
    Property(
        "filing_deadline", "line", N_("By when the law wants it filed"), N_("Empty: at any time."), empty=True
    ),
    Property("filing_term_mode", "choice", _FREE_DAY, options=_MOVES, empty=True),
    Property("local_resolution_required", "tick", N_("It needs a resolution of the council"), needed=True),
)
LAW = (
    Property("act", "pick", N_("Act"), needed=True),
    Property("ref", "line", N_("Article"), N_("For example: art. 217"), needed=True),
)
CARD = (
    Property("lead", "long", N_("What it is for"), needed=True),
    Property("who", "long", N_("Who may file"), needed=True),
    Property("prepare", "texts", N_("What to prepare")),
    Property("steps", "texts", N_("How it goes")),
    Property("minutes", "number", N_("Minutes to fill it in"), needed=True),
    Property("free", "long", N_("What it costs and when it is free")),
    Property("when", "long", N_("By when")),
    Property("refused", "long", N_("When the office refuses")),
)
_OF_FACTS = N_("In Polish. Residents do not see it.")
FEE = (
    Property(
        "kind",
        "choice",
        N_("Kind of fee"),
        options=(
            ("none", N_("none")),
            ("fixed", N_("fixed")),
            ("calculated", N_("counted from the answers")),
            ("stamp_duty", N_("stamp duty")),
            ("permit_fee", N_("fee for a permit")),
            ("administrative_fee", N_("administrative fee")),
            ("ruling_fee", N_("fee for a tax ruling")),
            ("local_price", N_("price of the office")),
            ("occupation_fee", N_("fee for taking up a road")),
            ("data_access_fee", N_("fee for data of a register")),
        ),
        needed=True,
    ),
    Property(
        "amount_pln", "decimal", N_("Amount in zł"), N_("Empty: it depends on the answers."), empty=True
    ),
    Property("proxy_duty_pln", "decimal", N_("Duty on a power of attorney in zł"), needed=True),
    Property("optional_certificate_pln", "decimal", N_("For a certificate asked for along with it, in zł")),
    Property("legal_item", "line", N_("Legal basis of the fee"), needed=True),
    Property("note", "long", N_("Fee in plain words")),
    Property("per", "line", N_("What one pays it for"), N_("For example: od decyzji")),
    Property("exemption_pl", "line", N_("Who pays nothing, as the law says it"), _OF_FACTS),
)
TERM = (
    Property("plain", "words", N_("Term in plain words"), N_("For example: do 14 dni"), needed=True),
    Property("days", "number", N_("Days"), empty=True),
    Property("months", "number", N_("Months"), empty=True),
    Property("months_complex", "number", N_("Months in a complex case"), empty=True),
    Property("internal_sla_days", "number", N_("Days the office gives itself")),
    Property("statutory", "tick", N_("The term is set by law"), needed=True),
    Property("legal", "line", N_("Legal basis of the term"), needed=True),
    Property(
        "rule",
        "choice",
        N_("How the term is explained to people"),
        options=(
            ("own", N_("This is the term of this service.")),
            ("none_internal_sla", N_("The law sets no term here. This is the office's own one.")),
            ("immediate", N_("This is done at once. The day shown is the office's own term.")),
            ("kpa35", N_("The law gives a month: KPA art. 35 § 3.")),
            ("kpa217", N_("The law gives 7 days for a certificate: KPA art. 217 § 3.")),
            ("op139", N_("The law gives a month: Tax Ordinance art. 139 § 1.")),
            ("op306a", N_("The law gives 7 days for a certificate: Tax Ordinance art. 306a § 5.")),
            ("op14d", N_("The law gives 3 months for a ruling: Tax Ordinance art. 14d.")),
            ("udip13", N_("The law gives 14 days: Access to Public Information Act art. 13.")),
            ("days30", N_("The law gives 30 days.")),
            ("days14_forward", N_("The law gives 14 days to pass an appeal on: Tax Ordinance art. 227.")),
            ("month1", N_("The law gives a month: KPA art. 244 § 1.")),
        ),
        needed=True,
    ),
    Property("term_mode", "choice", _FREE_DAY, options=_MOVES, empty=True),
)
#: what the office does in the end → its name; the endings that a clerk is offered follow from it
ENDS: Mapping[str, str] = {
    "decision": N_("a decision"),
    "certificate": N_("a certificate"),
    "acceptance": N_("the return is taken"),
    "register_entry": N_("an entry in a register"),
    "reply": N_("an answer in a letter"),
    "receipt": N_("a note that it came in"),
    "contract": N_("a contract"),
    "interpretation": N_("a tax ruling"),
    "information_or_decision": N_("public information, or a decision that refuses it"),
    "data_release_or_decision": N_("data of a register, or a decision that refuses them"),
    "payment_or_order": N_("money paid back or credited, or an order that refuses it"),
    "payment_or_decision": N_("money paid back, or a decision that refuses it"),
    "forwarding_or_self_correction": N_("the appeal is passed on, or granted by a new decision"),
}
RESULT = (
    Property(
        "kind",
        "choice",
        N_("How a case ends"),
        N_("The clerk is offered the endings that fit."),
        options=tuple(ENDS.items()),
        needed=True,
    ),
    Property("name", "words", N_("What people get"), N_("For example: zaświadczenie"), needed=True),
    Property("name_pl", "line", N_("The same as clerks call it"), needed=True),
)
FILE_PLAN = (
    Property(
        "class_dev", "line", N_("Class of the file plan"), N_("In digits, for example 3120."), needed=True
    ),
    Property(
        "class_2digit",
        "line",
        N_("Its first two digits"),
        N_("The class above it, for example 31."),
        needed=True,
    ),
    Property("archive_category_dev", "line", N_("Archival category"), N_("A, B5, BE10 or Bc."), needed=True),
    Property(
        "confidence",
        "choice",
        N_("How sure the class is"),
        options=(
            ("low", N_("to be confirmed by the office")),
            ("medium", N_("found in file plans of others")),
            ("high", N_("confirmed by the office")),
        ),
        needed=True,
    ),
    Property("note", "line", N_("Where the class comes from")),
)
SIGNATURE = (
    Property(
        "levels",
        "picks",
        N_("What may be signed with"),
        options=(
            ("none", N_("no signature is needed")),
            ("trusted", N_("trusted signature (Profil Zaufany)")),
            ("personal", N_("personal signature (e-ID card)")),
            ("qualified", N_("qualified electronic signature")),
            ("company_seal", N_("qualified seal of a company")),
        ),
        needed=True,
    ),
    Property("note", "long", N_("Signing in plain words"), needed=True),
    Property("note_pl", "line", N_("The same as the law says it"), needed=True),
)
#: the way to have the answer looked at again; without one the card says nothing of it
APPEAL = (
    Property(
        "instrument",
        "choice",
        N_("What one may file"),
        options=(
            ("", N_("the card does not speak of it")),
            ("none", N_("nothing: there is no decision")),
            ("odwolanie", N_("an appeal (odwołanie)")),
            ("zazalenie", N_("an appeal against an order (zażalenie)")),
            ("skarga", N_("a complaint to the administrative court (skarga)")),
        ),
    ),
    Property("plain", "long", N_("What one can do when the answer is no"), needed=True),
    Property("body", "line", N_("Who hears it"), empty=True),
    Property("via", "line", N_("Through whom it is filed"), empty=True),
    Property("days", "number", N_("Days to file it"), empty=True),
    Property("term_mode", "choice", _FREE_DAY, options=_MOVES, empty=True),
    Property("legal", "line", N_("Legal basis of the appeal"), needed=True),
)
SOURCES = (
    Property(
        "verification",
        "lines",
        N_("What was compared with its source"),
        N_("One in a line, first how sure it is: “verified: gov.pl”. Then: partly, derived, memory."),
        empty=True,
    ),
    Property("flags", "lines", N_("What whoever works with it should know"), _OF_FACTS, empty=True),
)


@dataclass(frozen=True)
class Part:
    """A part of a form that stands once: where in the document, its name, what is asked of it."""

    steps: Steps
    name: str  #: message id
    known: Sequence[Property]
    asked: bool = False  #: whoever fills the form in has to know of a change


#: in the order in which changes are told
PARTS: Mapping[str, Part] = {
    "form": Part((), N_("Name of the form"), FORM),
    "card": Part(("card",), N_("Card of the service"), CARD),
    "fee": Part(("fee",), N_("Fee"), FEE, asked=True),
    "term": Part(("office_deadline",), N_("Term"), TERM),
    "rules": Part((), N_("Rules and calculations"), ()),
    "office": Part((), N_("Topic and department"), OFFICE),
    "procedure": Part((), N_("Procedure and who files"), PROCEDURE),
    "law": Part((), N_("Legal basis"), ()),
    "signature": Part(("signature",), N_("Signature"), SIGNATURE),
    "result": Part(("result",), N_("Result"), RESULT),
    "appeal": Part(("appeal",), N_("Appeal"), APPEAL),
    "file_plan": Part(("file_plan",), N_("File plan"), FILE_PLAN),
    "questions": Part(("questions",), N_("Questions people ask"), ASKED_FOR),
    "also_asked": Part(("also_asked",), N_("Other ways of asking"), ALSO_ASKED),
    "sources": Part((), N_("Sources and notes"), SOURCES),
}


def without_appeal(values: Mapping[str, object]) -> bool:
    """Whether what was typed about the appeal says that the card does not speak of it."""
    return not isinstance(values.get("instrument"), str) or values["instrument"] == ""


def none_to_appeal_to() -> Document:
    """What goes with it where nothing may be filed: nobody hears it, and there is no term."""
    return {"body": None, "via": None, "days": None, "term_mode": None}
