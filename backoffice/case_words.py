"""What the desk calls states, days left and entries of a case's history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from casework.clock.clock_words import explain
from casework.clock.deadlines import Clock
from casework.desk.doors import CaseFile, FileKept, Happened
from casework.desk.steps import Case
from casework.files.content_types import CONTENT_TYPES
from forms_catalog.documents.readback import say_date
from forms_catalog.problems import N_
from forms_catalog.texts import Text
from forms_catalog.wording import say_short_date
from pages.widgets.words import size
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
LANGUAGES = {"pl": N_("Polish"), "en": N_("English"), "uk": N_("Ukrainian")}
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
    "answer_read": N_("read what came in"),
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
    "reopened": N_("opened the case again"),
    "transferred": N_("sent the case to another unit"),
    "payment_proof": N_("added a proof of payment"),
    "infected": N_("found a virus in a file"),
}
#: entries after which nothing counts as new any more (casework.desk: new_answer=False)
_READ = ("answer_read", "called", "call_ended", "paused", "done", "refused", "left", "closed")
ACTORS = {"applicant": N_("The applicant"), "system": N_("The system")}
CHANNELS = {"web": N_("on the web page"), "api": N_("through another system")}
_CHANGED = N_("changed the case")
_KINDS = {content_type: kind.upper() for kind, content_type in CONTENT_TYPES.items()}
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
        return Due("paused", "pause", _standing(left))
    if left < 0:
        return Due("late", "warning", ngettext("%(num)d day late", "%(num)d days late", -left))
    if left == 0:
        return Due("today", "clock", gettext("today"))
    kind = "soon" if left <= _SOON_DAYS else "plain"
    return Due(
        kind, "clock" if kind == "soon" else None, ngettext("%(num)d day left", "%(num)d days left", left)
    )


def short_day(day: date, today: date) -> str:
    """ "24 lis": for lists."""
    return say_short_date(day, "pl", today=today)


def _standing(left: int) -> str:
    if left < 0:
        return ngettext("stands, %(num)d day late", "stands, %(num)d days late", -left)
    return ngettext("stands, %(num)d day left", "stands, %(num)d days left", left)


def why_that_day(clock: Clock, case: Case) -> list[str]:
    """The sentences that explain the date."""
    said = []
    for sentence in explain(clock, waiting=case.state == "awaiting_applicant"):
        said.append(gettext(sentence.message, **_in_words(sentence.values)))
    return said


def who(actor: str) -> str:
    """The clerk's name, or the word for whoever is none."""
    return gettext(ACTORS[actor]) if actor in ACTORS else actor


def happened(entry: Happened, file: CaseFile, units: Mapping[str, Text]) -> str:
    """An entry of the history in full: who, what, and what belongs to it. `units`: of the office, by key."""
    said = f"{who(entry.actor)}: {gettext(DEEDS.get(entry.what, _CHANGED))}"
    more = _more(entry, file, units)
    return f"{said}, {more}" if more else said


def _more(entry: Happened, file: CaseFile, units: Mapping[str, Text]) -> str | None:
    details = entry.details
    if entry.what == "transferred":
        unit = units.get(str(details.get("to")))
        return unit.pl if unit else None
    if entry.what == "opened":
        return str(details["sign"]) if details.get("sign") else None
    if entry.what in ("called", "prolonged") and details.get("due_on"):
        return gettext("until %(day)s", day=say_date(date.fromisoformat(str(details["due_on"])), "pl"))
    if entry.what == "letter":
        titles = {str(letter.id): letter.title for letter in file.letters}
        return titles.get(str(details.get("letter")))
    return gettext("to: %(name)s", name=entry.to) if entry.to else None


def unread(file: CaseFile) -> frozenset[str]:
    """What the applicant did that nobody has dealt with: "answered", "payment_proof"."""
    if not file.case.new_answer:
        return frozenset()
    deeds = [entry.what for entry in file.history]
    read = max((place for place, what in enumerate(deeds) if what in _READ), default=-1)
    return frozenset(deeds[read + 1 :]) & {"answered", "payment_proof"}


def file_kind(file: FileKept) -> str:
    """ "PDF": what the file is, by its content."""
    return _KINDS.get(file.content_type, file.content_type)


def file_size(octets: int) -> str:
    """ "412 KB"."""
    return size(octets)


def may_open(file: FileKept) -> bool:
    """Not withheld for the scanner's sake."""
    return file.scan_state in ("clean", "not_scanned")


def _in_words(values: Mapping[str, date | int | None]) -> dict[str, str]:
    return {
        name: say_date(value, "pl", weekday=True) if isinstance(value, date) else str(value)
        for name, value in values.items()
    }
