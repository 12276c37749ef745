"""Stamp duty on a power of attorney (uos, annex part IV): one amount for each relation of proxy."""

from decimal import Decimal

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.certificate_duty import EXEMPTION as MATTER
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.words import amount_times, both
from forms_catalog.texts import Text

TABLE = "proxy_duty"

_LABEL = both("Pełnomocnictwo", "Power of attorney", "Довіреність")
_FAMILY = both("Bliska rodzina nie płaci.", "Close family does not pay.", "Близькі родичі не платять.")
_EXEMPT = both(
    "Nie płacisz: tak mówi ustawa.", "You do not pay: the law says so.", "Ви не платите: так каже закон."
)
_PAYEE = both(
    "Opłatę bierze urząd gminy mocodawcy, czyli osoby, za którą działa pełnomocnik.",
    "The duty goes to the commune of the principal, the person the proxy acts for.",
    "Збір отримує ґміна того, від чийого імені діє представник.",
)
_MISSING = both(
    "Nie znamy wysokości opłaty na ten dzień.",
    "We do not know the duty on this day.",
    "Ми не знаємо розміру збору на цей день.",
)
_NO_GRANT = both(
    "Opłata jest tylko za udzielenie pełnomocnictwa.",
    "The duty is for granting a power of attorney only.",
    "Збір беруть лише за надання довіреності.",
)
_CHANGE = both(
    "Przy zmianie urząd powie, czy jest opłata.",
    "For a change the office says whether there is a duty.",
    "При зміні установа скаже, чи є збір.",
)


@calculation("proxy_duty@1")
def proxy_duty(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The duty when a proxy files: none for close family, other exemptions, and matters that the law frees of
    the duty on certificate and power of attorney alike (uos art. 2); None without a proxy.

    An electronic power of attorney is payable to the principal's commune since 2025, so the payee may be
    another office than the one that handles the case.
    """
    relation = reading.text(answers, "/proxy/relation")
    if answers.get("acts_by_proxy") is not True:
        return None
    if relation not in (None, "none"):
        return _exempt("proxy_duty@1", _FAMILY, "/proxy/relation")
    # in a free matter nobody is asked how close the proxy is
    if reading.text(answers, MATTER) not in (None, "none"):
        return _exempt("proxy_duty@1", _EXEMPT, MATTER)
    exemption = reading.text(answers, "/proxy/duty_exemption")
    if relation is None or exemption is None:
        return None
    if exemption != "none":
        return _exempt("proxy_duty@1", _EXEMPT, "/proxy/duty_exemption")
    return _due("proxy_duty@1", "/proxy", desk)


@calculation("reporter_duty@1")
def reporter_duty(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The same where a proxy registers somebody's stay; parents, guardians and carers are no proxies."""
    relation = reading.text(answers, "/reporter/relation")
    if reading.text(answers, "/is_proxy") != "proxy" or relation is None:
        return None
    if relation != "none":
        return _exempt("reporter_duty@1", _FAMILY, "/reporter/relation")
    return _due("reporter_duty@1", "/reporter", desk)


@calculation("attorney_duty@1")
def attorney_duty(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The same where the power of attorney itself is filed (PPS-1): taking it back grants nothing.

    None until it is said what is filed, how close the attorney is and whether another exemption holds.
    """
    kind, relation = reading.text(answers, "/poa_kind"), reading.text(answers, "/attorney/relation")
    exemption = reading.text(answers, "/duty_exemption")
    if kind in ("OPS-1_revoke", "UPL-1_revoke"):
        return _exempt("attorney_duty@1", _NO_GRANT, "/poa_kind")
    if kind == "OPS-1_change":
        line = Line(_LABEL, both("1", "1", "1"), None, missing=_CHANGE, pointer="/poa_kind")
        return _calculation("attorney_duty@1", line, None)
    if kind == "UPL-1":
        return _exempt("attorney_duty@1", _EXEMPT, "/poa_kind")
    if kind is None or relation is None:
        return None
    if relation != "none":
        return _exempt("attorney_duty@1", _FAMILY, "/attorney/relation")
    if exemption is None:
        return None
    if exemption != "none":
        return _exempt("attorney_duty@1", _EXEMPT, "/duty_exemption")
    return _due("attorney_duty@1", "/attorney", desk)


def _exempt(name: str, why: Text, pointer: str) -> Calculation:
    return _calculation(name, Line(_LABEL, why, Decimal("0.00"), pointer=pointer), None)


def _due(name: str, pointer: str, desk: Desk) -> Calculation:
    rate = desk.rate(TABLE, "relation", desk.today)
    if rate is None:
        line = Line(_LABEL, both("1", "1", "1"), None, missing=_MISSING, pointer=pointer)
        return _calculation(name, line, _PAYEE)
    formula = amount_times(both("1", "1", "1"), rate.value)
    amount = rate.value.quantize(Decimal("0.01"))
    return _calculation(name, Line(_LABEL, formula, amount, rate, pointer=pointer), _PAYEE)


def _calculation(name: str, line: Line, note: Text | None) -> Calculation:
    return Calculation(
        name=name,
        title=both(
            "Opłata skarbowa od pełnomocnictwa",
            "Stamp duty on the power of attorney",
            "Гербовий збір за довіреність",
        ),
        lines=(line,),
        exact=line.amount or Decimal("0.00"),
        total=line.amount,
        total_label=both("Opłata skarbowa", "Stamp duty", "Гербовий збір"),
        note=note,
        payable="stamp_duty",
    )
