"""Every page of forms hangs on one blueprint once this is read."""

from backoffice.forms import (
    adding,
    beginning,
    conditions,
    kinds,
    listing,
    merging,
    new_service,
    pieces,
    preview,
    trying,
    withdrawing,
    workshop,
)
from backoffice.forms.blueprint import blueprint

__all__ = [
    "adding",
    "beginning",
    "blueprint",
    "conditions",
    "kinds",
    "listing",
    "merging",
    "new_service",
    "pieces",
    "preview",
    "trying",
    "withdrawing",
    "workshop",
]
