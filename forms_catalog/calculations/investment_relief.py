"""The investment relief in agricultural tax (upr art. 13): a share of documented expenditure."""

from decimal import Decimal
from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.rounding import exact, to_grosz
from forms_catalog.calculations.words import both
from forms_catalog.facts.rates import Rate
from forms_catalog.texts import Text
from forms_catalog.wording import say_money, say_number

TABLE = "agri_investment_relief"

_LABEL = both("Część wydatków", "Share of the expenditure", "Частина витрат")
_PUBLIC = both(
    "Część wydatków pokryły pieniądze publiczne. Wtedy nie ma ulgi.",
    "Public money covered part of the expenditure. Then there is no relief.",
    "Частину витрат покрили публічні кошти. Тоді пільги немає.",
)
_MISSING = both(
    "Nie znamy wysokości ulgi na ten dzień.",
    "We do not know the relief on this day.",
    "Ми не знаємо розміру пільги на цей день.",
)


@calculation("agri_investment_relief@1")
def agri_investment_relief(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """A quarter (a rate) of the expenditure, to the grosz; nothing where public money paid for it.

    None until the expenditure is given and it is said who paid. What the office grants is in its decision.
    """
    spent, public = reading.decimal(answers, "/expenditure"), answers.get("public_funding")
    if spent is None or spent < 0 or not isinstance(public, bool):
        return None
    if public:
        return _calculation(Line(_LABEL, _PUBLIC, Decimal("0.00"), pointer="/public_funding"), None)
    share = desk.rate(TABLE, "share_pct", desk.today)
    if share is None:
        said = both(say_money(spent, "pl"), say_money(spent, "en"), say_money(spent, "uk"))
        return _calculation(Line(_LABEL, said, None, missing=_MISSING, pointer="/expenditure"), None)
    amount = Fraction(spent) * Fraction(share.value) / 100
    line = Line(_LABEL, _formula(spent, share), to_grosz(amount), share, pointer="/expenditure")
    return _calculation(line, desk.rate(TABLE, "most_years", desk.today), exact(amount))


def _formula(spent: Decimal, share: Rate) -> Text:
    pl, en, uk = (
        f"{say_money(spent, tongue)} × {say_number(share.value.normalize(), tongue)}%"
        for tongue in ("pl", "en", "uk")
    )
    return both(pl, en, uk)


def _calculation(line: Line, years: Rate | None, before_rounding: Decimal | None = None) -> Calculation:
    return Calculation(
        name="agri_investment_relief@1",
        title=both("Ulga inwestycyjna", "Investment relief", "Інвестиційна пільга"),
        lines=(line,),
        exact=before_rounding if before_rounding is not None else Decimal("0.00"),
        total=line.amount,
        total_label=both("Najwyższa kwota ulgi", "Most the relief can be", "Найбільша сума пільги"),
        note=_over(int(years.value)) if years else None,
    )


def _over(years: int) -> Text:
    return both(
        f"Urząd odejmuje ją od podatku rolnego w tej gminie, najwyżej przez {years} lat.",
        f"The office takes it off the agricultural tax in this commune, for at most {years} years.",
        f"Її віднімають від сільськогосподарського податку в цій ґміні, щонайбільше {years} років.",
    )
