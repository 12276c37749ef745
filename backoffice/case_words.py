"""What the desk calls states, days left and entries of a case's history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from casework.clock.clock_words import explain
from casework.clock.deadlines import Clock
from casework.desk.doors import Happened
from casework.desk.steps import Case
from forms_catalog.problems import N_
from forms_catalog.readback import say_date
from pages.words import gettext, ngettext

#: state → class and icon of its badge, and its word
STATES = {
    "received": ("received", "tray", N_("new")),
    "in_progress": ("work", "wheel", N_("in progress")),
    "awaiting_applicant": ("you", "bell", N_("waits for the applicant")),
    "paused": ("paused", "pause", N_("suspended")),
    "done": ("done", "tick", N_("settled")),
    "refused": ("refused", "cross", N_("refused")),
    "left": ("left", "cross", N_("left unexamined")),
    "closed": ("closed", "lock", N_("closed")),
}
#: what the signature of a document is worth, as a clerk needs it
SIGNATURES = {
    "not_needed": N_("not needed here"),
    "missing": N_("missing: call for it if the law demands one"),
    "valid": N_("valid"),
    "invalid": N_("not valid: call for a new one"),
}
#: what a scanner said of a file
SCANS = {
    "not_scanned": N_("not checked for viruses"),
    "checking": N_("is being checked for viruses"),
    "clean": N_("no viruses found"),
    "infected": N_("infected: nobody can open it"),
}
#: entry of the audit → what was done, after the name of who did it
DEEDS = {
    "received": N_("filed the document; the receipt (UPO) was issued"),
    "taken": N_("took the case"),
    "given_back": N_("gave the case back"),
    "handed_over": N_("handed the case over"),
    "opened": N_("opened it in the list of cases"),
    "called": N_("called the applicant for completion"),
    "answered": N_("answered the call"),
    "call_ended": N_("stopped waiting for the applicant"),
    "paused": N_("suspended the case"),
    "resumed": N_("resumed the case"),
    "letter": N_("sent a letter"),
    "noted": N_("wrote a note"),
    "prolonged": N_("set a new term"),
    "done": N_("settled the case"),
    "refused": N_("refused"),
    "left": N_("left the case unexamined"),
    "closed": N_("closed the case"),
    "infected": N_("found a virus in a file"),
}
ACTORS = {"applicant": N_("The applicant"), "system": N_("The system")}
CHANNELS = {"web": N_("on the web page"), "api": N_("through another system")}
_SOON_DAYS = 3


@dataclass(frozen=True)
class Due:
    """The day to watch, in words."""

    kind: str  #: late, today, soon, paused, plain, none: what it looks like
    icon: str | None
    words: str


def due_of(clock: Clock) -> Due:
    """ "2 days late", "today", "3 days left", "stands, 9 days left"."""
    left = clock.days_left
    if clock.ended:
        return Due("none", None, gettext("settled"))
    if left is None:
        return Due("none", None, gettext("no term"))
    if clock.paused:
        return Due("paused", "pause", ngettext("stands, %(num)d day left", "stands, %(num)d days left", left))
    if left < 0:
        return Due("late", "warning", ngettext("%(num)d day late", "%(num)d days late", -left))
    if left == 0:
        return Due("today", "clock", gettext("today"))
    kind = "soon" if left <= _SOON_DAYS else "plain"
    return Due(
        kind, "clock" if kind == "soon" else None, ngettext("%(num)d day left", "%(num)d days left", left)
    )


def why_that_day(clock: Clock, case: Case) -> list[str]:
    """The sentences that explain the date."""
    said = []
    for sentence in explain(clock, waiting=case.state == "awaiting_applicant"):
        said.append(gettext(sentence.message, **_in_words(sentence.values)))
    return said


def who(actor: str) -> str:
    """The clerk's name, or the word for whoever is none."""
    return gettext(ACTORS[actor]) if actor in ACTORS else actor


def deed(what: str) -> str:
    """What was done; the bare key for something we do not know."""
    return gettext(DEEDS[what]) if what in DEEDS else what


def happened(entry: Happened) -> str:
    """An entry of the history in full: who, what, and what belongs to it."""
    said, details = f"{who(entry.actor)}: {deed(entry.what)}", entry.details
    if entry.what == "opened" and details.get("sign"):
        return f"{said}, {details['sign']}"
    if entry.what in ("called", "prolonged") and details.get("due_on"):
        last_day = say_date(date.fromisoformat(str(details["due_on"])), "pl")
        return f"{said}, {gettext('until %(day)s', day=last_day)}"
    return said


def _in_words(values: Mapping[str, date | int | None]) -> dict[str, str]:
    return {
        name: say_date(value, "pl", weekday=True) if isinstance(value, date) else str(value)
        for name, value in values.items()
    }
