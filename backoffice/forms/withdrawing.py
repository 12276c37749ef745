"""A service of the office's own is withdrawn for good: one asks, another approves or says no."""

from flask import abort, redirect
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import current_clerk
from backoffice.forms.blueprint import blueprint, for_editors
from backoffice.forms.listing import form_page, offered, own_services
from backoffice.forms.work import own_office
from backoffice.parts import parts
from casework.clock.deadlines import warsaw_date
from casework.desk import withdrawing
from casework.desk.form_edits import NotNow, SamePerson

_PLACE = "/formularze/<code>/wycofaj"


@blueprint.post(_PLACE)
@for_editors
def ask_to_withdraw(code: str) -> ResponseReturnValue:
    """It is still offered; a second person decides."""
    _own(code)
    with parts().sessions.begin() as session:
        withdrawing.ask(session, current_clerk(), code, at=parts().now())
    return redirect(f"/formularze/{code}", 303)


@blueprint.post(f"{_PLACE}/zatwierdz")
@for_editors
def withdraw(code: str) -> ResponseReturnValue:
    """The second person: it is not offered any more; what was filed stays as it is."""
    _own(code)
    try:
        with parts().sessions.begin() as session:
            withdrawing.approve(session, current_clerk(), code, on=warsaw_date(parts().now()))
    except SamePerson:
        return form_page(code, same_person=True), 403
    except NotNow:
        return redirect(f"/formularze/{code}", 303)
    parts().look_soon()
    return redirect(f"/formularze/{code}", 303)


@blueprint.post(f"{_PLACE}/cofnij")
@for_editors
def keep(code: str) -> ResponseReturnValue:
    """It stays: taken back by whoever asked, or refused by somebody else."""
    _own(code)
    try:
        with parts().sessions.begin() as session:
            withdrawing.drop(session, current_clerk(), code)
    except NotNow:
        pass
    return redirect(f"/formularze/{code}", 303)


def _own(code: str) -> None:
    """404 for a service that is not the office's own."""
    if code not in own_services(offered(code), own_office().code):
        abort(404)
