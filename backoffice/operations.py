"""How the system stands, for administrators: what is well, what needs a person; failed duties try again."""

import re
from datetime import date

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.parts import parts
from casework.desk.reads import note_read
from casework.standing import PARTS, WORDS, Finding
from forms_catalog.documents.readback import say_date
from forms_catalog.problems import N_
from pages.words import gettext

blueprint = Blueprint("operations", __name__)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SIZE = re.compile(r"^(\d+)\.(\d+)(?=\N{NO-BREAK SPACE}[GM]B$)")
_ADMINISTRATORS = ("office_admin", "platform_admin")
#: level → class and icon of its badge, and its word
LEVELS = {
    "ok": ("done", "tick", N_("well")),
    "watch": ("paused", "bell", N_("to watch")),
    "person": ("refused", "warning", N_("needs a person")),
}


@blueprint.get("/stan")
@for_roles(*_ADMINISTRATORS)
def show() -> str:
    """What needs a person first."""
    found = parts().standing()
    order = ("person", "watch", "ok")
    findings = sorted(found.findings, key=lambda finding: order.index(finding.level))
    return render_template(
        "standing.html", found=found, findings=findings, levels=LEVELS, names=PARTS, say=_say,
        again=request.args.get("ponowione", ""),
    )  # fmt: skip


@blueprint.post("/stan/zadania/<int:job>/ponow")
@for_roles(*_ADMINISTRATORS)
def try_again(job: int) -> ResponseReturnValue:
    """A failed duty is due at once; one that was done meanwhile stays done."""
    duty = parts().try_again(job)
    if duty is not None:
        with parts().sessions.begin() as session:
            note_read(session, current_clerk(), "duty_retried", details={"duty": duty})
    return redirect(f"/stan?ponowione={'tak' if duty else 'nie'}", 303)


def _say(finding: Finding) -> str:
    return gettext(WORDS[finding.code], **{key: _in_polish(value) for key, value in finding.values.items()})


def _in_polish(value: str) -> str:
    """Days and sizes as the desk says them: findings carry "2036-11-18" and "71.3 GB", as logs do."""
    if _DAY.fullmatch(value):
        return say_date(date.fromisoformat(value), "pl")
    return _SIZE.sub(r"\1,\2", value)
