"""Words and figures that the inputs need beside the form's own texts."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import format_decimal, gettext
from jinja2 import Environment
from markupsafe import Markup, escape

from forms_catalog.wtf import AnswerField, Group
from forms_catalog.wtf.fields import Option

WARSAW = ZoneInfo("Europe/Warsaw")
#: letters; inputs up to this width stand two in a line
SHORT = 5
_POSTAL_CODE = re.compile(r"\b\d{2}-\d{3}\b")
AnyShown = AnswerField | Group


def yes_no() -> tuple[Option, Option]:
    """The two answers of a question that is answered by yes or no."""
    return Option("true", gettext("Yes")), Option("false", gettext("No"))


def number(value: int) -> str:
    """10 000 in Polish, 10,000 in English."""
    return str(format_decimal(value))


def size(octets: int) -> str:
    """The size of a file as people say it, in one piece: 412 KB, 1,4 MB, 10 MB."""
    if octets < 1_000_000:
        return f"{max(1, round(octets / 1000))}\N{NO-BREAK SPACE}KB"
    return f"{format_decimal(octets / 1_000_000, '0.#')}\N{NO-BREAK SPACE}MB"


def in_one_piece(answer: str) -> str | Markup:
    """An answer whose postal code does not break after its hyphen; the letters stay as they were typed."""
    if "-" not in answer:
        return answer
    whole = _POSTAL_CODE.sub(r'<span class="ok-nowrap">\g<0></span>', str(escape(answer)))
    return Markup(whole)  # noqa: S704 – escaped before the spans were put in


def warsaw_hour(moment: datetime) -> str:
    """14:02, as the clock in the town hall shows it."""
    return f"{moment.astimezone(WARSAW):%H:%M}"


def warsaw_day(moment: datetime) -> date:
    """The day in Warsaw."""
    return moment.astimezone(WARSAW).date()


def side_by_side(fields: Iterable[AnyShown]) -> list[list[AnyShown]]:
    """The questions in lines: two short ones in a row stand beside each other."""
    lines: list[list[AnyShown]] = []
    for field in fields:
        last = lines[-1] if lines else []
        if len(last) == 1 and _is_short(last[0]) and _is_short(field):
            last.append(field)
        else:
            lines.append([field])
    return lines


def _is_short(field: AnyShown) -> bool:
    return field.look.shape == "text" and (field.look.width or SHORT + 1) <= SHORT


def init_widgets(templates: Environment) -> None:
    """Makes the words known to the templates."""
    templates.globals.update(yes_no=yes_no, side_by_side=side_by_side)
    templates.filters.update(
        in_one_piece=in_one_piece, number=number, size=size, warsaw_hour=warsaw_hour, warsaw_day=warsaw_day
    )
