"""Finishing later: the link to come back by, on the page and, if wanted, by e-mail."""

import unicodedata
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from casework import tries
from casework.drafting import drafts
from casework.messages import of_drafts
from casework.messages.of_drafts import TooManyLetters
from forms_catalog.kinds import KINDS, Around
from forms_catalog.model import EmailField
from forms_catalog.texts import Text
from mail import draft_letters
from pages.filling.place import Place
from portal.filing.blueprint import blueprint
from portal.filing.place import saved_place
from portal.filing.tongue import THEN
from portal.parts import parts

FORGET = "forget"
_MOST_SIGNS = 320
_EMAIL = EmailField(kind="email", name="email", label=Text(pl="E-mail", en="E-mail", uk="E-mail"))
_KIND = KINDS["email"]
_JUDGE = _KIND.judge(_EMAIL)


@blueprint.get("/<uuid:draft_id>/pozniej")
def finish_later(code: str, draft_id: UUID) -> ResponseReturnValue:
    """Says that nothing was sent, until when the draft waits, and by which address to come back."""
    return _page(saved_place(code, draft_id))


@blueprint.post("/<uuid:draft_id>/pozniej")
def leave_address(code: str, draft_id: UUID) -> ResponseReturnValue:
    """Keeps or forgets an e-mail address. Pressed twice, the link still goes once."""
    place = saved_place(code, draft_id)
    if request.form.get(THEN) == FORGET:
        with parts().sessions.begin() as session:
            drafts.forget_address(session, draft_id, now=place.now)
        return redirect(place.address("pozniej"), 303)
    email = _typed()
    wrong = _what_is_wrong(place, email)
    if wrong:
        return _page(place, typed=email, wrong=wrong), 422
    try:
        _keep(place, email)
    except TooManyLetters:
        said = gettext("We have sent many links today. Copy the link on this page, or try again tomorrow.")
        return _page(place, typed=email, refused=said), 429
    return redirect(place.address("pozniej"), 303)


def address_again(code: str, draft_id: UUID, said: str) -> str:
    """The page once more with the address that was typed."""
    return _page(saved_place(code, draft_id), typed=_typed(), refused=said)


def _typed() -> str:
    return unicodedata.normalize("NFC", request.form.get("email", "").strip())[:_MOST_SIGNS]


def _what_is_wrong(place: Place, email: str) -> str:
    if not email:
        return str(gettext(_KIND.missing, label="E-mail"))
    found = _JUDGE(email, Around(place.today, place.catalogue, {}))
    return str(gettext(found.message)) if found else ""


def _keep(place: Place, email: str) -> None:
    hands = parts()
    sent_from = tries.network(request.remote_addr or "")
    with hands.sessions.begin() as session:
        told = drafts.leave_address(session, place.draft_id, email, place=sent_from, now=place.now)
        if told is not None:
            draft_letters.tell(
                session,
                told,
                "link",
                catalogue=hands.catalogue,
                public_url=hands.options.public_url,
                at=place.now,
            )
    hands.ring()


def _page(place: Place, *, typed: str = "", wrong: str = "", refused: str = "") -> str:
    hands = parts()
    with hands.sessions.begin() as session:
        left = of_drafts.find(session, place.draft_id)
    return render_template(
        "filing/later.html",
        place=place,
        link=hands.options.public_url.rstrip("/") + place.address(),
        letters=hands.options.draft_letters,
        left=left,
        typed=typed,
        wrong=wrong,
        refused=refused,
        has_errors=bool(wrong),
    )
