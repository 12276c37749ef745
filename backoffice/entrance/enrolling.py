"""The one-time link: a new clerk sets a password and the secret of one-time codes."""

import io

import segno
from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from backoffice.parts import parts
from casework.desk import accounts, passwords
from casework.desk.reads import note_read

blueprint = Blueprint("enrolling", __name__)


@blueprint.get("/dostep/<token>")
def show(token: str) -> str:
    """404 for a used, late or invented link."""
    with parts().sessions.begin() as session:
        account = accounts.account_of_link(session, token, at=parts().now())
    if account is None:
        abort(404)
    return _page(account, token, ())


@blueprint.post("/dostep/<token>")
def finish(token: str) -> ResponseReturnValue:
    """Uses the link up when password and code are good."""
    fresh, code = request.form.get("password", ""), request.form.get("code", "")[:20]
    secret, now = passwords.secret_of_link(parts().options.secret, token), parts().now()
    step = passwords.step_of(secret, code, at=now)
    good = passwords.SHORTEST <= len(fresh) <= passwords.LONGEST
    hashed = passwords.hash_password(fresh) if good and step is not None else ""
    with parts().sessions.begin() as session:
        account = accounts.account_of_link(session, token, at=now)
        if account is not None and good and step is not None:
            locked = passwords.lock_secret(parts().options.secret, secret)
            accounts.enrol(session, account.clerk.id, password_hash=hashed, totp_secret=locked, step=step)
            note_read(session, account.clerk, "enrolled")
    if account is None:
        abort(404)
    if not good or step is None:
        wrong = (*(() if good else ("password",)), *(() if step is not None else ("code",)))
        return _page(account, token, wrong), 422
    return render_template("enrolled.html", login=account.login)


def _page(account: accounts.Account, token: str, wrong: tuple[str, ...]) -> str:
    secret = passwords.secret_of_link(parts().options.secret, token)
    drawn = io.BytesIO()
    address = passwords.address_for_authenticator(secret, account.login, "Okienko")
    segno.make(address, error="m").save(drawn, kind="svg", xmldecl=False, svgns=True, border=3, scale=4)
    return render_template(
        "enrol.html",
        account=account,
        token=token,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        picture=Markup(drawn.getvalue().decode()),  # noqa: S704 – drawn by segno, nothing typed stands in it
        wrong=wrong,
    )
