"""The yearly fee for dogs (upol art. 18a, 19 pkt 1 lit. f): dogs × the council's rate, none for exempt dogs.

Amounts are in grosze: full złoty are not for the fees of upol (OP art. 63 § 2).
"""

from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.rounding import exact, to_grosz
from forms_catalog.calculations.words import amount_times, both, note_on
from forms_catalog.facts.rates import Rate
from forms_catalog.texts import Text

TABLE = "dog_fee"

_EXEMPT = both("Ten pies jest zwolniony z opłaty.", "This dog is exempt.", "За цього собаку не платять.")


@calculation("dog_fee@1")
def dog_fee(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The fee of the year of filing; None while dogs are missing or where the duty has ended."""
    if reading.text(answers, "/purpose") not in ("first", "change"):
        return None
    dogs = [
        (pointer, reading.text(row, "/name") or "", exemption)
        for pointer, row in reading.rows(answers, "/dogs")
        if (exemption := reading.text(row, "/exemption")) is not None
    ]
    if not dogs:
        return None
    rate = desk.rate(TABLE, "dog", desk.today)
    paying = [exemption for _, _, exemption in dogs if exemption == "none"]
    fee = Fraction(rate.value) * len(paying) if rate is not None else Fraction(0)
    total = to_grosz(fee) if rate is not None or not paying else None
    return Calculation(
        name="dog_fee@1",
        title=both("Opłata za psa za rok", "Dog fee a year", "Плата за собаку за рік"),
        lines=tuple(
            _line(pointer, name, rate, desk.today.year, exempt=exemption != "none")
            for pointer, name, exemption in dogs
        ),
        exact=exact(fee),
        total=total,
        total_label=both("Opłata za rok", "Fee a year", "Плата за рік"),
        note=note_on([rate]) if paying else None,
        computed={"/fee": total} if total is not None else {},
    )


def _line(pointer: str, name: str, rate: Rate | None, year: int, *, exempt: bool) -> Line:
    label = both(*(f"{said} {name}".rstrip() for said in ("Pies", "Dog", "Собака")))
    if exempt:
        return Line(label, _EXEMPT, to_grosz(Fraction(0)), pointer=pointer)
    if rate is None:
        return Line(label, _ONE, None, missing=_no_rate(year), pointer=pointer)
    return Line(label, amount_times(_ONE, rate.value), rate.value, rate, pointer=pointer)


_ONE = both("1 pies", "1 dog", "1 собака")


def _no_rate(year: int) -> Text:
    return both(
        f"Nie znamy stawki na {year} rok.",
        f"We do not know the rate for {year}.",
        f"Ми не знаємо ставки на {year} рік.",
    )
