"""What a verdict says: one English message id per reason, translated where it is shown."""

from collections.abc import Mapping


def N_(message: str) -> str:
    """Marks a message id (English) for extraction; it is translated where it is shown."""
    return message


class Refused(Exception):
    """The bytes are no genuine receipt; `code` is a key of MESSAGES."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code, self.values = code, values


#: code → message id; the codes are stable, scripts may act on them
MESSAGES: Mapping[str, str] = {
    # before anything is parsed
    "empty": N_("The file is empty."),
    "too_big": N_("The file is bigger than any receipt (over %(limit)s KB)."),
    "not_utf8": N_("The file is not text in UTF-8, so it is not a receipt of ours."),
    "dtd": N_("The file carries a document type definition (DTD). A receipt never does."),
    "foreign_markup": N_("The file carries a comment or an instruction. A receipt never does."),
    "too_many_parts": N_("The file has more parts than any receipt."),
    "too_deep": N_("The file is nested deeper than any receipt."),
    "not_xml": N_("The file is not a whole XML file. Download the receipt again."),
    # what the file is
    "not_a_receipt": N_("This is not a receipt of filing (UPO)."),
    "no_signature": N_("The receipt carries no seal."),
    "more_signatures": N_("The receipt carries more than one signature. Ours carries exactly one."),
    "misplaced_signature": N_("The seal does not stand where it belongs. Somebody rebuilt the file."),
    "duplicate_id": N_("The same identifier stands twice in the file. Somebody rebuilt the file."),
    "too_many_references": N_("The seal points at more places than ours does."),
    "outside_reference": N_("The seal points at something other than this receipt."),
    "unknown_transform": N_("The seal leaves out or changes parts of the receipt before counting."),
    "unknown_algorithm": N_("The seal uses a method that we do not accept: %(algorithm)s."),
    "unknown_key_form": N_("The seal does not carry exactly one certificate."),
    "unexpected_part": N_("The seal carries a part that ours never has: %(part)s."),
    "bad_certificate": N_("The certificate in the seal cannot be read."),
    # whose seal and is it whole
    "not_our_seal": N_("The seal is not the office's published seal. The certificate says: %(signer)s."),
    "not_a_seal": N_("This certificate is not meant for sealing receipts: %(signer)s."),
    "bad_signature": N_("The seal does not fit its certificate. The file was changed or put together."),
    "changed_content": N_("The receipt was changed after it had been sealed."),
    # neither yes nor no
    "seal_not_pinned": N_("Nobody said which seal to trust. The certificate in the file claims: %(signer)s."),
    "seal_expired": N_(
        "The seal's certificate ran out on %(date)s, and no trusted timestamp says when it was used."
    ),
    "seal_not_yet_valid": N_("The seal's certificate is valid only from %(date)s."),
    "outside_validity": N_("The receipt names a time at which the seal's certificate was not valid."),
}
