"""The six-digit code: sent to the phone or e-mail given at filing, typed or pasted back."""

import re
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from casework import access
from casework.desk.letters_kept import find_letter
from casework.messages import codes, consents
from casework.messages.codes import CodePurpose
from casework.sent_files import Kind, find_sent
from portal.filing.tongue import asked_language
from portal.own_case.cases import demand_token, opened_case
from portal.own_case.proofs import remember_proof
from portal.parts import parts

blueprint = Blueprint("proving", __name__)

ANSWER, PHONE, PAID = "odpowiedz", "telefon", "dowod-zaplaty"
#: a new form from this one, a correction of it
AGAIN, CORRECT = "podobne", "korekta"
#: how the code is to come, where the phone got none
_BY = "droga"
_PROOF = "dowod"
_FILE = re.compile(rf"plik-(?:({_PROOF}|[0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})-)?(\d{{1,4}})")


@blueprint.get("/sprawy/<uuid:submission>/kod")
def ask_code(submission: UUID) -> ResponseReturnValue:
    """Offers to send a code; after that, the field for it."""
    demand_token(submission)
    return _page(submission)


@blueprint.post("/sprawy/<uuid:submission>/kod/wyslij")
def send(submission: UUID) -> ResponseReturnValue:
    """Promises the code; whether a limit holds it back is not told."""
    demand_token(submission)
    wish, by_email = _wish(), request.args.get(_BY) == "email"
    with parts().sessions.begin() as session:
        answered = codes.send_code(
            session, parts().counter.secret, submission, _purpose(wish), at=parts().now(), by_email=by_email
        )
    return redirect(code_page(submission, wish, sent=answered.via or "nikt"), 303)


@blueprint.post("/sprawy/<uuid:submission>/kod")
def check(submission: UUID) -> ResponseReturnValue:
    """Leads on when the code is right; a wrong one stays in its field."""
    demand_token(submission)
    wish, typed = _wish(), request.form.get("kod", "")[:100]
    if asked_language():
        return _page(submission, typed=typed)
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


def file_wish(kind: Kind, call: UUID | None, position: int) -> str:
    """What names a file that the applicant sent; `call`: with an answer to it."""
    with_what = _PROOF if kind == "proof" else call
    return f"plik-{with_what}-{position}" if with_what else f"plik-{position}"


def answer_page(submission: UUID) -> str:
    return _address(submission, ANSWER)


def proof_page(submission: UUID) -> str:
    """Where a proof of payment is added."""
    return _address(submission, PAID)


def begin_page(submission: UUID, how: str) -> str:
    """Where a new form is begun from this one."""
    return _address(submission, AGAIN, **({"jak": how} if how == CORRECT else {}))


def case_page(submission: UUID) -> str:
    return _address(submission, "")


def _address(submission: UUID, page: str, **query: str) -> str:
    token = access.case_token(parts().counter.secret, submission)
    return f"/sprawy/{submission}{'/' if page else ''}{page}?{urlencode({'t': token, **query})}"


def _wish() -> str:
    """What the code is for: to answer, to prove a payment, a phone, the id of a letter, an own file, to begin
    a new form from this one.
    """
    asked = request.args.get("do", "")
    if asked in (PHONE, PAID, AGAIN, CORRECT) or _FILE.fullmatch(asked):
        return asked
    try:
        return str(UUID(asked))
    except ValueError:
        return ANSWER


def _purpose(wish: str) -> CodePurpose:
    if wish == PHONE:
        return "phone"
    return "answer" if wish in (ANSWER, PAID) else "files"


def _target(submission: UUID, wish: str) -> str:
    if wish == PHONE:
        return case_page(submission)
    if wish in (AGAIN, CORRECT):
        return begin_page(submission, wish)
    file = _FILE.fullmatch(wish)
    if file is not None:
        with_what, position = file.groups()
        return _address(submission, f"pliki/{with_what}/{position}" if with_what else f"pliki/{position}")
    return _address(submission, wish if wish in (ANSWER, PAID) else f"pisma/{wish}.pdf")


def _wished_for(session: Session, submission: UUID, wish: str) -> str | None:
    """The title of the letter or the name of the file that the code is for; None where there is none."""
    file = _FILE.fullmatch(wish)
    if file is not None:
        sent = find_sent(session, submission, *_named(*file.groups()))
        return None if sent is None else sent.filename
    of_letter = _purpose(wish) == "files" and wish not in (AGAIN, CORRECT)
    letter = find_letter(session, submission, UUID(wish)) if of_letter else None
    return None if letter is None else letter.title


def _named(with_what: str | None, position: str) -> tuple[Kind, UUID | None, int]:
    if with_what == _PROOF:
        return "proof", None, int(position)
    return ("answer", UUID(with_what), int(position)) if with_what else ("attachment", None, int(position))


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
        sent="email" if sent == "email" else "sms" if sent or wrong or typed else "",
        typed=typed,
        wrong=wrong,
        back=case_page(submission),
        here=code_page(submission, wish, sent=sent),
        send=_address(submission, "kod/wyslij", do=wish),
        by_email=_address(submission, "kod/wyslij", do=wish, **{_BY: "email"})
        if reach.email and wish != PHONE
        else "",
    )
