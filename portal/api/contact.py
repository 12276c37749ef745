"""The contact of a submission by API: it fills what the form left empty and never overrules it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.intake.filing import Contact
from forms_catalog.answers import Answers
from forms_catalog.catalogue import Catalogue
from forms_catalog.judging.cleaning import clean_fields
from forms_catalog.kinds import KINDS, Around
from forms_catalog.model import AnyField, BoolField, Definition, EmailField, GroupField, PhoneField
from forms_catalog.problems import N_, Problem
from forms_catalog.texts import Text
from portal.api.body import SentContact

BLOCK = "contact"

_EMAIL = EmailField(
    kind="email", name="email", label=Text(pl="Adres e-mail", en="E-mail address", uk="Адреса e-mail")
)
_PHONE = PhoneField(kind="phone", name="phone", label=Text(pl="Telefon", en="Phone", uk="Телефон"))
_CONSENT = BoolField(
    kind="bool",
    name="sms_consent",
    label=Text(pl="Zgoda na SMS-y", en="Consent to text messages", uk="Згода на SMS"),
)
_FIELDS: tuple[AnyField, ...] = (_EMAIL, _PHONE, _CONSENT)

_DIFFERENT = N_("This differs from the same answer in the form. Give it once.")
_PHONE_MISSING = N_("Give the phone for text messages, or leave the consent out.")


@dataclass(frozen=True)
class Settled:
    """The answers with the contact filled in, and the contact that goes beside them."""

    answers: Answers
    contact: Contact
    problems: tuple[Problem, ...]  #: pointers from the body's top


def settle(
    definition: Definition, answers: Answers, sent: SentContact | None, *, catalogue: Catalogue, today: date
) -> Settled:
    """Fills empty fields of the form's contact block; another value than the form's is a problem.

    A form without that block keeps the contact beside the answers, for notices only.
    """
    given = clean_fields(_FIELDS, sent.model_dump(exclude_none=True)) if sent else {}
    if any(_is_contact(field) for section in definition.sections for field in section.fields):
        filled, problems = _filled(answers, given)
        return Settled(filled, Contact(), problems)
    problems = tuple(_judged(given, catalogue, today))
    return Settled(answers, _beside(given), problems)


def _is_contact(field: AnyField) -> bool:
    return (
        isinstance(field, GroupField)
        and field.name == BLOCK
        and "email" in {item.name for item in field.fields}
    )


def _filled(answers: Answers, given: Answers) -> tuple[Answers, tuple[Problem, ...]]:
    block = answers.get(BLOCK, {})
    if not given or not isinstance(block, dict):
        return answers, ()  # what is no block at all, the judge names
    problems = tuple(
        Problem(f"/{BLOCK}/{name}", _DIFFERENT, code="differs")
        for name, value in given.items()
        if block.get(name, value) != value
    )
    # "no" to text messages is the same as no answer
    new = {name: value for name, value in given.items() if name not in block and value is not False}
    return {**answers, BLOCK: {**block, **new}} if new else answers, problems


def _judged(given: Answers, catalogue: Catalogue, today: date) -> Iterator[Problem]:
    around = Around(today, catalogue, given)
    for field in (_EMAIL, _PHONE):
        value = given.get(field.name)
        if value is not None and (wrong := KINDS[field.kind].judge(field)(value, around)) is not None:
            yield Problem(f"/{BLOCK}/{field.name}", wrong.message, wrong.values, wrong.own_words, wrong.code)
    if given.get("sms_consent") is True and "phone" not in given:
        yield Problem(f"/{BLOCK}/phone", _PHONE_MISSING, code="required")


def _beside(given: Answers) -> Contact:
    email, phone = given.get("email"), given.get("phone")
    return Contact(
        email=str(email) if email is not None else None,
        phone=str(phone) if phone is not None else None,
        sms_consent=given.get("sms_consent") is True,
    )
