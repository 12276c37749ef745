"""Messages that did not arrive: a supervisor sees whose case, an administrator how many and why."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort, render_template, request

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.message_words import CHANNELS, OCCASIONS, STATES, why
from backoffice.parts import parts
from casework.desk.reads import note_read
from casework.messages import ledger, sending
from casework.messages.stuck import LOOKED_BACK, stuck, stuck_kinds

blueprint = Blueprint("messages", __name__)
_PAGE = 50


@blueprint.get("/wiadomosci")
@for_roles("supervisor", "office_admin")
def list_stuck() -> str:
    """What needs a person, the newest first; what the channels themselves wait for."""
    clerk, before = current_clerk(), _before()
    with parts().sessions.begin() as session:
        at = ledger.clock(session)
        found = kinds = None
        if "supervisor" in clerk.roles:
            found = stuck(session, clerk, at=at, before=before, size=_PAGE)
            note_read(session, clerk, "messages_read")
        if "office_admin" in clerk.roles and before is None:
            kinds = stuck_kinds(session, clerk, at=at)
        gates = {channel: sending.gate(session, channel) for channel in sending.CHANNELS}
    more = found[-1] if found is not None and len(found) == _PAGE else None
    return render_template(
        "messages.html",
        found=found,
        kinds=kinds,
        gates=gates,
        released=all(gate.released for gate in gates.values()),
        days=LOOKED_BACK.days,
        channels=CHANNELS,
        occasions=OCCASIONS,
        states=STATES,
        why=why,
        older=f"{more.changed_at.isoformat()}~{more.id}" if more else None,
    )


def _before() -> tuple[datetime, UUID] | None:
    """Where the page before ended; 404 for what no page of ours says."""
    said = request.args.get("przed")
    if said is None:
        return None
    moment, _, number = said.replace(" ", "+").partition("~")
    try:
        place = datetime.fromisoformat(moment), UUID(number)
    except ValueError:
        abort(404)
    if place[0].tzinfo is None:
        abort(404)
    return place
