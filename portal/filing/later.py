"""Finishing later: the link to come back by."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.filing.blueprint import blueprint
from portal.filing.place import saved_place
from portal.parts import parts


@blueprint.get("/<uuid:draft_id>/pozniej")
def finish_later(code: str, draft_id: UUID) -> ResponseReturnValue:
    """Says plainly that nothing was sent, and shows the address to come back to."""
    place = saved_place(code, draft_id)
    link = parts().options.public_url.rstrip("/") + place.address()
    return render_template("filing/later.html", place=place, link=link)
