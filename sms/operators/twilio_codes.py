"""Twilio's error codes and states in our families (twilio.com/docs/api/errors, read in November 2026)."""

from sms.operators.port import (
    AccountRefused,
    AnswerLost,
    DeliveryState,
    OperatorRefused,
    OperatorUnavailable,
    Reason,
)

STATES = {
    **dict.fromkeys(("accepted", "scheduled", "queued", "sending"), DeliveryState.ON_ITS_WAY),
    **dict.fromkeys(("sent", "partially_delivered"), DeliveryState.SENT),
    **dict.fromkeys(("delivered", "read"), DeliveryState.DELIVERED),
    **dict.fromkeys(("failed", "undelivered", "canceled"), DeliveryState.FAILED),
}
#: codes that are final for the one message
PERMANENT = {
    21211: Reason.NO_SUCH_NUMBER,  # "To" is no phone number
    21214: Reason.NO_SUCH_NUMBER,  # "To" cannot be reached
    21217: Reason.NO_SUCH_NUMBER,  # no phone number
    21265: Reason.CANNOT_RECEIVE,  # "To" is a short code
    21266: Reason.NO_SUCH_NUMBER,  # "To" and "From" are one number
    21408: Reason.CANNOT_RECEIVE,  # the account does not send to that country
    21602: Reason.TEXT,  # no body
    21604: Reason.NO_SUCH_NUMBER,  # no "To"
    21605: Reason.TEXT,  # body too long
    21610: Reason.OPTED_OUT,
    21612: Reason.CANNOT_RECEIVE,  # not reachable from this sender
    21614: Reason.CANNOT_RECEIVE,  # a landline
    21617: Reason.TEXT,  # more than 1,600 characters
    21619: Reason.TEXT,  # no body, no media
    30003: Reason.CANNOT_RECEIVE,  # phone switched off or out of reach
    30004: Reason.CANNOT_RECEIVE,  # blocked by the recipient or network
    30005: Reason.NO_SUCH_NUMBER,  # unknown subscriber
    30006: Reason.CANNOT_RECEIVE,  # landline or unreachable network
    30007: Reason.TEXT,  # filtered by the network
}
#: codes that no other message would escape: somebody has to mend the account
ACCOUNT = frozenset(
    {
        20003,  # wrong account or token, or the account is suspended
        20404,  # no such account
        21212,  # "From" is no sender
        21603,  # no "From"
        21606,  # "From" is not ours
        21659,  # "From" is not a sender of this account
        21660,  # "From" belongs to another account
        30001,  # the queue of the account is full
        30002,  # the account is suspended
    }
)
#: answers after which nothing was taken for sure
NOT_TAKEN = frozenset({429, 503})


def failure(status: int, code: int | None, retry_after: float | None) -> Exception:
    """What an answer to a send means: a failure of the account, the message or the hour, or nobody knows.

    A 500, 502 or 504 says nothing of what was done behind it, so it counts as a lost answer.
    """
    known = code if code is not None else status
    if status >= 500 and status not in NOT_TAKEN:
        return AnswerLost(str(known))
    if status in NOT_TAKEN:
        return OperatorUnavailable(str(known), retry_after)
    if known in PERMANENT:
        return OperatorRefused(str(known), PERMANENT[known])
    # an answer that nobody foresaw is looked at by a person and never thrown away with the message
    return AccountRefused(str(known), retry_after)


def asking_failed(status: int, code: int | None, retry_after: float | None) -> OperatorUnavailable:
    """The same for a question: asking again never does harm."""
    known = str(code if code is not None else status)
    if status in (401, 403) or code in ACCOUNT:
        return AccountRefused(known, retry_after)
    return OperatorUnavailable(known, retry_after)
