"""Numbers of people, firms, accounts and plots: shape and check digits.

Every function takes the number in its canonical form (no dashes or spaces, KW with its slashes) and never
raises, save `pesel_sex`, which wants a good PESEL. The rules are the registers'; worked examples are tests.
"""

import re
from datetime import date
from typing import Literal

_PESEL = re.compile(r"[0-9]{11}")
_KW = re.compile(r"[A-Z]{2}[0-9][A-Z]/[0-9]{8}/[0-9]")
_ADE = re.compile(r"AE:PL-[0-9]{5}-[0-9]{5}-[A-Z]{5}-[0-9]{2}")
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_PLATE_SIGNS = re.compile(r"[A-Z0-9]{2,10}")
_CAPITAL = "A-ZĄĆĘŁŃÓŚŹŻ"
_CASE_SIGN = re.compile(
    rf"[{_CAPITAL}][{_CAPITAL}0-9]*(?:[./-][{_CAPITAL}0-9]+)*"
    rf"\.[0-9]{{3,4}}(?:\.[0-9]{{1,6}}){{1,2}}\.[0-9]{{4}}(?:\.[{_CAPITAL}]{{1,5}})?"
)
_PLATE = re.compile(r"[A-Z]{1,3}[0-9]? ?[A-Z0-9]{3,5}")
_POSTAL = re.compile(r"[0-9]{2}-[0-9]{3}")
_ID_CARD = re.compile(r"[A-Z]{3}[0-9]{6}")

_KW_LETTERS = {letter: value for value, letter in enumerate("0123456789XABCDEFGHIJKLMNOPRSTUWYZ")}
_CENTURIES = {80: 1800, 0: 1900, 20: 2000, 40: 2100, 60: 2200}


def _weighed(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _digits(text: str, *lengths: int) -> bool:
    return len(text) in lengths and text.isascii() and text.isdigit()


def pesel_birth_date(pesel: str) -> date | None:
    """The day of birth that the first six digits tell, or None where they are no date."""
    if not _PESEL.fullmatch(pesel):
        return None
    month = int(pesel[2:4])
    century = _CENTURIES[month // 20 * 20]
    try:
        return date(century + int(pesel[:2]), month % 20, int(pesel[4:6]))
    except ValueError:
        return None


def pesel_sex(pesel: str) -> Literal["female", "male"]:
    """What the tenth digit of a good PESEL tells: odd is male."""
    return "male" if int(pesel[9]) % 2 else "female"


def pesel_check_digit_fits(pesel: str) -> bool:
    """Whether eleven digits end in the check digit of the first ten."""
    return _digits(pesel, 11) and (
        (10 - _weighed(pesel, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10) % 10 == int(pesel[10])
    )


def is_pesel(pesel: str) -> bool:
    """Eleven digits that begin with a date and end with the right check digit."""
    return pesel_birth_date(pesel) is not None and pesel_check_digit_fits(pesel)


def is_nip(nip: str) -> bool:
    """Ten digits whose check digit fits; a number with the remainder 10 was never issued."""
    return (
        _digits(nip, 10) and int(nip) > 0 and _weighed(nip, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == int(nip[9])
    )


def is_regon(regon: str) -> bool:
    """Nine digits, or fourteen that begin with a good nine, each with its check digit."""
    if not _digits(regon, 9, 14) or int(regon) == 0:
        return False
    if _weighed(regon, (8, 9, 2, 3, 4, 5, 6, 7)) % 11 % 10 != int(regon[8]):
        return False
    longer = (2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)
    return len(regon) == 9 or _weighed(regon, longer) % 11 % 10 == int(regon[13])


def is_krs(krs: str) -> bool:
    """Ten digits; the number has no check digit."""
    return _digits(krs, 10)


def is_kw_shape(kw: str) -> bool:
    """`GL1Z/00012345/0`: court, eight digits, check digit. Which courts there are is not checked here."""
    return _KW.fullmatch(kw) is not None


def is_kw(kw: str) -> bool:
    """A land-register number of the right shape whose check digit fits."""
    if not is_kw_shape(kw):
        return False
    values = [_KW_LETTERS.get(sign) for sign in kw[:4] + kw[5:13]]
    if None in values:  # Q and V stand in no court's sign
        return False
    return sum((v or 0) * w for v, w in zip(values, (1, 3, 7) * 4, strict=True)) % 10 == int(kw[14])


def is_nrb(nrb: str) -> bool:
    """Twenty-six digits of a Polish account that pass mod 97 (ISO 13616)."""
    return _digits(nrb, 26) and int(nrb[2:] + "2521" + nrb[:2]) % 97 == 1


def is_id_card(number: str) -> bool:
    """Three letters and six digits, the first digit a check digit (identity card)."""
    if not _ID_CARD.fullmatch(number):
        return False
    values = [int(sign, 36) for sign in number]  # A=10 … Z=35, digits themselves
    return sum(v * w for v, w in zip(values, (7, 3, 1, 9, 7, 3, 1, 7, 3), strict=True)) % 10 == 0


def is_ade(address: str) -> bool:
    """The shape of an e-Delivery address; how its last two digits are made is not published."""
    return _ADE.fullmatch(address) is not None


def is_postal_code(code: str) -> bool:
    """A Polish postal code, 41-800."""
    return _POSTAL.fullmatch(code) is not None


def is_vin(vin: str) -> bool:
    """Seventeen letters and digits without I, O and Q; Europe demands no check digit."""
    return _VIN.fullmatch(vin) is not None


def is_plate(plate: str) -> bool:
    """Two to ten letters and digits, of whatever country; the plate's space is left out."""
    return _PLATE_SIGNS.fullmatch(plate) is not None


def is_case_sign(sign: str) -> bool:
    """Unit, class of the file plan, number, year, at most the handler's initials: `BA.3120.5.2026.AK`.

    The number may be two for a sub-series (instrukcja kancelaryjna, Dz.U. 2011 nr 14 poz. 67).
    """
    return len(sign) <= 60 and _CASE_SIGN.fullmatch(sign) is not None


def looks_like_plate(plate: str) -> bool:
    """A soft check for Polish registration plates: warn by it, never refuse (individual plates exist)."""
    return _PLATE.fullmatch(plate) is not None
