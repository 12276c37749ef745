"""Named, numbered calculations over dated rates; definitions list them under `calculations`."""

from forms_catalog.calculations import property_tax, proxy_duty, transport_tax, waste_fee
from forms_catalog.calculations.registry import CALCULATIONS, Count, Desk, calculation

__all__ = [
    "CALCULATIONS",
    "Count",
    "Desk",
    "calculation",
    "property_tax",
    "proxy_duty",
    "transport_tax",
    "waste_fee",
]
