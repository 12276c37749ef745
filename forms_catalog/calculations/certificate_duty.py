"""Stamp duty on a certificate (uos, annex part II): one amount for each copy, none for matters of art. 2.

Kept to the grosz, never rounded to full złoty.
"""

from decimal import Decimal

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.words import amount_times, both, polish_plural, ukrainian_plural
from forms_catalog.texts import Text
from forms_catalog.wording import HARD

TABLE = "certificate_duty"
EXEMPTION = "/duty_exemption"

_LABEL = both("Zaświadczenie", "Certificate", "Довідка")
_EXEMPT = both(
    "Nie płacisz: tak mówi ustawa.", "You do not pay: the law says so.", "Ви не платите: так каже закон."
)
_MISSING = both(
    "Nie znamy wysokości opłaty na ten dzień.",
    "We do not know the duty on this day.",
    "Ми не знаємо розміру збору на цей день.",
)


@calculation("certificate_duty@1")
def certificate_duty(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """Copies × the duty on a certificate; None while copies or the purpose are missing."""
    return _duty("certificate_duty@1", "other", reading.whole(answers, "/copies"), answers, desk)


@calculation("arrears_certificate_duty@1")
def arrears_certificate_duty(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The same for a certificate on tax arrears, which has a duty of its own."""
    return _duty(
        "arrears_certificate_duty@1", "tax_arrears", reading.whole(answers, "/copies"), answers, desk
    )


@calculation("registration_certificate_duty@1")
def registration_certificate_duty(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The duty on the one certificate that may be asked for with a registration; None where it is not."""
    copies = 1 if answers.get("want_certificate") is True else None
    return _duty("registration_certificate_duty@1", "other", copies, answers, desk)


def _duty(name: str, key: str, copies: int | None, answers: ReadAnswers, desk: Desk) -> Calculation | None:
    exemption = reading.text(answers, EXEMPTION)
    if exemption is None or copies is None or not 1 <= copies <= 1000:
        return None
    if exemption != "none":
        return _calculation(name, Line(_LABEL, _EXEMPT, Decimal("0.00"), pointer=EXEMPTION))
    rate = desk.rate(TABLE, key, desk.today)
    if rate is None:
        return _calculation(name, Line(_LABEL, _copies(copies), None, missing=_MISSING, pointer=EXEMPTION))
    amount = (rate.value * copies).quantize(Decimal("0.01"))
    line = Line(_LABEL, amount_times(_copies(copies), rate.value), amount, rate, pointer=EXEMPTION)
    return _calculation(name, line)


def _copies(count: int) -> Text:
    pl = polish_plural(count, "egzemplarz", "egzemplarze", "egzemplarzy")
    en, uk = (
        "copy" if count == 1 else "copies",
        ukrainian_plural(count, "примірник", "примірники", "примірників"),
    )
    return both(*(f"{count}{HARD}{word}" for word in (pl, en, uk)))


def _calculation(name: str, line: Line) -> Calculation:
    return Calculation(
        name=name,
        title=both(
            "Opłata skarbowa za zaświadczenie", "Stamp duty on the certificate", "Гербовий збір за довідку"
        ),
        lines=(line,),
        exact=line.amount or Decimal("0.00"),
        total=line.amount,
        total_label=both("Opłata skarbowa", "Stamp duty", "Гербовий збір"),
        payable="stamp_duty",
    )
