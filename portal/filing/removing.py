"""Taking something out: a row or the whole draft, asked once more before it is done."""

from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from casework.drafting import drafts
from forms_catalog.documents.readback import row_title
from forms_catalog.typesetting import typeset
from portal.filing.blueprint import blueprint
from portal.filing.place import saved_place
from portal.filing.row_page import kept_row
from portal.parts import parts


@blueprint.get("/<uuid:draft_id>/<section>/<group>/<uuid:row_id>/usun")
def ask_about_row(code: str, draft_id: UUID, section: str, group: str, row_id: UUID) -> ResponseReturnValue:
    """Asks whether the row shall go."""
    place = saved_place(code, draft_id)
    row = kept_row(place, place.section(section), group, row_id)
    name = row_title(
        place.definition, row.at, place.answers, catalogue=place.catalogue, language=place.language
    )
    one = typeset(row.rows.one, place.language)
    return render_template(
        "filing/confirm.html",
        place=place,
        title=gettext("Remove: %(one)s %(name)s?", one=one, name=name or row.index + 1),
        sentence=gettext("What was typed there will be gone. The rest of the form stays."),
        button=gettext("Remove"),
        back=place.address(row.section.name) + f"#{row.group}--rows",
        keep=gettext("Keep it"),
    )


@blueprint.post("/<uuid:draft_id>/<section>/<group>/<uuid:row_id>/usun")
def remove_row(code: str, draft_id: UUID, section: str, group: str, row_id: UUID) -> ResponseReturnValue:
    """Takes the row out; once more is no mistake."""
    place = saved_place(code, draft_id)
    days = parts().options.draft_days
    with parts().sessions.begin() as session:
        drafts.remove_row(session, draft_id, row_id, now=place.now, draft_days=days)
    return redirect(place.address(section) + f"#{group}--rows", 303)


@blueprint.get("/<uuid:draft_id>/usun")
def ask_about_draft(code: str, draft_id: UUID) -> ResponseReturnValue:
    """Asks whether the draft shall go."""
    place = saved_place(code, draft_id)
    return render_template(
        "filing/confirm.html",
        place=place,
        title=gettext("Delete the draft?"),
        sentence=gettext(
            "Everything typed and attached will be gone for good. Nothing was sent to the office."
        ),
        button=gettext("Delete the draft"),
        back=place.address(),
        keep=gettext("Keep the draft"),
    )


@blueprint.post("/<uuid:draft_id>/usun")
def discard(code: str, draft_id: UUID) -> ResponseReturnValue:
    """Deletes the draft; once more is no mistake."""
    place = saved_place(code, draft_id)
    with parts().sessions.begin() as session:
        drafts.discard(session, draft_id)
    return render_template("filing/discarded.html", place=place)
