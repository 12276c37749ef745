"""The mail server's list: what SMTP cannot be asked, the simulator answers."""

from flask import Blueprint, Response, abort, jsonify, request

from okienko.simulators import MAIL_LIST, switches
from okienko.simulators.parts import simulated
from okienko.simulators.switches import SmsAnswer

blueprint = Blueprint("mail_list", __name__)


@blueprint.get(MAIL_LIST)
def kept() -> Response:
    """{"kept": how many letters with that Message-ID were taken}; has the list's good and bad days."""
    store = simulated().store
    if switches.take(store, "list").answer in (SmsAnswer.BUSY, SmsAnswer.UNAVAILABLE, SmsAnswer.BROKEN):
        abort(503)
    wanted = request.args.get("message-id", "").encode()
    row = store.one("SELECT count(*) AS n FROM mail WHERE instr(raw, ?) > 0", wanted)
    return jsonify(kept=int(row["n"]) if row else 0)
