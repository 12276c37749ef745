"""What a receipt confirms, as values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class FiledFile:
    """A file that the receipt speaks of."""

    name: str
    sha256: str  #: hex, of the bytes as stored


@dataclass(frozen=True)
class ReceiptFacts:
    """What a receipt confirms."""

    receipt_id: str
    office_name: str
    office_code: str
    sender: str | None  #: None: nobody named (public information may be asked for without a name)
    delivered_at: datetime  #: aware; entry into the office's system, by database time
    created_at: datetime  #: aware
    submission_id: str
    service: str  #: code of the service
    form_version: int
    document: FiledFile  #: the XML document as kept
    attachments: tuple[FiledFile, ...] = ()
    signature: str = "missing"  #: not_needed | missing | valid | invalid
    notes: tuple[
        tuple[str, str], ...
    ] = ()  #: further InformacjaUzupelniajaca: (type, text), e.g. ("Kwota", "13273.00")
