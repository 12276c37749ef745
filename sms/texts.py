"""What an SMS says: sign or register number, the state's word, where to read; no person, no subject."""

from dataclasses import dataclass
from typing import Literal

from casework.state_words import STATES
from forms_catalog.texts import Text
from sms.segments import Count, count, fold

Writing = Literal["folded", "kept"]

_NEWS = Text(
    pl="{office}: sprawa {sign}, nowy stan: {state}. Szczegóły w Okienku. STOP = koniec",
    en="{office}: case {sign}, new state: {state}. Read more in Okienko. STOP = end",
    uk="{office}: справа {sign}, новий стан: {state}. Деталі в Okienko. STOP = кінець",
)
_STATE = Text(
    pl="{office}: sprawa {sign}, stan: {state}. Szczegóły w Okienku.",
    en="{office}: case {sign}, state: {state}. Read more in Okienko.",
    uk="{office}: справа {sign}, стан: {state}. Деталі в Okienko.",
)
_INFECTED = Text(
    pl="{office}: sprawa {sign}, plik nie przeszedł kontroli. Szczegóły w Okienku. STOP = koniec",
    en="{office}: case {sign}, a file did not pass the check. Read more in Okienko. STOP = end",
    uk="{office}: справа {sign}, вірус у файлі. Деталі в Okienko. STOP = кінець",
)
_CODE = Text(
    pl="Okienko: kod {code}. Działa 10 minut. Nikomu go nie podawaj.",
    en="Okienko: code {code}. It works for 10 minutes. Give it to nobody.",
    uk="Okienko: код {code}. Діє 10 хвилин. Нікому його не давайте.",
)
_NO_CASE = Text(
    pl="Okienko: nie znaleziono takiej sprawy dla tego numeru. Napisz STATUS i znak sprawy.",
    en="Okienko: no such case for this number. Write STATUS and the case sign.",
    uk="Okienko: немає такої справи для цього номера. Напишіть STATUS і знак справи.",
)
_HELP = Text(
    pl="Okienko: STATUS i znak sprawy = stan sprawy. STOP = koniec SMS-ów. START = znów włącz.",
    en="Okienko: STATUS and the case sign = its state. STOP = no more SMS. START = switch on again.",
    uk="Okienko: STATUS і знак справи = її стан. STOP = більше без SMS. START = знову ввімкнути.",
)
_STOPPED = Text(
    pl="Okienko: nie wyślemy już SMS-ów na ten numer. START = znów włącz.",
    en="Okienko: we will send no more SMS to this number. START = switch on again.",
    uk="Okienko: більше не надсилатимемо SMS на цей номер. START = знову ввімкнути.",
)
_STARTED = Text(
    pl="Okienko: SMS-y o Twoich sprawach są znów włączone. STOP = koniec.",
    en="Okienko: SMS about your cases are on again. STOP = end.",
    uk="Okienko: SMS про Ваші справи знову ввімкнено. STOP = кінець.",
)


@dataclass(frozen=True)
class Sms:
    """A text ready to be sent and what it takes on the air."""

    body: str

    @property
    def count(self) -> Count:
        return count(self.body)


def case_moved(office: str, sign: str, state: str, *, language: str, writing: Writing = "folded") -> Sms:
    """The news of a case; `sign`: the case sign, or the register number before there is one."""
    return _said(_NEWS, language, writing, office=office, sign=sign, state=STATES[state].in_(language))


def file_infected(office: str, sign: str, *, language: str, writing: Writing = "folded") -> Sms:
    """The news that the scanner stopped a file; which one and why stands on the case page."""
    return _said(_INFECTED, language, writing, office=office, sign=sign)


def case_state(office: str, sign: str, state: str, *, language: str, writing: Writing = "folded") -> Sms:
    """The answer to STATUS."""
    return _said(_STATE, language, writing, office=office, sign=sign, state=STATES[state].in_(language))


def one_time_code(code: str, *, language: str, writing: Writing = "folded") -> Sms:
    """Six digits that prove who holds the phone."""
    return _said(_CODE, language, writing, code=code)


def no_such_case(*, language: str, writing: Writing = "folded") -> Sms:
    """The same answer for an unknown case and for somebody else's."""
    return _said(_NO_CASE, language, writing)


def words_we_know(*, language: str, writing: Writing = "folded") -> Sms:
    """The answer to POMOC and to what we do not understand."""
    return _said(_HELP, language, writing)


def stopped(*, language: str, writing: Writing = "folded") -> Sms:
    return _said(_STOPPED, language, writing)


def started(*, language: str, writing: Writing = "folded") -> Sms:
    return _said(_STARTED, language, writing)


def _said(text: Text, language: str, writing: Writing, **values: str) -> Sms:
    body = text.in_(language).format_map(values)
    return Sms(fold(body) if writing == "folded" else body)
