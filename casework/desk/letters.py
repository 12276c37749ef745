"""Letters of the office: made from a template, sealed, kept, and found again by who may read them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from io import BytesIO
from uuid import UUID, uuid4

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from casework import tables
from casework.clock.deadlines import warsaw_date
from casework.desk.clerks import Clerk
from casework.desk.letter_templates.template import Part, Template, filled
from casework.desk.steps import Case, WrongInput, lock_handled, write
from casework.desk.typed_words import typed
from casework.files.storage import FileStore
from casework.papers.letter import MOST_PAGES, LetterSheet, TooManyPages, Words, letter_pdf, letter_pictures
from casework.tables import desk_tables
from casework.trust.pdf_seal import seal_pdf
from casework.trust.seal import Seal
from forms_catalog.problems import N_
from forms_catalog.reference import OfficeFacts
from forms_catalog.wording import say_date

LETTER = tables.table_of(desk_tables.Letter)
#: signs in one place; what is longer than the paper allows is refused by pages
LONGEST = 2_000_000
_NO_NAME = "Wnioskodawca"
_SIGN, _NUMBER, _PAGE = "Znak sprawy", "Numer w urzędzie", "strona"
_SEALED = (
    "Pismo sporządzono elektronicznie i opatrzono pieczęcią elektroniczną: {office}. "
    "Oryginałem jest plik PDF z pieczęcią, wydruk ma znaczenie informacyjne."
)


class UnknownPlaceholder(WrongInput):
    """Words were given for a place that the template does not have; `field` names it."""


class LetterTooLong(WrongInput):
    """More pages than a letter may have."""


@dataclass(frozen=True)
class LetterFacts:
    """What a letter knows without being told."""

    office: OfficeFacts
    department: str  #: key of the unit
    procedure: str  #: kpa | op | udip
    service: str  #: title, as the applicant knows it
    register_number: str
    case_sign: str | None  #: None until the case is in the list of cases: the letter then bears the number
    addressee: str | None  #: None: nobody is named
    filed_on: date
    on: date  #: the letter's day (Warsaw)
    clerk: str
    clerk_post: str
    demo: bool


@dataclass(frozen=True)
class KeptLetter:
    """A sealed letter in the store that no case knows of yet."""

    kind: str
    template: str  #: name@version
    title: str
    sha256: str  #: hex, of the sealed PDF
    size: int  #: bytes
    answers: Mapping[str, str]


@dataclass(frozen=True)
class LetterPreview:
    """A letter before it is sealed, for reading on a screen."""

    pages: int
    pictures: tuple[bytes, ...]  #: PNG of the first pages, as the PDF shows them
    body: tuple[Words, ...]  #: all of its words, for who reads no pictures
    digest: str  #: of everything on the sheet: what was read is what is sealed


def make_letter(template: Template, facts: LetterFacts, words: Mapping[str, str]) -> bytes:
    """The letter as a PDF without a seal, for reading before it is sent.

    `words` fill the template's asks, dates in ISO form. Everything is looked at before the PDF is made:
    TemplateBroken; UnknownPlaceholder; WrongInput for words that are missing or no date; LetterTooLong.
    """
    sheet = _written(template, facts, words)
    try:
        return letter_pdf(sheet)
    except TooManyPages:
        raise _too_long(template) from None


def preview_letter(template: Template, facts: LetterFacts, words: Mapping[str, str]) -> LetterPreview:
    """The letter to be read before it is sealed. Errors as of `make_letter`."""
    sheet = _written(template, facts, words)
    try:
        pictures, pages = letter_pictures(sheet)
    except TooManyPages:
        raise _too_long(template) from None
    return LetterPreview(pages, pictures, sheet.body, digest_of(sheet))


def letter_digest(template: Template, facts: LetterFacts, words: Mapping[str, str]) -> str:
    """The digest of the preview, without making anything; errors as of `make_letter`, but for the pages."""
    return digest_of(_written(template, facts, words))


def digest_of(sheet: LetterSheet) -> str:
    """SHA-256 (hex) over every word of the sheet."""
    return hashlib.sha256(json.dumps(asdict(sheet), sort_keys=True).encode()).hexdigest()


def _written(template: Template, facts: LetterFacts, words: Mapping[str, str]) -> LetterSheet:
    if not template.fits(facts.procedure):
        raise WrongInput("template", N_("This letter is not for cases of this kind. Choose another one."))
    parts = template.parts(facts.procedure)
    values = {**_known(facts), **_asked(template, words)}
    return _sheet(template, facts, tuple(filled(parts, values)))


def _too_long(template: Template) -> LetterTooLong:
    """Named at the place with the most room."""
    roomy = [ask.name for ask in template.asks if ask.kind == "text"]
    return LetterTooLong(
        "text" if "text" in roomy or not roomy else roomy[0],
        N_("The letter is too long: at most %(limit)s pages. Shorten it or attach the rest."),
        {"limit": str(MOST_PAGES)},
    )


def keep_letter(
    template: Template, facts: LetterFacts, words: Mapping[str, str], *, seal: Seal, files: FileStore
) -> KeptLetter:
    """The letter made, sealed and in the store, for `enter_letter`; nobody sees it before.

    Call it with no transaction open. Errors as of `make_letter`; StorageFull.
    """
    sealed = seal_pdf(make_letter(template, facts, words), seal, reason=template.title.pl)
    stored = files.put(BytesIO(sealed))
    return KeptLetter(
        kind=template.kind,
        template=f"{template.name}@{template.version}",
        title=template.title.pl,
        sha256=stored.sha256,
        size=stored.size,
        answers=dict(words),
    )


def enter_letter(
    session: Session,
    clerk: Clerk,
    case_id: UUID,
    letter: KeptLetter,
    *,
    at: datetime,
    seen: int | None = None,
) -> tuple[UUID, Case]:
    """The letter belongs to the case and its applicant may read it; a step of the same transaction names it.

    NotYours, NotHandler, Changed. The case's revision is raised: take the next step without `seen`.
    """
    case = lock_handled(session, clerk, case_id, seen=seen)
    letter_id = uuid4()
    row = {
        "id": letter_id,
        "submission_id": case.id,
        "office_id": case.office,
        "clerk_id": clerk.id,
        "at": at,
        "kind": letter.kind,
        "template": letter.template,
        "title": letter.title,
        "sha256": letter.sha256,
        "size": letter.size,
        "answers": dict(letter.answers),
    }
    session.execute(insert(LETTER), row)
    details = {"letter": str(letter_id), "kind": letter.kind, "sha256": letter.sha256}
    kept = write(session, case, clerk=clerk, at=at, what="letter", details=details)
    return letter_id, kept


def answers_of(session: Session, case_id: UUID, letter: UUID) -> dict[str, str]:
    """What stood in the places of a letter of this case; {} for any other."""
    row = session.execute(_ANSWERS, {"case": case_id, "letter": letter}).one_or_none()
    return {} if row is None else {name: str(said) for name, said in row.answers.items()}


def facts_for(
    case: Case,
    office: OfficeFacts,
    clerk: Clerk,
    *,
    procedure: str,
    service: str,
    register_number: str,
    post: str,
    at: datetime,
    demo: bool,
) -> LetterFacts:
    """The facts of a letter in a case. WrongInput("clerk_post") when the clerk's post is left empty."""
    return LetterFacts(
        office=office,
        department=case.department,
        procedure=procedure,
        service=service,
        register_number=register_number,
        case_sign=case.case_sign,
        addressee=case.sender,
        filed_on=warsaw_date(case.filed_at),
        on=warsaw_date(at),
        clerk=clerk.name,
        clerk_post=typed("clerk_post", post, N_("Write the post of who signs the letter."), 200),
        demo=demo,
    )


def _known(facts: LetterFacts) -> dict[str, str]:
    unit = facts.office.units.get(facts.department)
    return {
        "addressee": facts.addressee or _NO_NAME,
        "authority": facts.office.authority.pl,
        "case_sign": facts.case_sign or facts.register_number,
        "city": facts.office.city,
        "clerk": facts.clerk,
        "clerk_post": facts.clerk_post,
        "filed_on": say_date(facts.filed_on, "pl"),
        "office": facts.office.name.pl,
        "register_number": facts.register_number,
        "service": facts.service,
        "today": say_date(facts.on, "pl"),
        "unit": unit.pl if unit else "",
    }


def _asked(template: Template, words: Mapping[str, str]) -> dict[str, str]:
    asks = {ask.name: ask for ask in template.asks}
    for name in words:
        if name not in asks:
            raise UnknownPlaceholder(name, N_("The letter has no place called %(name)s."), {"name": name})
    values = {}
    for name, ask in asks.items():
        given = words.get(name, "")
        if ask.optional and not given.strip():
            values[name] = ""
        elif ask.kind == "date":
            values[name] = _day(name, given)
        else:
            values[name] = typed(name, given, N_("This place of the letter is empty. Fill it in."), LONGEST)
    return values


def _day(name: str, given: str) -> str:
    try:
        return say_date(date.fromisoformat(given), "pl", weekday=True)
    except ValueError:
        raise WrongInput(name, N_("Give a day, for example 2026-11-30.")) from None


def _sheet(template: Template, facts: LetterFacts, body: tuple[Part, ...]) -> LetterSheet:
    known, office = _known(facts), facts.office
    number = (_NUMBER, facts.register_number)
    place = f"{office.postal_code}\N{NO-BREAK SPACE}{office.city}" if office.postal_code else office.city
    return LetterSheet(
        demo=facts.demo,
        office_name=office.name.pl,
        office_address=f"{office.street}, {place}" if office.street else place,
        unit=known["unit"],
        place_and_date=f"{office.city}, {known['today']}",
        sign=((_SIGN, facts.case_sign), number) if facts.case_sign else (number,),
        addressee=known["addressee"],
        title=template.title.pl,
        body=tuple(Words(part.text, part.heading) for part in body),
        clerk=facts.clerk,
        clerk_post=facts.clerk_post,
        seal_note=_SEALED.format(office=office.name.pl),
        page=_PAGE,
    )


_ANSWERS = select(LETTER.c.answers).where(
    LETTER.c.submission_id == bindparam("case"), LETTER.c.id == bindparam("letter")
)
