"""Rules of the other matters of who sells alcohol: events, parties, yearly statements, stocks (uwt)."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.facts.rates import RateBook
from forms_catalog.problems import N_, Problem
from forms_catalog.rules.alcohol import too_short, years_after
from forms_catalog.rules.registry import dated_rule, rule
from forms_catalog.texts import Text
from forms_catalog.wording import day_text


@dated_rule("on_the_spot_long_enough@1")
def on_the_spot_long_enough(answers: ReadAnswers, rates: RateBook) -> Iterator[Problem]:
    """A permit for alcohol drunk on the spot runs for so many years as the act said on its first day."""
    yield from too_short(answers, rates, "on_the_spot")


@dated_rule("catering_not_too_long@1")
def catering_not_too_long(answers: ReadAnswers, rates: RateBook) -> Iterator[Problem]:
    """A permit for parties runs for at most so many years (uwt art. 18¹ ust. 4), and ends after it begins."""
    for pointer, row in reading.rows(answers, "/permits"):
        first, last = reading.day(row, "/valid_from"), reading.day(row, "/valid_to")
        if first is None or last is None:
            continue
        if last < first:
            yield _ends_first(f"{pointer}/valid_to")
            continue
        most = rates.find("alcohol_permit", "most_years.catering", office="", on=first)
        latest = years_after(first, int(most.value)) - timedelta(days=1) if most else last
        if most is not None and last > latest:
            message = N_("A permit is for at most %(years)s years here. Give %(day)s or an earlier day.")
            values: dict[str, str | Text] = {"years": str(int(most.value)), "day": day_text(latest)}
            yield Problem(f"{pointer}/valid_to", message, values, code="too_long")


@dated_rule("event_not_too_long@1")
def event_not_too_long(answers: ReadAnswers, rates: RateBook) -> Iterator[Problem]:
    """A one-off permit is for an event of at most so many days, to the hour (uwt art. 18¹ ust. 1-3)."""
    begins, ends = (_moment(answers, pointer) for pointer in ("/date_from", "/date_to"))
    if begins is None or ends is None:
        return
    if ends <= begins:
        yield _ends_first("/date_to")
        return
    most = rates.find("alcohol_permit", "most_days.event", office="", on=begins.date())
    if most is not None and ends - begins > timedelta(days=int(most.value)):
        message = N_("A one-off permit is for at most %(days)s days. Correct the beginning or the end.")
        yield Problem("/date_to", message, {"days": str(int(most.value))}, code="too_long")


@dated_rule("clearance_in_time@1")
def clearance_in_time(answers: ReadAnswers, rates: RateBook) -> Iterator[Problem]:
    """A stock is sold off after the permit expired and within so many months (uwt art. 18⁴)."""
    expired, until = reading.day(answers, "/expired_on"), reading.day(answers, "/clearance_until")
    if expired is None or until is None:
        return
    most = rates.find("alcohol_permit", "most_months.clearance", office="", on=expired)
    if until < expired:
        yield _ends_first("/clearance_until")
    elif most is not None and until > (latest := _months_after(expired, int(most.value))):
        message = N_("The stock may be sold for at most %(months)s months. Give %(day)s or an earlier day.")
        values: dict[str, str | Text] = {"months": str(int(most.value)), "day": day_text(latest)}
        yield Problem("/clearance_until", message, values, code="too_long")


@rule("stock_kinds_once@1")
def stock_kinds_once(answers: ReadAnswers) -> Iterator[Problem]:
    """Each kind of alcohol stands in the inventory once."""
    yield from _twice(answers, "/stock")


@rule("sales_kinds_once@1")
def sales_kinds_once(answers: ReadAnswers) -> Iterator[Problem]:
    """Each kind of permit of a point of sale is reported once."""
    yield from _twice(answers, "/sales")


@rule("instalments_for_whole_years@1")
def instalments_for_whole_years(answers: ReadAnswers) -> Iterator[Problem]:
    """Who holds a permit that ends within the year pays at once (uwt art. 11¹ ust. 7)."""
    sold = reading.whole(answers, "/year")
    if sold is None or reading.text(answers, "/payment_plan") != "three_instalments":
        return
    for _, row in reading.rows(answers, "/sales"):
        ends = reading.day(row, "/ends_on")
        if ends is not None and (ends.year, ends.month, ends.day) < (sold + 1, 12, 31):
            message = N_("A permit ends within the year, so the fee is paid at once. Choose one payment.")
            yield Problem("/payment_plan", message, code="no_instalments")
            return


@rule("permits_not_over@1")
def permits_not_over(answers: ReadAnswers) -> Iterator[Problem]:
    """A permit for which a fee is due has not ended before the year of the fee began."""
    sold = reading.whole(answers, "/year")
    for pointer, row in reading.rows(answers, "/sales"):
        ends = reading.day(row, "/ends_on")
        if sold is not None and ends is not None and ends.year <= sold:
            message = N_("This permit ended before %(year)s. Correct the day or leave the permit out.")
            yield Problem(f"{pointer}/ends_on", message, {"year": str(sold + 1)}, code="over")


def _twice(answers: ReadAnswers, pointer: str) -> Iterator[Problem]:
    seen = set()
    for place, row in reading.rows(answers, pointer):
        kind = reading.text(row, "/kind")
        if kind is not None and kind in seen:
            message = N_("This kind stands here already. Choose another one or remove it.")
            yield Problem(f"{place}/kind", message, code="twice")
        seen.add(kind)


def _ends_first(pointer: str) -> Problem:
    return Problem(pointer, N_("It ends before it begins. Correct one of the two days."), code="wrong_order")


def _moment(answers: ReadAnswers, pointer: str) -> datetime | None:
    value = reading.text(answers, pointer) or ""
    try:
        return datetime.fromisoformat(value) if len(value) == len("2026-11-22T14:30") else None
    except ValueError:
        return None


def _months_after(day: date, months: int) -> date:
    """The day of the same number, or the last of a shorter month (kc art. 112)."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))
