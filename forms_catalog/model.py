"""The shape of a definition: frozen, strict, a discriminated union of kinds of field."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from forms_catalog.conditions import Condition
from forms_catalog.particulars import (
    Appeal,
    Card,
    Fee,
    FilePlan,
    Frozen,
    LegalRef,
    OfficeDeadline,
    Outcome,
    Signature,
)
from forms_catalog.texts import Language, Text

FieldName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,40}$")]
ServiceCode = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Numbered = Annotated[
    str, Field(pattern=r"^[a-z_]+@[0-9]+$")
]  #: a rule or calculation in code: never changed in place
Standing = Literal["verified", "partly", "derived", "memory", "demo", "to_be_confirmed"]


class Asked(Frozen):
    """What every field has."""

    name: FieldName
    label: Text
    hint: Text | None = None
    required: bool = False
    required_when: Condition | None = None
    shown_when: Condition | None = None
    missing: Text | None = (
        None  #: own sentence when the answer is missing: "Podaj powierzchnię, na przykład 640,50."
    )
    autocomplete: str | None = None  #: WCAG 1.3.5 token


class StringField(Asked):
    kind: Literal["string"]
    min_length: int = 1
    max_length: int = 240
    pattern: str | None = None  #: the whole value must match (Python `re`)
    wrong: Text | None = None  #: own sentence when the pattern does not match
    width: Literal[2, 3, 4, 5, 10, 20, 30] | None = None  #: width of the input in letters


class TextField(Asked):
    kind: Literal["text"]
    min_length: int = 1
    max_length: int = 10_000
    rows: int = 5


class BoolField(Asked):
    """Required: two radios yes/no. Not required: one box to tick; unticked means not given."""

    kind: Literal["bool"]


class StatementField(Asked):
    """A statement that must be ticked; its label is the text stated."""

    kind: Literal["statement"]


class IntField(Asked):
    kind: Literal["int"]
    minimum: int | None = None
    maximum: int | None = None
    at_least_field: FieldName | None = None  #: not smaller than the answer to this field beside it
    suffix: Text | None = None


class YearField(Asked):
    kind: Literal["year"]
    minimum: int = 1900
    years_ahead: int = 1  #: the last year allowed is this year (Warsaw) plus so many


class MonthField(Asked):
    kind: Literal["month"]


class DateField(Asked):
    kind: Literal["date"]
    not_after_today: bool = False
    after_today: bool = False
    days_back: int | None = None  #: at most so many days before today (Warsaw); a day to come is fine


class DateTimeField(Asked):
    """Day and minute by the clock of Warsaw: "2026-11-22T14:30"."""

    kind: Literal["datetime"]


class DecimalField(Asked):
    kind: Literal["decimal"]
    places: int = 2  #: at most so many places
    minimum: Decimal | None = None
    above: Decimal | None = None  #: must be greater than this
    maximum: Decimal = Decimal("999999999999")
    suffix: Text | None = None


class MoneyField(Asked):
    """Zł and grosze."""

    kind: Literal["money"]
    minimum: Decimal = Decimal(0)
    maximum: Decimal = Decimal("999999999999")
    whole: bool = False  #: full złoty only


class Choice(Frozen):
    value: str
    label: Text
    hint: Text | None = None


class EnumField(Asked):
    kind: Literal["enum"]
    choices: tuple[Choice, ...] = Field(min_length=1)


class MultiEnumField(Asked):
    """Any of the choices, in their order; required: at least one. A condition holds for each one chosen."""

    kind: Literal["multi_enum"]
    choices: tuple[Choice, ...] = Field(min_length=1)


class ListField(Asked):
    """A choice from a dated list kept as data (countries, legal forms)."""

    kind: Literal["list"]
    list: str  #: name of the list in `definitions/lists/`
    default: str | None = None


class PeselField(Asked):
    kind: Literal["pesel"]


class NipField(Asked):
    kind: Literal["nip"]


class RegonField(Asked):
    kind: Literal["regon"]


class KrsField(Asked):
    kind: Literal["krs"]


class KwField(Asked):
    """Land-register number."""

    kind: Literal["kw"]


class NrbField(Asked):
    """Polish bank account, 26 digits; PL before them may be typed."""

    kind: Literal["nrb"]


class VinField(Asked):
    """Vehicle identification number."""

    kind: Literal["vin"]


class PlateField(Asked):
    """Registration plate without its space; individual and foreign ones are taken too."""

    kind: Literal["plate"]


class CaseSignField(Asked):
    """The sign of a case, as it stands on an office's letter: BA.3120.5.2026."""

    kind: Literal["case_sign"]


class PostalCodeField(Asked):
    """NN-NNN when the `country` beside it is PL (or not given), else free text of 1–12 characters."""

    kind: Literal["postal_code"]


class EmailField(Asked):
    kind: Literal["email"]


class PhoneField(Asked):
    """Kept in E.164; a number without prefix is Polish."""

    kind: Literal["phone"]


class AdeField(Asked):
    """e-Delivery address."""

    kind: Literal["ade"]


class ComputedField(Asked):
    """An amount the office's rates give; never typed, filled by a calculation."""

    kind: Literal["computed"]
    money: Literal["grosz", "zloty"] = "grosz"


class GroupField(Asked):
    """Fields under one name, once."""

    kind: Literal["group"]
    fields: tuple["AnyField", ...] = Field(min_length=1)
    #: how it is read back: field by field, or as one line like on an envelope
    read_as: Literal["fields", "address"] = "fields"


class RowsField(Asked):
    """A repeating group: a list of rows."""

    kind: Literal["rows"]
    min: int = 0
    max: int = Field(le=500)
    one: Text  #: what a row is called: "działka" / "parcel"
    add: Text  #: the button: "Dodaj działkę"
    save: Text  #: the button on the row's page: "Zapisz działkę"
    row_title: tuple[FieldName, ...] = Field(min_length=1)  #: fields that name a row in tables and headings
    #: how these fields are put together: "{parcel_no}, obręb {precinct}"; else one after another with commas
    title: Text | None = None
    columns: tuple[FieldName, ...] = ()  #: further columns of the table
    fields: tuple["AnyField", ...] = Field(min_length=1)


AnyField = Annotated[
    StringField
    | TextField
    | BoolField
    | StatementField
    | IntField
    | YearField
    | MonthField
    | DateField
    | DateTimeField
    | DecimalField
    | MoneyField
    | EnumField
    | MultiEnumField
    | ListField
    | PeselField
    | NipField
    | RegonField
    | KrsField
    | KwField
    | NrbField
    | VinField
    | PlateField
    | CaseSignField
    | PostalCodeField
    | EmailField
    | PhoneField
    | AdeField
    | ComputedField
    | GroupField
    | RowsField,
    Field(discriminator="kind"),
]
GroupField.model_rebuild()
RowsField.model_rebuild()


class Section(Frozen):
    """One page of the form."""

    name: FieldName
    title: Text
    to: Text  #: the title after "Zapisz i przejdź do:" in the right case: "budynków"
    help: Text | None = None
    shown_when: Condition | None = None
    fields: tuple[AnyField, ...] = Field(min_length=1)
    attachments: bool = False  #: the attachment slots are asked for on this page


class AttachmentSlot(Frozen):
    name: FieldName
    label: Text
    hint: Text | None = None
    required: bool = False
    required_when: Condition | None = None
    shown_when: Condition | None = None
    missing: Text | None = None
    formats: tuple[Literal["pdf", "jpg", "png", "xml", "docx", "odt"], ...] = Field(min_length=1)
    max_files: int = 5
    max_bytes: int = 10_000_000


class Definition(Frozen):
    """One service's form in one version."""

    code: ServiceCode
    version: int = Field(ge=1)
    group: Literal["tax", "business", "residency", "general"]
    title: Text
    short_title: Text  #: "Deklaracja DN-1"
    noun: Text  #: what one files, in the accusative: "deklarację", "wniosek" ("Złóż deklarację")
    summary_pl: str
    form_symbol: str | None
    procedure: Literal["kpa", "op", "udip"]
    legal_basis: tuple[LegalRef, ...]
    applicants: tuple[str, ...]
    proxy_allowed: bool
    filing_deadline: str | None
    filing_term_mode: Literal["shift", "no_shift", "office"] | None
    card: Card
    #: five to eight examples in residents' own words; search and consultant feed on them
    questions: dict[Language, tuple[str, ...]]
    #: further ways of asking, for the search alone
    also_asked: dict[Language, tuple[str, ...]] = Field(default={})
    keywords: tuple[str, ...] = ()
    sections: tuple[Section, ...] = Field(min_length=1)
    attachments: tuple[AttachmentSlot, ...] = ()
    rules: tuple[Numbered, ...] = ()
    calculations: tuple[Numbered, ...] = ()
    fee: Fee
    office_deadline: OfficeDeadline
    result: Outcome
    department: str
    file_plan: FilePlan
    signature: Signature
    appeal: Appeal | None
    local_resolution_required: bool
    flags: tuple[str, ...] = ()
    verification: tuple[str, ...] = ()
    retired_on: str | None = None
    digest: str = ""  #: SHA-256 (hex) of the canonical definition with its blocks resolved, set by the loader
