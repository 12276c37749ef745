"""Signs that are copied from papers: bank accounts, vehicles' numbers and plates, signs of cases."""

import re
from collections.abc import Callable, Mapping

from forms_catalog import identifiers
from forms_catalog.kinds.kind import WRONG_TYPE, Around, Judge, Kind, Wrong
from forms_catalog.model import Asked
from forms_catalog.problems import N_

_BETWEEN = re.compile(r"[\s\u00ad\u200b\u2010-\u2015\u2212.-]+")
_SPACES = re.compile(r"\s+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_LONGEST = 80
_GIVE_SIGN = N_("Copy the sign from the letter, for example BA.3120.5.2026.")

_NRB_COUNT = Wrong(N_("A Polish account number has 26 digits. Count them."), code="length")
_NRB_CHECK = Wrong(N_("The digits do not fit together. Copy the account number again."), code="checksum")
_VIN_COUNT = Wrong(N_("A VIN has 17 letters and digits. Count them."), code="length")
_VIN_LETTERS = Wrong(
    N_("A VIN never holds the letters I, O and Q. Look whether it is a 1 or a 0."), code="letters"
)
_VIN_SIGNS = Wrong(
    N_("A VIN holds only letters and digits. Copy it from the registration book."), code="shape"
)
_PLATE = Wrong(N_("Give the registration number, for example SZ 12345."), code="plate")
_CASE_SIGN = Wrong(_GIVE_SIGN, code="case_sign")


def _compact(value: object) -> object:
    """Capital letters without spaces, dots and dashes."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return value
    return _BETWEEN.sub("", value).upper() or value


def _read_nrb(field: Asked, value: object, beside: Mapping[str, object]) -> object:
    compact = _compact(value)
    bare = compact.removeprefix("PL") if isinstance(compact, str) else ""
    return bare if bare.isascii() and bare.isdigit() else value


def _read_sign(field: Asked, value: object, beside: Mapping[str, object]) -> object:
    compact = _compact(value)
    return compact if isinstance(compact, str) and compact.isascii() and compact.isalnum() else value


def _read_case_sign(field: Asked, value: object, beside: Mapping[str, object]) -> object:
    if not isinstance(value, str) or len(value) > _LONGEST:
        return value
    compact = _DASHES.sub("-", _SPACES.sub("", value)).upper().removesuffix(".")
    return compact if identifiers.is_case_sign(compact) else value


def _judged(check: Callable[[str], Wrong | None]) -> Callable[[Asked], Judge]:
    def judge(value: object, around: Around) -> Wrong | None:
        return check(value) if isinstance(value, str) else WRONG_TYPE

    return lambda field: judge


def _nrb(value: str) -> Wrong | None:
    if not (len(value) == 26 and value.isascii() and value.isdigit()):
        return _NRB_COUNT
    return None if identifiers.is_nrb(value) else _NRB_CHECK


def _vin(value: str) -> Wrong | None:
    if identifiers.is_vin(value):
        return None
    if not (value.isascii() and value.isalnum()):
        return _VIN_SIGNS
    return _VIN_COUNT if len(value) != 17 else _VIN_LETTERS


def _plate(value: str) -> Wrong | None:
    return None if identifiers.is_plate(value) else _PLATE


def _case_sign(value: str) -> Wrong | None:
    return None if identifiers.is_case_sign(value) else _CASE_SIGN


NRB = Kind(_read_nrb, _judged(_nrb), N_("Give the account number: 26 digits."))
VIN = Kind(_read_sign, _judged(_vin), N_("Give the VIN: 17 letters and digits."))
PLATE = Kind(_read_sign, _judged(_plate), N_("Give the registration number, for example SZ 12345."))
CASE_SIGN = Kind(_read_case_sign, _judged(_case_sign), _GIVE_SIGN)
