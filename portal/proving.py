"""The six-digit code: sent to the phone or e-mail given at filing, typed or pasted back."""

import re
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework import access
from casework.desk.letters import find_letter
from casework.messages import codes, consents
from casework.messages.codes import CodePurpose
from casework.sent_files import find_sent
from portal.cases import demand_token, opened_case
from portal.parts import parts
from portal.proofs import remember_proof

blueprint = Blueprint("proving", __name__)

ANSWER, PHONE = "odpowiedz", "telefon"
_FILE = re.compile(r"plik-(?:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-)?(\d{1,4})")


@blueprint.get("/sprawy/<uuid:submission>/kod")
def ask_code(submission: UUID) -> ResponseReturnValue:
    """Offers to send a code; after that, the field for it."""
    demand_token(submission)
    return _page(submission)


@blueprint.post("/sprawy/<uuid:submission>/kod/wyslij")
def send(submission: UUID) -> ResponseReturnValue:
    """Promises the code; whether a limit holds it back is not told."""
    demand_token(submission)
    wish = _wish()
    with parts().sessions.begin() as session:
        answered = codes.send_code(
            session, parts().counter.secret, submission, _purpose(wish), at=parts().now()
        )
    return redirect(code_page(submission, wish, sent=answered.via or "nikt"), 303)


@blueprint.post("/sprawy/<uuid:submission>/kod")
def check(submission: UUID) -> ResponseReturnValue:
    """Leads on when the code is right; a wrong one stays in its field."""
    demand_token(submission)
    wish, typed = _wish(), request.form.get("kod", "")[:100]
    with parts().sessions.begin() as session:  # commits after a wrong try too: it counts
        right = codes.check_code(
            session, parts().counter.secret, submission, _purpose(wish), typed, at=parts().now()
        )
    if not right:
        return _page(submission, typed=typed, wrong=True), 422
    response = make_response(redirect(_target(submission, wish), 303))
    if wish != PHONE:
        remember_proof(response, submission)
    return response


def code_page(submission: UUID, wish: str, *, sent: str = "") -> str:
    """The address that asks for the code and then leads to what was wished for."""
    return _address(submission, "kod", do=wish, **({"wyslano": sent} if sent else {}))


def file_wish(call: UUID | None, position: int) -> str:
    """What names a file that the applicant sent; `call`: with an answer to it."""
    return f"plik-{position}" if call is None else f"plik-{call}-{position}"


def answer_page(submission: UUID) -> str:
    return _address(submission, ANSWER)


def case_page(submission: UUID) -> str:
    return _address(submission, "")


def _address(submission: UUID, page: str, **query: str) -> str:
    token = access.case_token(parts().counter.secret, submission)
    return f"/sprawy/{submission}{'/' if page else ''}{page}?{urlencode({'t': token, **query})}"


def _wish() -> str:
    """What the code is for: to answer, to confirm a phone, the id of a letter, or an own file."""
    asked = request.args.get("do", "")
    if asked == PHONE or _FILE.fullmatch(asked):
        return asked
    try:
        return str(UUID(asked))
    except ValueError:
        return ANSWER


def _purpose(wish: str) -> CodePurpose:
    if wish == PHONE:
        return "phone"
    return "answer" if wish == ANSWER else "files"


def _target(submission: UUID, wish: str) -> str:
    if wish == PHONE:
        return case_page(submission)
    file = _FILE.fullmatch(wish)
    if file is not None:
        call, position = file.groups()
        return _address(submission, f"pliki/{call}/{position}" if call else f"pliki/{position}")
    return answer_page(submission) if wish == ANSWER else _address(submission, f"pisma/{wish}.pdf")


def _wished_for(session: Session, submission: UUID, wish: str) -> str | None:
    """The title of the letter or the name of the file that the code is for; None where there is none."""
    file = _FILE.fullmatch(wish)
    if file is not None:
        call, position = file.groups()
        sent = find_sent(session, submission, UUID(call) if call else None, int(position))
        return None if sent is None else sent.filename
    letter = find_letter(session, submission, UUID(wish)) if _purpose(wish) == "files" else None
    return None if letter is None else letter.title


def _page(submission: UUID, *, typed: str = "", wrong: bool = False) -> str:
    wish = _wish()
    case = opened_case(submission)
    with parts().sessions() as session:
        reach = consents.reach(session, submission)
        wanted = consents.find(session, submission)
        wished = _wished_for(session, submission, wish)
    reachable = wanted is not None if wish == PHONE else bool(reach.phone or reach.email)
    sent = request.args.get("wyslano", "")
    return render_template(
        "code.html",
        case=case,
        wish=wish,
        wished=wished,
        reachable=reachable and sent != "nikt",
        sent="email" if sent == "email" else "sms" if sent or wrong else "",
        typed=typed,
        wrong=wrong,
        back=case_page(submission),
        here=code_page(submission, wish, sent=sent),
        send=_address(submission, "kod/wyslij", do=wish),
    )
