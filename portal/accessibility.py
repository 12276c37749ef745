"""The accessibility statement that the Act of 4 April 2019 (art. 10) asks of every public website.

Its ids are those of the ministry's technical conditions: programs look for them.
"""

from flask import Blueprint, render_template

from forms_catalog.problems import N_
from pages.headers import public_page
from pages.offices import office
from portal.kept_pages import kept_for_the_day
from portal.parts import parts

blueprint = Blueprint("accessibility", __name__)
ADDRESS = "/deklaracja-dostepnosci"

_COMPLIANCE = {
    "full": N_("The website complies with the Act."),
    "partial": N_("The website complies with the Act in part. Below you read what does not comply."),
    "none": N_("The website does not comply with the Act. Below you read why."),
}


@blueprint.get(ADDRESS)
@public_page
@kept_for_the_day
def statement() -> str:
    """Of the office of this page; what the office has not told or confirmed is marked."""
    facts = office().accessibility
    return render_template(
        "accessibility.html",
        facts=facts,
        compliance=_COMPLIANCE[facts.compliance] if facts else None,
        confirmed=facts is not None and facts.standing == "verified",
        website=parts().options.public_url,
    )
