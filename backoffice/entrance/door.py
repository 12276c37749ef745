"""In and out: log-in with password and one-time code, log-out, and the clerk's own password."""

from flask import Blueprint, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from backoffice.entrance.returning import BACK, Typed, open_typed, own_page
from backoffice.entrance.who import current_clerk, for_roles, session_cookie, with_session
from backoffice.parts import parts
from casework.desk import accounts, desk_sessions, passwords
from casework.desk.log_in import Refused, TooManyTries, log_in, may_type_code
from casework.desk.log_in import Typed as TypedAtTheDoor
from casework.desk.reads import note_read

blueprint = Blueprint("door", __name__)


@blueprint.get("/logowanie")
def ask() -> str:
    """Whoever was sent here by a page comes back to it."""
    back = own_page(request.args.get(BACK, ""))
    ended = bool(back and request.cookies.get(session_cookie()))
    return render_template("log_in.html", login="", wrong=None, back=back, ended=ended, kept="")


@blueprint.post("/logowanie")
def enter() -> ResponseReturnValue:
    """A wrong try says nothing of what was wrong, and costs the same time."""
    login = request.form.get("login", "")[:254]
    typed = TypedAtTheDoor(
        login, request.form.get("password", ""), request.form.get("code", "")[:20], request.remote_addr or ""
    )
    options = parts().options
    try:
        entered = log_in(
            parts().sessions, typed, secret=options.secret, at=parts().now(), limits=options.limits
        )
    except Refused:
        return _again(login, "refused"), 422
    except TooManyTries:
        return _again(login, "tries"), 429, {"Retry-After": "900"}
    session.clear()  # the token of forms changes with the log-in
    waiting = open_typed(request.form.get("kept", ""), entered.clerk.id)
    if waiting is not None:
        page = render_template("typed_waits.html", waiting=waiting, words=_words_of(waiting))
        return with_session(make_response(page), entered.token)
    return with_session(
        make_response(redirect(own_page(request.form.get(BACK, "")) or "/", 303)), entered.token
    )


def _again(login: str, wrong: str) -> str:
    back, kept = own_page(request.form.get(BACK, "")), request.form.get("kept", "")
    return render_template("log_in.html", login=login, wrong=wrong, back=back, ended=False, kept=kept)


def _words_of(waiting: Typed) -> list[str]:
    """What a person typed of it: no ids, numbers and ticks."""
    return [value for _, value in waiting.fields if " " in value.strip()]


@blueprint.get("/sesja")
@for_roles()
def stay() -> str:
    """Opened beside a half-typed form: whoever asks for any page stays logged in."""
    return render_template("session.html")


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
    with parts().sessions.begin() as database:
        if not may_type_code(database, clerk.id, at=now):
            return render_template("own_account.html", wrong=("tries",)), 429, {"Retry-After": "900"}
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
