"""Numbers, money and days as people of each language write them, with hard spaces."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale

from forms_catalog.texts import LANGUAGES, Language, Text

WARSAW = ZoneInfo("Europe/Warsaw")
HARD = "\N{NO-BREAK SPACE}"

_LOCALES = {language: Locale.parse(language) for language in LANGUAGES}
#: by language and month: "listopad", and "listopada" as in a date
_MONTHS = {language: locale.months["stand-alone"]["wide"] for language, locale in _LOCALES.items()}
_MONTHS_OF = {language: locale.months["format"]["wide"] for language, locale in _LOCALES.items()}
_WEEKDAYS = {language: locale.days["stand-alone"]["wide"] for language, locale in _LOCALES.items()}


def number(value: Decimal | int, language: str) -> str:
    """1250.00 → "1 250,00" in Polish and Ukrainian, "1,250.00" in English; the places stay as they are."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    if language == "en":
        return text
    return text.replace(",", HARD).replace(".", ",")


def money(amount: Decimal, language: str, *, whole: bool = False) -> str:
    """ "1 812,50 zł" in Polish and Ukrainian, "PLN 1,812.50" in English."""
    text = number(amount.quantize(Decimal(1) if whole else Decimal("0.01")), language)
    return f"PLN{HARD}{text}" if language == "en" else f"{text}{HARD}zł"


def day(value: date, language: str, *, weekday: bool = False) -> str:
    """ "24 listopada 2026" or "1 grudnia 2026 (wtorek)"."""
    known = _known(language)
    text = f"{value.day}{HARD}{_MONTHS_OF[known][value.month]} {value.year}"
    return f"{text} ({_WEEKDAYS[known][value.weekday()]})" if weekday else text


def month(year: int, number_of_month: int, language: str) -> str:
    """ "grudzień 2026"."""
    return f"{_MONTHS[_known(language)][number_of_month]} {year}"


def moment(value: datetime, language: str) -> str:
    """ "24 listopada 2026, 14:07:31", Warsaw time."""
    local = value.astimezone(WARSAW)
    return f"{day(local.date(), language)}, {local:%H:%M:%S}"


def number_text(value: Decimal | int) -> Text:
    """The number in every language."""
    return Text(pl=number(value, "pl"), en=number(value, "en"), uk=number(value, "uk"))


def money_text(amount: Decimal, *, whole: bool = False) -> Text:
    """The amount in every language."""
    pl, en, uk = (money(amount, language, whole=whole) for language in ("pl", "en", "uk"))
    return Text(pl=pl, en=en, uk=uk)


def day_text(value: date) -> Text:
    """The day in every language."""
    return Text(pl=day(value, "pl"), en=day(value, "en"), uk=day(value, "uk"))


def month_name(number_of_month: int, year: int | None = None) -> Text:
    """The month's name to begin a sentence with, and the year where one is given: "Listopad", "Luty 2026"."""
    names = [_MONTHS[language][number_of_month].capitalize() for language in LANGUAGES]
    pl, en, uk = (name if year is None else f"{name} {year}" for name in names)
    return Text(pl=pl, en=en, uk=uk)


def _known(language: str) -> Language:
    return "en" if language == "en" else "uk" if language == "uk" else "pl"
