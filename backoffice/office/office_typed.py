"""What an administrator typed about an office: as keys of OfficeRow, with every fault in plain words."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from casework.desk import accounts
from forms_catalog.offices.office_rows import OFFICE_KINDS, OfficeKinds, OfficeRow
from forms_catalog.problems import N_
from forms_catalog.texts import LANGUAGES

Part = Literal["kontakt", "nadawca", "uslugi", "komorki"]
Fields = Mapping[str, str]
_LONGEST = 200

#: name of a field → what it must look like and the words for one that does not; empty is "not given"
_LOOKS: Mapping[str, tuple[Callable[[str], object], str]] = {
    "postal_code": (
        re.compile(r"[0-9][0-9]-[0-9]{3}").fullmatch,
        N_("Type five digits, for example 41-800."),
    ),
    "phone": (
        re.compile(r"\+?[0-9][0-9 ()-]{4,24}").fullmatch,
        N_("Type digits and spaces, for example 32 000 00 00."),
    ),
    "email": (accounts.is_address, N_("Type an e-mail address, for example anna@urzad.example.")),
    "mail_from": (accounts.is_address, N_("Type an e-mail address, for example anna@urzad.example.")),
    "website": (re.compile(r"https://[^\s<>\"']{3,190}").fullmatch, N_("Begin with https://.")),
    "teryt": (re.compile(r"[0-9]{2,7}").fullmatch, N_("Type 2 to 7 digits.")),
    "sms_name": (
        re.compile(r"[0-9A-Za-zĄĆĘŁŃÓŚŹŻąćęłńóśźż .,'-]{1,40}").fullmatch,
        N_("Use letters, digits, spaces and .,'- only, at most 40."),
    ),
}
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_SYMBOL = re.compile(r"[A-ZĄĆĘŁŃÓŚŹŻ0-9](?:[A-ZĄĆĘŁŃÓŚŹŻa-ząćęłńóśźż0-9-]{0,14})")
_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass
class Typed:
    said: dict[str, object] = field(default_factory=dict)  #: keys of OfficeRow
    faults: dict[str, str] = field(default_factory=dict)  #: name of a field → message id


def typed(
    part: Part,
    form: Fields,
    row: OfficeRow,
    kinds: OfficeKinds,
    *,
    chosen: Iterable[str],
    shown: Iterable[str],
) -> Typed:
    """One part of an office's page; `chosen` are the services that are ticked of those that are shown."""
    if part == "kontakt":
        return _contact(form)
    if part == "nadawca":
        return _senders(form)
    if part == "uslugi":
        return Typed(_switched(chosen, shown, kinds))
    return _units(form, departments(row, kinds))


def departments(row: OfficeRow, kinds: OfficeKinds) -> tuple[str, ...]:
    """The units an office of its kind needs, and further ones of its own."""
    usual = kinds.kinds[row.kind].units if row.kind in kinds.kinds else {}
    return tuple(dict.fromkeys((*usual, *row.units)))


def new_office(form: Fields) -> Typed:
    """All that a new office needs; the rest it says itself."""
    made = Typed()
    code, city, kind = (_line(form, name) for name in ("code", "city", "kind"))
    if not (_CODE.fullmatch(code) and 2 <= len(code) <= 40):
        made.faults["code"] = N_("Use small letters, digits and hyphens, for example gmina-wzorcowa.")
    if kind not in OFFICE_KINDS:
        made.faults["kind"] = N_("Choose the kind of office.")
    _text("name", form, made, N_("Type the name of the office."))
    if not city:
        made.faults["city"] = N_("Type the town where the office has its seat.")
    _text("authority", form, made, None)
    if made.said["authority"] is None:
        made.said["authority"] = made.said["name"]
    standing = "entered by the platform's administrator: to_be_confirmed by the office"
    made.said |= {"code": code, "city": city, "kind": kind, "standing": standing}
    return made


def _contact(form: Fields) -> Typed:
    made = Typed()
    _text("name", form, made, N_("Type the name of the office."))
    _text("authority", form, made, N_("Type whom letters to the office are addressed to."))
    _text("hours", form, made, None)
    for name in ("postal_code", "phone", "email", "website", "teryt"):
        _looked_at(name, form, made)
    made.said["street"] = _line(form, "street")
    made.said["postal_code"] = made.said["postal_code"] or ""
    return made


def _senders(form: Fields) -> Typed:
    made = Typed()
    for name in ("mail_from", "sms_name"):
        _looked_at(name, form, made)
    hours = {name: _line(form, f"quiet_{name}") for name in ("start", "end")}
    for name, hour in hours.items():
        if any(hours.values()) and not _CLOCK.fullmatch(hour):
            made.faults[f"quiet_{name}"] = N_("Type an hour, for example 20:00, or leave both empty.")
    made.said["sms_quiet"] = hours if any(hours.values()) else None
    return made


def _switched(chosen: Iterable[str], shown: Iterable[str], kinds: OfficeKinds) -> dict[str, object]:
    """`on` and `off` of an office that wants these services of those it was shown."""
    wanted, usually_off = set(chosen), {one.service for one in kinds.off_by_default}
    return {
        "on": [code for code in shown if code in wanted and code in usually_off],
        "off": [code for code in shown if code not in wanted and code not in usually_off],
    }


def _units(form: Fields, keys: Iterable[str]) -> Typed:
    made, names, symbols = Typed(), dict[str, object](), dict[str, object]()
    taken: dict[str, str] = {}
    for key in keys:
        _text(f"unit_{key}", form, made, None)
        names[key] = made.said.pop(f"unit_{key}")
        symbol = _line(form, f"symbol_{key}")
        symbols[key] = symbol or None
        if symbol and not _SYMBOL.fullmatch(symbol):
            made.faults[f"symbol_{key}"] = N_("Use letters and digits, a capital first, at most 15.")
        elif symbol and symbol in taken:
            made.faults[f"symbol_{key}"] = N_("Another unit has this symbol: their cases would get one sign.")
        taken[symbol] = key
    made.said = {"units": names, "unit_symbols": symbols}
    return made


def _text(name: str, form: Fields, made: Typed, missing: str | None) -> None:
    """A text in three languages: English and Ukrainian may be left out."""
    words = {tongue: _line(form, f"{name}_{tongue}") for tongue in LANGUAGES}
    if not words["pl"]:
        made.said[name] = None
        if missing or any(words.values()):
            made.faults[f"{name}_pl"] = missing or N_("Type it in Polish too.")
        return
    made.said[name] = {"pl": words["pl"], "en": words["en"] or words["pl"]}
    if words["uk"]:
        made.said[name] = {**words, "en": words["en"] or words["pl"]}


def _looked_at(name: str, form: Fields, made: Typed) -> None:
    text = _line(form, name)
    looks, words = _LOOKS[name]
    if text and not looks(text):
        made.faults[name] = words
    made.said[name] = text or None


def _line(form: Fields, name: str) -> str:
    return " ".join(form.get(name, "").split())[:_LONGEST]
