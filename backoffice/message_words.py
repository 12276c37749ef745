"""What the desk calls channels, occasions and states of messages, and why one did not arrive."""

from forms_catalog.problems import N_

CHANNELS = {"sms": N_("SMS"), "email": N_("e-mail")}

#: occasion of a message → its word
OCCASIONS = {
    "received": N_("the document came in"),
    "taken": N_("a clerk took the case"),
    "called": N_("the applicant was asked to complete it"),
    "answered": N_("the answer came in"),
    "call_ended": N_("the answer is no longer awaited"),
    "paused": N_("the case was put on hold"),
    "resumed": N_("the case goes on"),
    "prolonged": N_("the office set a new term"),
    "done": N_("the case was settled"),
    "refused": N_("a refusal"),
    "left": N_("left unexamined"),
    "closed": N_("the file was closed"),
    "reopened": N_("the case was opened again"),
    "infected": N_("a virus in a file"),
    "code": N_("a one-time code"),
    "reply": N_("an answer to an SMS"),
}

#: of a message whose occasion has no word here
NEWS = N_("news of the case")

#: state → class and icon of its badge, and its word
STATES = {
    "promised": ("received", "tray", N_("waits to be sent")),
    "sending": ("work", "wheel", N_("being sent")),
    "sent": ("work", "wheel", N_("sent")),
    "delivered": ("done", "done", N_("delivered")),
    "held": ("paused", "pause", N_("held back")),
    "unknown": ("you", "warning", N_("in doubt")),
    "refused": ("refused", "cross", N_("not taken")),
    "failed": ("refused", "cross", N_("not delivered")),
}

_NO_NUMBER = N_("there is no such number")
_NO_SMS = N_("this phone takes no SMS")
_STOP = N_("the applicant wrote STOP")
_LOST = N_("the answer to the sending was lost")
_REASONS = {
    "prefix": N_("we do not send to this country"),
    "stopped": _STOP,
    "21610": _STOP,
    "daily_limit": N_("this number has had its messages of the day"),
    "budget": N_("the office has used up its SMS of the day"),
    "office_closed": N_("the office is not open here"),
    "expired": N_("it could not be sent in time"),
    "address": N_("this is no e-mail address"),
    **dict.fromkeys(("21211", "21214", "21217", "30005"), _NO_NUMBER),
    **dict.fromkeys(("21265", "21612", "21614", "30006"), _NO_SMS),
    "30003": N_("the phone was switched off or out of reach"),
    "30004": N_("the phone blocks our messages"),
    "30007": N_("the network held it for spam"),
    "550": N_("there is no such mailbox"),
    **dict.fromkeys(("lease", "timeout", "broken", "unreadable"), _LOST),
}


def why(code: str | None) -> str | None:
    """The reason behind a code as a message id; None where only the code itself can be shown."""
    return None if code is None else _REASONS.get(code)
