"""Numbers from registers: PESEL, NIP, REGON, KRS, land registers, postal codes."""

import re
from collections.abc import Callable, Mapping

from forms_catalog import identifiers
from forms_catalog.kinds.kind import WRONG_TYPE, Around, Judge, Kind, Wrong
from forms_catalog.model import Asked, PostalCodeField
from forms_catalog.problems import N_

_BETWEEN = re.compile(r"[\s\u2010-\u2015\u2212-]+")
_KW_FULL = re.compile(r"([A-Z]{2}[0-9][A-Z])[/-]?([0-9]{8})[/-]?([0-9])")
_KW_SHORT = re.compile(r"([A-Z]{2}[0-9][A-Z])[/-]([0-9]{1,8})[/-]([0-9])")
_FIVE = re.compile(r"[0-9]{5}")
_LONGEST = 60

_PESEL_COUNT = Wrong(N_("A PESEL number has 11 digits. Count them."), code="length")
_PESEL_DATE = Wrong(
    N_("This PESEL number begins with a date that does not exist. Copy it from the identity card."),
    code="date",
)
_PESEL_CHECK = Wrong(
    N_("The last digit does not fit the rest of the number. Copy it from the identity card."), code="checksum"
)
_NIP_COUNT = Wrong(N_("A NIP has 10 digits. Count them."), code="length")
_CHECK = Wrong(
    N_("The last digit does not fit the rest of the number. Copy the number again."), code="checksum"
)
_REGON_COUNT = Wrong(N_("A REGON has 9 or 14 digits. Count them."), code="length")
_KRS_COUNT = Wrong(N_("A KRS number has 10 digits. Give it with the leading zeros."), code="length")
_KW_SHAPE = Wrong(N_("Copy the whole number, for example GL1Z/00012345/0."), code="shape")
_KW_CHECK = Wrong(
    N_("The last digit does not fit the rest of the number. Copy it from the deed or the court's letter."),
    code="checksum",
)
_POSTAL = Wrong(N_("Give the postal code, for example 41-800."), code="postal_code")
_FOREIGN_POSTAL = Wrong(N_("Give the postal code in at most 12 characters."), code="postal_code")


def _digits(prefix: str = "") -> Callable[[Asked, object, Mapping[str, object]], object]:
    def read(field: Asked, value: object, beside: Mapping[str, object]) -> object:
        if not isinstance(value, str) or len(value) > _LONGEST:
            return value
        compact = _BETWEEN.sub("", value)
        if prefix and compact.upper().startswith(prefix):
            compact = compact[len(prefix) :]
        return compact if compact.isascii() and compact.isdigit() else value

    return read


def _read_kw(field: Asked, value: object, beside: Mapping[str, object]) -> object:
    if not isinstance(value, str) or len(value) > _LONGEST:
        return value
    compact = re.sub(r"\s+", "", value).upper()
    found = _KW_FULL.fullmatch(compact) or _KW_SHORT.fullmatch(compact)
    return f"{found[1]}/{found[2].zfill(8)}/{found[3]}" if found else value


def _read_postal_code(field: PostalCodeField, value: object, beside: Mapping[str, object]) -> object:
    if not isinstance(value, str) or len(value) > _LONGEST or not _in_poland(beside):
        return value
    compact = _BETWEEN.sub("", value)
    return f"{compact[:2]}-{compact[2:]}" if _FIVE.fullmatch(compact) else value


def _in_poland(beside: Mapping[str, object]) -> bool:
    country = beside.get("country")
    return country is None or (isinstance(country, str) and country.strip() in ("", "PL"))


def _judged(check: Callable[[str], Wrong | None]) -> Callable[[Asked], Judge]:
    def judge(value: object, around: Around) -> Wrong | None:
        return check(value) if isinstance(value, str) else WRONG_TYPE

    return lambda field: judge


def _pesel(value: str) -> Wrong | None:
    if not (len(value) == 11 and value.isascii() and value.isdigit()):
        return _PESEL_COUNT
    if not identifiers.pesel_check_digit_fits(value):
        return _PESEL_CHECK
    return _PESEL_DATE if identifiers.pesel_birth_date(value) is None else None


def _nip(value: str) -> Wrong | None:
    if not (len(value) == 10 and value.isascii() and value.isdigit()):
        return _NIP_COUNT
    return None if identifiers.is_nip(value) else _CHECK


def _regon(value: str) -> Wrong | None:
    if not (len(value) in (9, 14) and value.isascii() and value.isdigit()):
        return _REGON_COUNT
    return None if identifiers.is_regon(value) else _CHECK


def _krs(value: str) -> Wrong | None:
    return None if identifiers.is_krs(value) else _KRS_COUNT


def _kw(value: str) -> Wrong | None:
    if not identifiers.is_kw_shape(value):
        return _KW_SHAPE
    return None if identifiers.is_kw(value) else _KW_CHECK


def _judge_postal_code(field: PostalCodeField) -> Judge:
    def judge(value: object, around: Around) -> Wrong | None:
        if not isinstance(value, str):
            return WRONG_TYPE
        if _in_poland(around.beside):
            return None if identifiers.is_postal_code(value) else _POSTAL
        return None if len(value) <= 12 and value.isprintable() else _FOREIGN_POSTAL

    return judge


PESEL = Kind(_digits(), _judged(_pesel), N_("Give the PESEL number: 11 digits."))
NIP = Kind(_digits("PL"), _judged(_nip), N_("Give the NIP: 10 digits."))
REGON = Kind(_digits(), _judged(_regon), N_("Give the REGON: 9 or 14 digits."))
KRS = Kind(_digits(), _judged(_krs), N_("Give the KRS number: 10 digits."))
KW = Kind(_read_kw, _judged(_kw), N_("Give the land-register number, for example GL1Z/00012345/0."))
POSTAL_CODE = Kind(_read_postal_code, _judge_postal_code, N_("Give the postal code, for example 41-800."))
