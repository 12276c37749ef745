"""Letters about drafts: one reminder, a warning before the end, and no address longer than needed."""

import logging
from datetime import UTC, datetime, timedelta

from casework.messages import of_drafts
from casework.messages.of_drafts import Terms
from mail import draft_letters
from okienko.settings import Settings
from okienko.wiring import Wiring

logger = logging.getLogger(__name__)

_AT_ONCE = 100


def write_about_drafts(wiring: Wiring, *, now: datetime | None = None) -> None:
    """Promises every letter that is due, a hundred a transaction; `now` is for tests of long waits."""
    at, terms, letters = now or datetime.now(UTC), terms_of(wiring.settings), 0
    while True:
        with wiring.sessions.begin() as session:
            found = of_drafts.due(session, terms, at=at, most=_AT_ONCE)
            for told, kind in found:
                letters += draft_letters.tell(
                    session,
                    told,
                    kind,
                    catalogue=wiring.catalogue,
                    public_url=wiring.settings.address,
                    at=at,
                )
        if not found:
            break
    logger.info("letters about drafts promised", extra={"letters": letters})


def forget_addresses_of_filed_drafts(wiring: Wiring) -> None:
    """Beside the counter, for filing shall not wait for it; the ledger sends nothing meanwhile."""
    with wiring.sessions.begin() as session:
        forgotten = of_drafts.forget_filed(session)
    if forgotten:
        logger.info("addresses of filed drafts forgotten", extra={"drafts": forgotten})


def terms_of(settings: Settings) -> Terms:
    """A warning comes a day after the last change at the earliest."""
    warning = min(settings.draft_warning_days, settings.draft_days - 1)
    return Terms(
        reminder=timedelta(days=settings.draft_reminder_days) if settings.draft_reminder_days else None,
        warning=timedelta(days=warning) if warning else None,
    )
