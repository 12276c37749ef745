"""POST submissions: the same key with the same body gives the same answer, and never a second case."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import asdict

from flask import Response, request

from casework import access
from casework.clock.deadlines import warsaw_date
from casework.files.storage import StorageFull
from casework.intake.filing import Filed, Filing, KeyReused, NotFileable
from forms_catalog.judging.cleaning import clean
from forms_catalog.judging.second_looks import second_looks
from forms_catalog.model import Definition
from forms_catalog.problems import N_, Problem
from pages.language import language
from pages.words import gettext
from portal.api.answering import json_answer
from portal.api.attached import take_in
from portal.api.blueprint import blueprint
from portal.api.body import SentSubmission, shaped
from portal.api.contact import settle
from portal.api.problem import Refusal, Wrong, wrong
from portal.api.reading import in_order, read_json
from portal.handing_in import NothingSent, Unknown, hand_in, handed_in_before
from portal.parts import parts

KEY_HEADER = "Idempotency-Key"
_RETRY = {"Retry-After": "60"}
_CORRECT = N_("Some answers need correcting")


@blueprint.post("/submissions")
def submit() -> Response:
    """Files a form; 201 is answered only after it is safely kept."""
    key = _key()
    read = read_json(request)
    sent = shaped(read)
    # however a later version reads the answers, the same body stays the same request
    body = hashlib.sha256(in_order(read)).digest()
    filed, filing = _filed(key, sent, body)
    return json_answer(_told(filed) | _warned(filed, filing), 201)


def _filed(key: str, sent: SentSubmission, body: bytes) -> tuple[Filed, Filing | None]:
    try:
        filing = _filing(key, sent, body)
    except Refusal:
        # a retired form or a narrower rule of today must not hide what was filed under the key years ago
        if before := _answered(lambda: handed_in_before(parts(), key, body)):
            return before, None
        raise
    filed = _answered(lambda: hand_in(parts(), filing))
    assert filed is not None  # noqa: S101 – hand_in gives what was filed or raises
    return filed, filing


def _warned(filed: Filed, filing: Filing | None) -> dict[str, list[dict[str, str]]]:
    """What looked like a slip in the answers on the day of filing; nothing where all looks usual."""
    if filing is None:
        return {}
    day = warsaw_date(filed.filed_at)  # not today: a repeated request has the same answer
    doubts = second_looks(filing.definition, filing.answers, catalogue=parts().catalogue, today=day)
    return {"warnings": [asdict(wrong(doubt, inside="/answers")) for doubt in doubts]} if doubts else {}


def _key() -> str:
    key = request.headers.get(KEY_HEADER, "")
    if 16 <= len(key) <= 128 and key.isascii() and key.isprintable():
        return key
    raise Refusal(
        400,
        N_("The header Idempotency-Key is missing or wrong"),
        N_("Send 16 to 128 printable characters, new for every submission and the same when you repeat it."),
    )


def _filing(key: str, sent: SentSubmission, body: bytes) -> Filing:
    definition = _service(sent)
    today = warsaw_date(parts().now())
    answers = clean(definition, sent.answers)
    settled = settle(definition, answers, sent.contact, catalogue=parts().catalogue, today=today)
    _demand_none(settled.problems)
    try:
        files, problems = take_in(definition, sent.attachments)
    except StorageFull:
        raise _nothing_sent() from None
    _demand_none(problems)
    return Filing(
        key=key,
        office=sent.office,
        definition=definition,
        answers=settled.answers,
        files=files,
        language=language(),
        channel="api",
        contact=settled.contact,
        request_digest=body,
    )


def _service(sent: SentSubmission) -> Definition:
    """The form in its newest version, if that office takes it."""
    if sent.office not in parts().catalogue.offices:
        told = N_("There is no such office. Look its code up in GET /api/v1/offices.")
        raise Refusal(422, _CORRECT, errors=[Wrong("/office", gettext(told), "unknown_office")])
    for form in parts().catalogue.services(sent.office):
        if form.code == sent.service:
            return form
    told = N_("This office offers no such service. Look its code up in GET /api/v1/offices/{code}.")
    raise Refusal(422, _CORRECT, errors=[Wrong("/service", gettext(told), "unknown_service")])


def _demand_none(problems: Iterable[Problem]) -> None:
    if errors := [wrong(problem) for problem in problems]:
        raise Refusal(422, _CORRECT, errors=errors)


def _answered(ask: Callable[[], Filed | None]) -> Filed | None:
    """What the counter says, its refusals as problem documents."""
    try:
        return ask()
    except NotFileable as refused:
        errors = [wrong(problem, inside="/answers") for problem in refused.problems]
        raise Refusal(422, _CORRECT, errors=errors) from None
    except KeyReused:
        raise Refusal(
            409,
            N_("This key was used for another submission"),
            N_("Send a new Idempotency-Key for a new submission, or the very same body to repeat one."),
        ) from None
    except NothingSent:
        raise _nothing_sent() from None
    except Unknown:
        raise Refusal(
            503,
            N_("We do not know yet whether this came in"),
            N_("Send the same body again with the same Idempotency-Key. It will not be filed twice."),
            headers=_RETRY,
        ) from None


def _nothing_sent() -> Refusal:
    return Refusal(
        503,
        N_("We could not send this"),
        N_("Nothing was sent to the office. Send it again in a minute with the same Idempotency-Key."),
        headers=_RETRY,
    )


def _told(filed: Filed) -> dict[str, object]:
    here, secret = parts().options.public_url.rstrip("/"), parts().counter.secret
    return {
        "id": str(filed.id),
        "register_number": filed.register_number,
        "access_key": filed.access_key,
        "signature": filed.signature,
        "filed_at": filed.filed_at.isoformat(),
        "receipt_url": f"{here}/upo/{filed.id}.xml?t={filed.receipt_token}",
        "case_url": f"{here}/sprawy/{filed.id}?t={access.case_token(secret, filed.id)}",
    }
