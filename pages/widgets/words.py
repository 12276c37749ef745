"""Words and figures that the inputs need beside the form's own texts."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import format_decimal, gettext
from jinja2 import Environment

from forms_catalog.wtf.fields import Option

WARSAW = ZoneInfo("Europe/Warsaw")


def yes_no() -> tuple[Option, Option]:
    """The two answers of a question that is answered by yes or no."""
    return Option("true", gettext("Yes")), Option("false", gettext("No"))


def number(value: int) -> str:
    """10 000 in Polish, 10,000 in English."""
    return str(format_decimal(value))


def size(octets: int) -> str:
    """The size of a file as people say it: 412 KB, 1,4 MB."""
    if octets < 1_000_000:
        return f"{max(1, round(octets / 1000))} KB"
    return f"{format_decimal(octets / 1_000_000, '0.0')} MB"


def warsaw_hour(moment: datetime) -> str:
    """14:02, as the clock in the town hall shows it."""
    return f"{moment.astimezone(WARSAW):%H:%M}"


def warsaw_day(moment: datetime) -> date:
    """The day in Warsaw."""
    return moment.astimezone(WARSAW).date()


def init_widgets(templates: Environment) -> None:
    """Makes the words known to the templates."""
    templates.globals.update(yes_no=yes_no)
    templates.filters.update(number=number, size=size, warsaw_hour=warsaw_hour, warsaw_day=warsaw_day)
