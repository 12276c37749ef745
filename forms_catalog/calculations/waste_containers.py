"""The monthly waste fee of premises nobody lives in: containers × pick-ups × rate (ucpg art. 6j ust. 3).

It is counted to the grosz, never to full złoty (ucpg art. 6q ust. 2).
"""

from datetime import date
from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.rounding import exact, to_grosz
from forms_catalog.calculations.words import both, note_on, polish_plural, ukrainian_plural
from forms_catalog.facts.rates import Rate
from forms_catalog.texts import LANGUAGES, Text
from forms_catalog.wording import HARD, say_money, say_number

TABLE = "waste_fee_containers"

_CAPACITIES = {
    "bag60": both("Worek 60 l", "60 l bag", "Мішок 60 л"),
    "120": both("Pojemnik 120 l", "120 l bin", "Контейнер 120 л"),
    "240": both("Pojemnik 240 l", "240 l bin", "Контейнер 240 л"),
    "1100": both("Pojemnik 1100 l", "1,100 l bin", "Контейнер 1100 л"),
    "KP5": both("Kontener KP-5", "KP-5 skip", "Бункер KP-5"),
    "KP7": both("Kontener KP-7", "KP-7 skip", "Бункер KP-7"),
    "KP10": both("Kontener KP-10", "KP-10 skip", "Бункер KP-10"),
}


@calculation("waste_fee_containers@1")
def waste_fee_containers(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The fee a month at the rates of the month of the event; None while day or containers are missing."""
    since = reading.day(answers, "/valid_from")
    if since is None or reading.text(answers, "/purpose") == "expiry":
        return None
    first = since.replace(day=1)
    counted = list(_containers(answers, desk, first))
    if not counted:
        return None
    fee = sum((amount for _, _, amount in counted), Fraction(0))
    total = to_grosz(fee) if all(rate is not None for _, rate, _ in counted) else None
    return Calculation(
        name="waste_fee_containers@1",
        title=both("Opłata za odpady za miesiąc", "Waste fee a month", "Плата за відходи за місяць"),
        lines=tuple(line for line, _, _ in counted),
        exact=exact(fee),
        total=total,
        total_label=both("Opłata za miesiąc", "Fee a month", "Плата за місяць"),
        note=note_on(rate for _, rate, _ in counted),
        computed={"/monthly_fee": total} if total is not None else {},
    )


#: a line, its rate and its amount before rounding
_Counted = tuple[Line, Rate | None, Fraction]


def _containers(answers: ReadAnswers, desk: Desk, first: date) -> list[_Counted]:
    counted: list[_Counted] = []
    for pointer, row in reading.rows(answers, "/containers"):
        size = reading.text(row, "/capacity") or ""
        count, pickups = reading.whole(row, "/count"), reading.whole(row, "/pickups")
        if size in _CAPACITIES and count is not None and pickups is not None and count > 0 and pickups > 0:
            counted.append(
                _counted(pointer, _CAPACITIES[size], (count, pickups), _rate(desk, size, first), first)
            )
    return counted


def _rate(desk: Desk, size: str, first: date) -> Rate | None:
    return desk.rate(TABLE, f"basic.{size}", first)


def _counted(
    pointer: str, size: Text, times: tuple[int, int], rate: Rate | None, first: date
) -> tuple[Line, Rate | None, Fraction]:
    quantity = _quantity(*times)
    if rate is None:
        missing = both(
            f"Nie znamy stawki tego urzędu na {first:%m.%Y} dla tego pojemnika.",
            f"We do not know this office's rate for this container for {first:%m/%Y}.",
            f"Ми не знаємо ставки цього уряду для цього контейнера на {first:%m.%Y}.",
        )
        return Line(size, quantity, None, missing=missing, pointer=pointer), None, Fraction(0)
    amount = Fraction(rate.value) * times[0] * times[1]
    formula = both(*(f"{quantity.in_(tongue)} × {say_money(rate.value, tongue)}" for tongue in LANGUAGES))
    return Line(size, formula, to_grosz(amount), rate, pointer=pointer), rate, amount


def _quantity(count: int, pickups: int) -> Text:
    """ "2 szt. × 4 odbiory"."""
    times_pl = polish_plural(pickups, "odbiór", "odbiory", "odbiorów")
    times_uk = ukrainian_plural(pickups, "вивезення", "вивезення", "вивезень")
    return both(
        f"{say_number(count, 'pl')}{HARD}szt. × {say_number(pickups, 'pl')}{HARD}{times_pl}",
        f"{say_number(count, 'en')} × {say_number(pickups, 'en')}{HARD}pick-up{'s' if pickups != 1 else ''}",
        f"{say_number(count, 'uk')}{HARD}шт. × {say_number(pickups, 'uk')}{HARD}{times_uk}",
    )
