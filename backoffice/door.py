"""In and out: log-in with password and one-time code, log-out, and the clerk's own password."""

from flask import Blueprint, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from backoffice.parts import parts
from backoffice.who import current_clerk, for_roles, session_cookie, with_session
from casework.desk import accounts, desk_sessions, passwords
from casework.desk.log_in import Refused, TooManyTries, Typed, log_in
from casework.desk.reads import note_read

blueprint = Blueprint("door", __name__)


@blueprint.get("/logowanie")
def ask() -> str:
    return render_template("log_in.html", login="", wrong=None)


@blueprint.post("/logowanie")
def enter() -> ResponseReturnValue:
    """A wrong try says nothing of what was wrong, and costs the same time."""
    login = request.form.get("login", "")[:254]
    typed = Typed(
        login, request.form.get("password", ""), request.form.get("code", "")[:20], request.remote_addr or ""
    )
    try:
        entered = log_in(parts().sessions, typed, secret=parts().options.secret, at=parts().now())
    except Refused:
        return render_template("log_in.html", login=login, wrong="refused"), 422
    except TooManyTries:
        return render_template("log_in.html", login=login, wrong="tries"), 429, {"Retry-After": "900"}
    session.clear()  # the token of forms changes with the log-in
    return with_session(make_response(redirect("/", 303)), entered.token)


@blueprint.post("/wyloguj")
@for_roles()
def leave() -> ResponseReturnValue:
    with parts().sessions.begin() as database:
        desk_sessions.end(database, request.cookies.get(session_cookie(), ""))
        note_read(database, current_clerk(), "logged_out")
    session.clear()
    return with_session(make_response(redirect("/logowanie", 303)), None)


@blueprint.get("/moje-konto")
@for_roles()
def own_account() -> str:
    return render_template("own_account.html", wrong=())


@blueprint.post("/moje-konto")
@for_roles()
def change_own_password() -> ResponseReturnValue:
    """Needs a fresh code; ends every session of the clerk, this one too."""
    fresh, code = request.form.get("password", ""), request.form.get("code", "")[:20]
    clerk, now = current_clerk(), parts().now()
    if not passwords.SHORTEST <= len(fresh) <= passwords.LONGEST:
        return render_template("own_account.html", wrong=("password",)), 422
    hashed = passwords.hash_password(fresh)
    with parts().sessions.begin() as database:
        account = accounts.find_account(database, clerk.id, to_change=True)
        step = account and passwords.step_of_code(
            parts().options.secret, account.totp_secret, code, at=now, last=account.totp_last_counter
        )
        if step:
            accounts.change_password(database, clerk.id, password_hash=hashed, step=step)
            note_read(database, clerk, "password_changed")
        else:
            note_read(database, clerk, "password_change_refused")
    if not step:
        return render_template("own_account.html", wrong=("code",)), 422
    session.clear()
    return with_session(make_response(redirect("/logowanie", 303)), None)
