"""Money, numbers and dates in words of a language; hard spaces hold a number and its unit together."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime

from forms_catalog.texts import LANGUAGES, Text

WARSAW = ZoneInfo("Europe/Warsaw")
HARD = "\u00a0"
_LOCALES: dict[str, Locale] = {language: Locale.parse(language) for language in LANGUAGES}


def _locale(language: str) -> Locale:
    return _LOCALES.get(language, _LOCALES["pl"])


def say_number(number: Decimal | int, language: str, *, places: int | None = None) -> str:
    """A number with its thousands apart: "1 250,00", in English "1,250.00"; `places` only fills up."""
    text = _english(Decimal(number), places)
    return text if language == "en" else _polish(text)


def _english(exact: Decimal, places: int | None) -> str:
    given = max(0, -int(exact.as_tuple().exponent))
    return f"{exact:,.{max(given, places or 0)}f}"


def _polish(english: str) -> str:
    return english.replace(",", HARD).replace(".", ",")


def say_money(amount: Decimal, language: str, *, whole: bool = False) -> str:
    """ "1 812,50 zł" in Polish and Ukrainian, "PLN 1,812.50" in English; hard spaces."""
    number = say_number(amount.quantize(Decimal(1) if whole else Decimal("0.01")), language)
    return f"PLN{HARD}{number}" if language == "en" else f"{number}{HARD}zł"


def say_date(day: date, language: str, *, weekday: bool = False) -> str:
    """ "24 listopada 2026" or "1 grudnia 2026 (wtorek)"."""
    words = format_date(day, "d MMMM y", locale=_locale(language))
    return f"{words} ({format_date(day, 'EEEE', locale=_locale(language))})" if weekday else words


@lru_cache(maxsize=4096)  # a list says the same days again and again
def say_short_date(day: date, language: str, *, today: date) -> str:
    """ "24 lis" of this year, "24 lis 2025" of another one: for lists."""
    return format_date(day, "d MMM" if day.year == today.year else "d MMM y", locale=_locale(language))


def say_month(year: int, month: int, language: str) -> str:
    """ "listopad 2026"."""
    return format_date(date(year, month, 1), "LLLL y", locale=_locale(language))


def say_moment(moment: datetime, language: str) -> str:
    """ "24 listopada 2026, 14:07:31", Warsaw time."""
    return format_datetime(moment.astimezone(WARSAW), "d MMMM y, HH:mm:ss", locale=_locale(language))


def say_hour(moment: datetime, language: str) -> str:
    """ "24 listopada 2026, 14:30", as the clock on the wall shows it."""
    return format_datetime(moment, "d MMMM y, HH:mm", locale=_locale(language))


def number_text(number: Decimal | int, *, places: int | None = None) -> Text:
    """The number in every language; Ukrainian writes it as Polish does."""
    english = _english(Decimal(number), places)
    polish = _polish(english)
    return Text(pl=polish, en=english, uk=polish)


def money_text(amount: Decimal, *, whole: bool = False) -> Text:
    """The amount in every language."""
    number = number_text(amount.quantize(Decimal(1) if whole else Decimal("0.01")))
    polish = f"{number.pl}{HARD}zł"
    return Text(pl=polish, en=f"PLN{HARD}{number.en}", uk=polish)


def day_text(day: date) -> Text:
    """The day in every language: "1 grudnia 2026"."""
    pl, en, uk = (say_date(day, language) for language in LANGUAGES)
    return Text(pl=pl, en=en, uk=uk)


def month_name(month: int, year: int | None = None) -> Text:
    """The month's name to begin a sentence with, and the year where one is given: "Listopad", "Luty 2026"."""
    names = (_LOCALES[language].months["stand-alone"]["wide"][month] for language in LANGUAGES)
    pl, en, uk = (f"{name.capitalize()} {year or ''}".rstrip() for name in names)
    return Text(pl=pl, en=en, uk=uk)
