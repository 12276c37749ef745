"""The shape of what POST submissions takes, before anybody looks at the answers."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from forms_catalog.problems import N_
from pages.words import gettext
from portal.api.problem import Refusal, Wrong


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


_Sent = TypeVar("_Sent", bound=_Strict)


class SentFile(_Strict):
    slot: Annotated[str, Field(max_length=60)]
    filename: Annotated[str, Field(max_length=1000)]
    content_type: Annotated[str, Field(max_length=200)]
    data_base64: str


class SentContact(_Strict):
    email: str | None = None
    phone: str | None = None
    sms_consent: bool | None = None


class SentSubmission(_Strict):
    office: Annotated[str, Field(max_length=60)]
    service: Annotated[str, Field(max_length=120)]
    answers: dict[str, Any]  # whatever JSON holds: the judge names what is wrong in it
    attachments: Annotated[tuple[SentFile, ...], Field(max_length=100, strict=False)] = ()
    contact: SentContact | None = None


class SentStart(_Strict):
    office: Annotated[str, Field(max_length=60)]
    answers: dict[str, Any]  # whatever JSON holds: what does not fit the form is left out and named
    minutes: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


#: beginning of pydantic's word for a fault → ours
_WORDS = {
    "missing": ("required", N_("This is missing.")),
    "extra_forbidden": ("unknown_field", N_("We do not know this name. Leave it out or correct it.")),
    "string_type": ("wrong_type", N_("This must be text.")),
    "string_too_long": ("too_long", N_("This text is too long.")),
    "int": ("wrong_type", N_("This must be a whole number.")),
    "bool": ("wrong_type", N_("This must be true or false.")),
    "too_long": ("too_many", N_("These are too many.")),
    "tuple_type": ("wrong_type", N_("This must be a list.")),
    "model": ("wrong_type", N_("This must be an object.")),
    "dict": ("wrong_type", N_("This must be an object.")),
}
_ELSE = ("invalid", N_("We cannot read this."))


def shaped(read: object) -> SentSubmission:
    """The body as sent, or a Refusal (422) that names every misshapen place."""
    return _shaped(SentSubmission, read)


def shaped_start(read: object) -> SentStart:
    """The same for a link with answers."""
    return _shaped(SentStart, read)


def _shaped(shape: type[_Sent], read: object) -> _Sent:
    try:
        return shape.model_validate(read)
    except ValidationError as error:
        faults = [_wrong(detail["loc"], detail["type"]) for detail in error.errors(include_url=False)]
        raise Refusal(422, N_("Some answers need correcting"), errors=faults) from None


def _wrong(place: tuple[int | str, ...], kind: str) -> Wrong:
    code, message = next((told for start, told in _WORDS.items() if kind.startswith(start)), _ELSE)
    return Wrong("".join(f"/{escaped(str(step))}" for step in place), gettext(message), code)


def escaped(step: str) -> str:
    """A name as a step of a JSON pointer."""
    return step.replace("~", "~0").replace("/", "~1")
