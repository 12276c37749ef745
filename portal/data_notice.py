"""What GDPR art. 13 asks to be told before a form is filled in: who uses the data, why, how long.

Said in our words from the facts of service and office; what an office has not told or confirmed is marked.
"""

import re
from dataclasses import dataclass

from flask import Blueprint, render_template

from forms_catalog.typesetting import typeset
from pages.headers import public_page
from pages.language import language
from pages.offices import office
from pages.words import gettext, ngettext
from portal.choosing import refuse_service
from portal.kept_pages import kept_for_the_day
from portal.parts import parts
from portal.services import services_here

blueprint = Blueprint("data_notice", __name__)
_YEARS = re.compile(r"(BE?)([0-9]{1,3})")


@dataclass(frozen=True)
class _Basis:
    act: str
    ref: str


@blueprint.get("/uslugi/<code>/dane-osobowe")
@public_page
@kept_for_the_day
def notice(code: str) -> str:
    """The notice of one service in this office, where the office offers it."""
    service = next((one for one in services_here() if one.code == code), None) or refuse_service(code)
    acts = parts().catalogue.acts
    facts = office().data_protection
    return render_template(
        "data_notice.html",
        service=service,
        appeal=parts().catalogue.office_kinds.appeal(service.appeal, office()),
        facts=facts,
        confirmed=facts is not None and facts.standing == "verified",
        kept=kept_for(service.file_plan.archive_category_dev),
        plan_sure=service.file_plan.confidence == "high",
        legal_basis=[
            _Basis(typeset(acts[basis.act], language()), basis.ref) for basis in service.legal_basis
        ],
    )


def kept_for(category: str) -> str:
    """How long papers of an archive category are kept, in words; as much as is sure of one we do not know.

    Years run from 1 January after the case has ended; A is kept for ever, BE looked through by the archive
    (Regulation of the Prime Minister of 18 January 2011, Dz.U. 2011 nr 14 poz. 67; from memory).
    """
    if category == "A":
        return gettext("For ever. After 25 years the papers go to the State Archive.")
    found = _YEARS.fullmatch(category)
    if found is None:
        return gettext("As long as the rules on archives say.")
    years = ngettext("%(num)d year", "%(num)d years", int(found[2]))
    if found[1] == "BE":
        return gettext(
            "%(years)s, counted from 1 January after the case has ended. Then the archive checks them.",
            years=years,
        )
    return gettext(
        "%(years)s, counted from 1 January after the case has ended. Then the papers are destroyed.",
        years=years,
    )
