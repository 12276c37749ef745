"""Is this letter of the office genuine? The page with the answer; no person is ever shown."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import date, datetime

from flask import render_template
from sqlalchemy.exc import SQLAlchemyError

from casework.desk.letters_kept import find_public
from casework.trust.pdf_verdict import PdfReport, verify_pdf
from casework.trust.verdict import Verdict
from forms_catalog.wording import say_date
from pages.language import language
from pages.offices import speak_for
from pages.words import gettext
from portal.parts import parts

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RegisteredLetter:
    """What the office's register says of a letter: never a person."""

    office: str
    title: str
    at: datetime


def letter_page(data: bytes, *, compared: bool) -> str:
    """The verdict on a sealed PDF; `compared`: files were sent beside it, of which no letter speaks."""
    report = verify_pdf(data, seals=parts().published_seals, now=parts().now())
    registered, asked = (None, True) if report.verdict is Verdict.INVALID else _in_register(data)
    office = None
    if registered is not None:
        office = parts().catalogue.offices.get(registered.office)
        if office is not None:
            speak_for(office)
    return render_template(
        "letter_verdict.html",
        report=report,
        reason=_said(report),
        registered=registered,
        registered_office=office,
        register_asked=asked,
        compared=compared,
    )


def _said(report: PdfReport) -> str:
    day = say_date(date.fromisoformat(report.date), language()) if report.date else ""
    return gettext(report.message, signer=report.signer, date=day)


def _in_register(data: bytes) -> tuple[RegisteredLetter | None, bool]:
    """What the register says of these very bytes, and whether it could be asked at all."""
    try:
        with parts().sessions() as session:
            found = find_public(session, hashlib.sha256(data).hexdigest())
    except SQLAlchemyError:
        logger.warning("register not available for a check")  # the seal alone gives the verdict
        return None, False
    return (RegisteredLetter(*found) if found else None), True
