"""What can be said of each piece of a form, in words: one table for those who ask and those who compare."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from pydantic import BaseModel

from forms_catalog.model import AnyField
from forms_catalog.problems import N_

#: words: a text in every language · long: the same in several lines · line: plain text · number: whole ·
#: decimal · tick · choice: one of `options` · pick: one of what the page offers · picks: any of it, or of
#: `options` · texts: a list of words · lines: plain lines
Shape = Literal[
    "words", "long", "line", "number", "decimal", "tick", "choice", "pick", "picks", "texts", "lines"
]


@dataclass(frozen=True)
class Property:
    """One thing that may be changed: its key in the document, how it is asked, what it is called."""

    key: str
    shape: Shape
    label: str  #: message id
    hint: str = ""  #: message id
    options: tuple[tuple[str, str], ...] = ()  #: value → message id
    needed: bool = False  #: the form cannot do without
    number: bool = False  #: of a choice: its values are whole numbers in the document
    empty: bool = False  #: the key stands in the form also without a value


#: how the answers that name an entry are put together
_TOGETHER = N_("For example: {street} {house_no}. Names of questions, for computers. Empty: with commas.")
_OWN = N_("Empty: we say it in our own words.")
_LABEL = Property("label", "words", N_("Question"), needed=True)
_HINT = Property("hint", "words", N_("Hint"), N_("An example of an answer."))
_REQUIRED = Property("required", "tick", N_("An answer must be given"))
_MISSING = Property("missing", "words", N_("What we say when the answer is missing"), _OWN)
_WRONG = Property("wrong", "words", N_("What we say when it is written wrong"), _OWN)
_SUFFIX = Property("suffix", "words", N_("Unit after the number"), N_("For example m² or szt."))
_MINIMUM = N_("The smallest number allowed")
_MAXIMUM = N_("The largest number allowed")
_SHORTEST = Property("min_length", "number", N_("Letters at least"))
_LONGEST = Property("max_length", "number", N_("Letters at most"))
_FILLED_IN = Property(
    "autocomplete",
    "choice",
    N_("What the browser may fill in"),
    N_("Only for what people say of themselves."),
    options=(
        ("", N_("nothing")),
        ("name", N_("first name and surname")),
        ("given-name", N_("first name")),
        ("family-name", N_("surname")),
        ("organization", N_("name of the company")),
        ("street-address", N_("whole address")),
        ("address-line1", N_("street and number")),
        ("address-level2", N_("town")),
        ("postal-code", N_("postal code")),
        ("bday", N_("day of birth")),
        ("email", N_("e-mail address")),
        ("tel", N_("phone number")),
    ),
)
_WIDTHS = tuple((str(width), str(width)) for width in (2, 3, 4, 5, 10, 20, 30))

_SHAPES: Mapping[str, type[BaseModel]] = {
    str(get_args(shape.model_fields["kind"].annotation)[0]): shape
    for shape in get_args(get_args(AnyField)[0])
}

#: what every question has
ASKED = (_LABEL, _HINT, _REQUIRED, _MISSING)

#: kind of question → its name in words
KINDS: Mapping[str, str] = {
    "string": N_("one line of text"),
    "text": N_("several lines of text"),
    "bool": N_("yes or no, or a box to tick"),
    "statement": N_("a statement that must be ticked"),
    "enum": N_("one of a few answers"),
    "multi_enum": N_("any of a few answers"),
    "list": N_("one of a long list"),
    "int": N_("a whole number"),
    "decimal": N_("a number with decimal places"),
    "money": N_("an amount in zł"),
    "year": N_("a year"),
    "month": N_("a month"),
    "date": N_("a day"),
    "datetime": N_("a day with its hour"),
    "pesel": N_("PESEL number"),
    "nip": N_("NIP number"),
    "regon": N_("REGON number"),
    "krs": N_("KRS number"),
    "kw": N_("land-register number"),
    "nrb": N_("bank account"),
    "vin": N_("vehicle's VIN"),
    "plate": N_("registration plate"),
    "case_sign": N_("sign of a case"),
    "postal_code": N_("postal code"),
    "email": N_("e-mail address"),
    "phone": N_("phone number"),
    "ade": N_("e-Delivery address"),
    "computed": N_("an amount that is counted"),
    "group": N_("several questions under one name"),
    "rows": N_("a list of things, each on a page of its own"),
}

#: kind → what it has beside ASKED
OF_KIND: Mapping[str, tuple[Property, ...]] = {
    "string": (
        _SHORTEST,
        _LONGEST,
        Property(
            "width",
            "choice",
            N_("Width of the field in letters"),
            options=(("", N_("as wide as the page")), *_WIDTHS),
            number=True,
        ),
        Property("pattern", "line", N_("Pattern of the answer"), N_("A regular expression.")),
        _WRONG,
        _FILLED_IN,
    ),
    "email": (_FILLED_IN,),
    "phone": (_FILLED_IN,),
    "postal_code": (_FILLED_IN,),
    "text": (_SHORTEST, _LONGEST, Property("rows", "number", N_("Height of the field in lines"))),
    "int": (
        Property("minimum", "number", _MINIMUM),
        Property("maximum", "number", _MAXIMUM),
        Property("at_least_field", "pick", N_("Not smaller than the answer to")),
        _SUFFIX,
    ),
    "year": (
        Property("minimum", "number", N_("The first year allowed")),
        Property("years_ahead", "number", N_("How many years ahead")),
    ),
    "date": (
        Property("not_after_today", "tick", N_("Not later than today")),
        Property("after_today", "tick", N_("Later than today")),
        Property("days_back", "number", N_("At most so many days before today")),
        _FILLED_IN,
    ),
    "decimal": (
        Property("places", "number", N_("Decimal places at most")),
        Property("minimum", "decimal", _MINIMUM),
        Property("above", "decimal", N_("More than")),
        Property("maximum", "decimal", _MAXIMUM),
        _SUFFIX,
    ),
    "money": (
        Property("minimum", "decimal", _MINIMUM),
        Property("maximum", "decimal", _MAXIMUM),
        Property("whole", "tick", N_("Full złoty only")),
    ),
    "list": (
        Property("list", "pick", N_("Which list"), needed=True),
        Property("default", "line", N_("What is chosen at the start"), N_("The value as the list has it.")),
    ),
    "computed": (
        Property(
            "money",
            "choice",
            N_("Counted in"),
            options=(("grosz", N_("zł and grosze")), ("zloty", N_("full zł"))),
        ),
    ),
    "group": (
        Property(
            "read_as",
            "choice",
            N_("How it is read back"),
            options=(("fields", N_("question by question")), ("address", N_("in one line, as an address"))),
        ),
    ),
    "rows": (
        Property("min", "number", N_("Entries at least")),
        Property("max", "number", N_("Entries at most")),
        Property("one", "words", N_("What one entry is called"), N_("For example: działka"), needed=True),
        Property("add", "words", N_("Button that adds one"), N_("For example: Dodaj działkę"), needed=True),
        Property(
            "save", "words", N_("Button that saves one"), N_("For example: Zapisz działkę"), needed=True
        ),
        Property("row_title", "picks", N_("Questions that name an entry")),
        Property("columns", "picks", N_("Questions shown in the table")),
        Property("title", "words", N_("How these answers are put together"), _TOGETHER),
    ),
}

SECTION = (
    Property("title", "words", N_("Title of the page"), needed=True),
    Property("to", "words", N_("The title after “Save and go to”"), N_("For example: gruntów"), needed=True),
    Property("help", "long", N_("Sentence below the title")),
    Property("attachments", "tick", N_("Attachments are asked for on this page")),
)
CHOICE = (
    Property("label", "words", N_("Answer"), needed=True),
    Property("hint", "words", N_("Hint at the answer")),
)
FORMATS = ("pdf", "jpg", "png", "xml", "docx", "odt")
SLOT = (
    Property("label", "words", N_("What is attached"), needed=True),
    Property("hint", "words", N_("Hint")),
    Property("required", "tick", N_("It must be attached")),
    Property("missing", "words", N_("What we say when it is missing"), _OWN),
    Property("formats", "picks", N_("Kinds of file"), needed=True),
    Property("max_files", "number", N_("Files at most")),
    Property("max_bytes", "number", N_("Bytes of one file at most")),
)


def default_of(kind: str, key: str) -> str:
    """What holds where nothing is said about a question of this kind, told beside its input; ""."""
    shape = _SHAPES.get(kind)
    known = shape.model_fields.get(key) if shape else None
    value = known.default if known is not None else None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def properties_of(kind: str) -> tuple[Property, ...]:
    """Everything that can be said of a question of this kind."""
    if kind == "computed":
        return (_LABEL, _HINT, *OF_KIND[kind])
    own = OF_KIND.get(kind, ())
    if kind == "statement":
        return (Property("label", "long", N_("The statement"), needed=True), _HINT, _REQUIRED, _MISSING)
    return (*ASKED, *own)
