"""Where the SMS operator calls: its reports and what phones write. Only its signature opens this door."""

from typing import cast

from flask import Blueprint, Flask, Response, abort, request
from flask_wtf.csrf import CSRFProtect

from portal.parts import parts
from sms.addresses import INBOUND_PATH, STATUS_PATH
from sms.callbacks import NotFromOperator, Webhooks, hear_sms, hear_status

blueprint = Blueprint("webhooks", __name__)

SIGNATURE = "X-Twilio-Signature"
#: an answer with nothing in it: our replies go through the ledger
_NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def open_webhooks(app: Flask) -> None:
    """The operator has no page of ours and so no token of one; its signature stands for it."""
    app.register_blueprint(blueprint)
    cast(CSRFProtect, app.extensions["csrf"]).exempt(blueprint)


@blueprint.post(STATUS_PATH)
def status() -> Response:
    """204 when noted, also for what is old, told twice or unknown; 403 without a signature that holds."""
    webhooks = _listening()
    with parts().sessions.begin() as session:
        try:
            hear_status(session, webhooks, _target(), _fields(), _signature(), at=parts().now())
        except NotFromOperator:
            abort(403)
    return Response(status=204)


@blueprint.post(INBOUND_PATH)
def inbound() -> Response:
    """An SMS from a phone; the answer to it is promised in the ledger and not given here."""
    webhooks = _listening()
    office = parts().options.default_office
    with parts().sessions.begin() as session:
        try:
            hear_sms(session, webhooks, _target(), _fields(), _signature(), office=office, at=parts().now())
        except NotFromOperator:
            abort(403)
    return Response(_NOTHING_TO_SAY, content_type="text/xml; charset=utf-8")


def _listening() -> Webhooks:
    return parts().sms_webhooks or abort(403)


def _target() -> str:
    """Path and query as they came: what the signature covers."""
    query = request.query_string.decode("ascii", errors="replace")
    return f"{request.path}?{query}" if query else request.path


def _fields() -> dict[str, list[str]]:
    return {name: request.form.getlist(name) for name in request.form}


def _signature() -> str | None:
    return request.headers.get(SIGNATURE)
