"""Is this sealed PDF genuine? The verdict, with a reason in words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from casework.trust import pdf_gate
from casework.trust.certificates import organisation, signer_name
from casework.trust.pdf_gate import Refused
from casework.trust.verdict import Verdict
from casework.trust.words import N_

#: code → message id (English) with %(signer)s and %(date)s places
MESSAGES = {
    "genuine": N_("The office sealed this letter, and nothing in it was changed since."),
    "too_big": N_("The file is bigger than any letter of ours."),
    "not_pdf": N_("The file is not a whole PDF. Download the letter again."),
    "no_seal": N_("The letter carries no seal."),
    "locked": N_("The file is locked with a password. Letters of the office never are."),
    "more_seals": N_("The letter carries more than one seal or signature. Ours carries exactly one."),
    "not_our_seal": N_("The seal is not the office's published seal. The certificate says: %(signer)s."),
    "seal_not_pinned": N_("Nobody said which seal to trust. The certificate in the file claims: %(signer)s."),
    "changed": N_("The letter was changed after it had been sealed."),
    "seal_expired": N_(
        "The seal's certificate ran out on %(date)s, and no trusted timestamp says when it was used."
    ),
    "seal_not_yet_valid": N_("The seal's certificate is valid only from %(date)s."),
}


@dataclass(frozen=True)
class PdfReport:
    """What was found out about a sealed PDF."""

    verdict: Verdict
    code: str  #: stable; a key of MESSAGES
    signer: str = ""  #: as the certificate names it; "" when nothing can be said
    date: str = ""  #: ISO, where the certificate's time is the matter
    office: str = ""  #: as the certificate names it; this and the rest only with a whole seal of ours
    title: str = ""  #: what was sealed, in the office's words
    sealed_at: datetime | None = None  #: by the office's own clock

    @property
    def message(self) -> str:
        """English message id with %(signer)s and %(date)s places."""
        return MESSAGES[self.code]


def verify_pdf(data: bytes, *, seals: Collection[x509.Certificate], now: datetime) -> PdfReport:
    """The verdict on a letter, checked against pinned seal certificates. Never raises, opens no socket.

    A file that none of them sealed is refused within a second, before anything of it is read as a PDF.
    Without any the best verdict is INDETERMINATE (seal_not_pinned), with nothing said but who claims it.
    """
    try:
        certificate = pdf_gate.admit(data, seals)
        if not seals:
            return PdfReport(Verdict.INDETERMINATE, "seal_not_pinned", signer_name(certificate))
        from casework.trust.pdf_seal import read_sealed  # 15 MB that only a letter with our seal asks for

        sealed = read_sealed(data, signer_name(certificate))
    except Refused as refused:
        return PdfReport(Verdict.INVALID, refused.code, refused.signer)
    verdict, code, day = _by_time(certificate, now)
    return PdfReport(
        verdict,
        code,
        signer_name(certificate),
        day,
        office=organisation(certificate),
        title=sealed.title,
        sealed_at=sealed.at,
    )


def _by_time(certificate: x509.Certificate, now: datetime) -> tuple[Verdict, str, str]:
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if now > ends:
        return Verdict.INDETERMINATE, "seal_expired", ends.date().isoformat()
    if now < begins:
        return Verdict.INDETERMINATE, "seal_not_yet_valid", begins.date().isoformat()
    return Verdict.VALID, "genuine", ""
