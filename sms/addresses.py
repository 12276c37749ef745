"""Where operators call us. The portal answers there; the operator is told these addresses by us alone."""

from urllib.parse import quote

STATUS_PATH = "/operator-sms/stan"
INBOUND_PATH = "/operator-sms/wiadomosc"


def status_url(public_url: str, own_ref: str) -> str:
    """Where the fate of one message is to be told: the signed address names our own reference of it.

    So a report finds its message even when the operator's answer to the sending was lost.
    """
    return f"{public_url.rstrip('/')}{STATUS_PATH}?wiadomosc={quote(own_ref, safe='')}"


def inbound_url(public_url: str) -> str:
    """What is written into the operator's console as the address of incoming SMS."""
    return f"{public_url.rstrip('/')}{INBOUND_PATH}"
