"""The fee for a one-off permit to sell alcohol (uwt art. 18¹ ust. 3): a twelfth of the yearly basic fee."""

from fractions import Fraction

from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.alcohol_permit import TABLE
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.rounding import to_grosz
from forms_catalog.calculations.sums import NOT_KNOWN, added_up
from forms_catalog.calculations.words import both
from forms_catalog.texts import LANGUAGES, Text
from forms_catalog.wording import say_money

_KINDS = {
    "A": both("Rodzaj A, do 4,5% i piwo", "Kind A, up to 4.5% and beer", "Вид A, до 4,5% і пиво"),
    "B": both("Rodzaj B, od 4,5% do 18%", "Kind B, 4.5% to 18%", "Вид B, від 4,5% до 18%"),
    "C": both("Rodzaj C, ponad 18%", "Kind C, over 18%", "Вид C, понад 18%"),
}
_PARTS = 12  # the twelfth stands in the act itself
_WHEN = both(
    "Zapłacisz, gdy urząd o to poprosi, przed wydaniem zezwolenia.",
    "You pay when the office asks for it, before the permit is issued.",
    "Ви заплатите, коли управління про це попросить, до видачі дозволу.",
)


@calculation("alcohol_oneoff_fee@1")
def alcohol_oneoff_fee(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """A twelfth of the yearly fee for each kind asked for; None while none is. Kept to the grosz."""
    chosen = answers.get("kinds")
    kinds = [kind for kind in _KINDS if isinstance(chosen, list) and kind in chosen]
    if not kinds:
        return None
    return added_up(
        "alcohol_oneoff_fee@1",
        [_line(kind, desk) for kind in kinds],
        title=both(
            "Opłata za zezwolenie jednorazowe", "Fee for the one-off permit", "Плата за одноразовий дозвіл"
        ),
        total_label=both("Opłata razem", "Total fee", "Плата разом"),
        note=_WHEN,
    )


def _line(kind: str, desk: Desk) -> Line:
    rate = desk.rate(TABLE, kind.lower(), desk.today)
    if rate is None:
        return Line(
            _KINDS[kind],
            both(*(f"1 / {_PARTS}" for _ in LANGUAGES)),
            None,
            missing=NOT_KNOWN,
            pointer="/kinds",
        )
    pl, en, uk = (f"{say_money(rate.value, language)} / {_PARTS}" for language in LANGUAGES)
    formula: Text = both(pl, en, uk)
    return Line(_KINDS[kind], formula, to_grosz(Fraction(rate.value) / _PARTS), rate, pointer="/kinds")
