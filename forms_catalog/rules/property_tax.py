"""Rules of the property-tax return (upol art. 6; OP art. 81)."""

from collections.abc import Iterator

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.problems import N_, Problem
from forms_catalog.rules.registry import rule

_ITEMS = ("/land_items", "/building_items", "/structure_items", "/exempt_items")


@rule("period_in_tax_year@1")
def period_in_tax_year(answers: ReadAnswers) -> Iterator[Problem]:
    """The month a change counts from lies in the tax year: a return is for one year (upol art. 6 ust. 9)."""
    pointer = "/declaration/change_from"
    month, year = reading.month(answers, pointer), reading.whole(answers, "/declaration/tax_year")
    if month is not None and year is not None and month[0] != year:
        message = N_(
            "The month must lie in the tax year %(year)s. Correct the month, or file for the other year."
        )
        yield Problem(pointer, message, {"year": str(year)}, code="outside_tax_year")


@rule("share_within_whole@1")
def share_within_whole(answers: ReadAnswers) -> Iterator[Problem]:
    """A share is at most the whole."""
    pointer = "/declaration/share_den"
    above, below = reading.whole(answers, "/declaration/share_num"), reading.whole(answers, pointer)
    if above is not None and below is not None and above > below:
        message = N_(
            "A share cannot be more than the whole. The number below the line is at least %(above)s."
        )
        yield Problem(pointer, message, {"above": str(above)}, code="share_above_whole")


@rule("something_to_declare@1")
def something_to_declare(answers: ReadAnswers) -> Iterator[Problem]:
    """A return names at least one object, unless it ends the duty."""
    if reading.text(answers, "/declaration/purpose") == "expiry":
        return
    if not any(True for pointer in _ITEMS for _ in reading.rows(answers, pointer)):
        message = N_("Add at least one parcel, building or structure.")
        yield Problem("", message, code="nothing_declared")


@rule("water_area_in_hectares@1")
def water_area_in_hectares(answers: ReadAnswers) -> Iterator[Problem]:
    """Land under water is stated in hectares with up to four places, other land in m² with up to two (ZDN-1).

    More than 1,000 ha under water means that square metres were typed.
    """
    for pointer, row in reading.rows(answers, "/land_items"):
        area = reading.decimal(row, "/area")
        if area is None:
            continue
        places = max(0, -int(area.as_tuple().exponent))
        if row.get("land_class") != "water" and places > 2:
            yield Problem(
                f"{pointer}/area",
                N_("Give the area in m² with at most two digits after the decimal point."),
                code="too_many_places",
            )
        elif row.get("land_class") == "water" and area > 1000:
            yield Problem(
                f"{pointer}/area",
                N_("Give the area under water in hectares. 1 hectare is 10,000 m²."),
                code="not_hectares",
            )
