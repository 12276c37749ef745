"""Keys and tokens: access without an account."""

from uuid import UUID


def access_key(secret: bytes, submission: UUID) -> str:
    """16 letters and digits (80 bits, no I L O U) in four groups; the same for a submission every time."""
    raise NotImplementedError


def key_hash(key: str) -> bytes:
    """What the database keeps; typing with spaces, small letters, O for 0 and I or L for 1 gives the same."""
    raise NotImplementedError


def receipt_token(secret: bytes, submission: UUID) -> str:
    """Opens this submission's receipt and nothing else."""
    raise NotImplementedError


def opens_receipt(secret: bytes, submission: UUID, token: str) -> bool:
    """Compared in constant time."""
    raise NotImplementedError


def case_token(secret: bytes, submission: UUID) -> str:
    """Opens the key's view of the case (state, dates, receipt, document)."""
    raise NotImplementedError


def opens_case(secret: bytes, submission: UUID, token: str) -> bool:
    raise NotImplementedError
