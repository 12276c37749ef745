"""Lines, longer texts, e-mail, phone and e-Delivery addresses."""

import re
from collections.abc import Mapping
from functools import lru_cache

import phonenumbers

from forms_catalog import identifiers
from forms_catalog.kinds.kind import WRONG_TYPE, Around, Judge, Kind, Wrong, as_given
from forms_catalog.model import AdeField, EmailField, PhoneField, StringField, TextField
from forms_catalog.problems import N_
from forms_catalog.wording import number_text

# XML cannot hold control characters, lone surrogates and U+FFFE/FFFF; U+FFFD marks what was lost on the way
# here; signs that turn the direction of text round would show another order than the one filed
_NEVER = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff\u2028\u2029\u202a-\u202e\u2066-\u2069"
_UNSAVABLE = re.compile(f"[{_NEVER}]")
_UNSAVABLE_IN_LINE = re.compile(f"[\\t{_NEVER}]")
_LINE_ENDS = re.compile(r"\r\n?")

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(
    rf"[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~-]+)*@(?:{_LABEL}\.)+[A-Za-z]"
    r"(?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])"
)
_DIALLED = re.compile(r"[0-9+()\s./-]{5,40}")
_SPACES = re.compile(r"\s+")

_UNREADABLE = Wrong(
    N_("A sign in this text cannot be saved. Delete it and type the text again."), code="unsavable_sign"
)
_ONE_LINE = Wrong(N_("Write this in one line."), code="one_line")


def _line_fault(value: object) -> Wrong | None:
    if not isinstance(value, str):
        return WRONG_TYPE
    if value.isascii() and value.isprintable():
        return None
    if _UNSAVABLE_IN_LINE.search(value):
        return _UNREADABLE
    return _ONE_LINE if "\n" in value else None


def _length_fault(value: str, least: int, most: int) -> Wrong | None:
    if len(value) > most:
        values = {"maximum": number_text(most), "count": number_text(len(value))}
        return Wrong(
            N_("Shorten this: %(maximum)s characters fit, now there are %(count)s."), values, "too_long"
        )
    if len(value) < least:
        values = {"minimum": number_text(least)}
        return Wrong(
            N_("Write more here. The shortest text we can take has %(minimum)s characters."),
            values,
            "too_short",
        )
    return None


def _judge_string(field: StringField) -> Judge:
    pattern = re.compile(field.pattern) if field.pattern is not None else None

    def judge(value: object, around: Around) -> Wrong | None:
        wrong = _line_fault(value)
        if wrong is not None or not isinstance(value, str):
            return wrong
        wrong = _length_fault(value, field.min_length, field.max_length)
        if wrong is None and pattern is not None and not pattern.fullmatch(value):
            message = N_("Check “%(label)s”: it is written in another way.")
            wrong = Wrong(message, {"label": field.label}, "pattern", field.wrong)
        return wrong

    return judge


def _read_text(field: TextField, value: object, beside: Mapping[str, object]) -> object:
    return _LINE_ENDS.sub("\n", value) if isinstance(value, str) else value


def _judge_text(field: TextField) -> Judge:
    def judge(value: object, around: Around) -> Wrong | None:
        if not isinstance(value, str):
            return WRONG_TYPE
        wrong = _length_fault(value, field.min_length, field.max_length)
        return _UNREADABLE if wrong is None and _UNSAVABLE.search(value) else wrong

    return judge


def _judge_email(field: EmailField) -> Judge:
    def judge(value: object, around: Around) -> Wrong | None:
        if not isinstance(value, str):
            return WRONG_TYPE
        if len(value) > 254 or not _EMAIL.fullmatch(value) or value.index("@") > 64:
            return Wrong(N_("Check the e-mail address. It looks like jan@poczta.example."), code="email")
        return None

    return judge


def _read_phone(field: PhoneField, value: object, beside: Mapping[str, object]) -> object:
    return _e164(value) or value if isinstance(value, str) else value


@lru_cache(maxsize=256)  # it is read and then judged
def _e164(dialled: str) -> str | None:
    """The number in E.164, a Polish one where it has no prefix; None for what is no number in use."""
    if not _DIALLED.fullmatch(dialled) or not dialled.isascii():
        return None
    try:
        number = phonenumbers.parse(dialled, "PL")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _judge_phone(field: PhoneField) -> Judge:
    def judge(value: object, around: Around) -> Wrong | None:
        if not isinstance(value, str):
            return WRONG_TYPE
        if _e164(value) != value:
            message = N_("Check the phone number, for example 600 123 456. Begin a foreign one with +.")
            return Wrong(message, code="phone")
        return None

    return judge


def _read_ade(field: AdeField, value: object, beside: Mapping[str, object]) -> object:
    if not isinstance(value, str) or len(value) > 60:
        return value
    compact = _SPACES.sub("", value).upper()
    return compact if identifiers.is_ade(compact) else value


def _judge_ade(field: AdeField) -> Judge:
    def judge(value: object, around: Around) -> Wrong | None:
        if not isinstance(value, str):
            return WRONG_TYPE
        if not identifiers.is_ade(value):
            message = N_("Check the e-Doręczenia address. It looks like AE:PL-12345-67890-ABCDE-12.")
            return Wrong(message, code="ade")
        return None

    return judge


LAST_RESORT = N_("Fill in “%(label)s”.")

STRING = Kind(as_given, _judge_string, LAST_RESORT)
TEXT = Kind(_read_text, _judge_text, LAST_RESORT)
EMAIL = Kind(as_given, _judge_email, N_("Give an e-mail address, for example jan@poczta.example."))
PHONE = Kind(_read_phone, _judge_phone, N_("Give a phone number, for example 600 123 456."))
ADE = Kind(
    _read_ade, _judge_ade, N_("Give the e-Doręczenia address, for example AE:PL-12345-67890-ABCDE-12.")
)
