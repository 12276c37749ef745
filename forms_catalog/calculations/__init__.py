"""Named, numbered calculations over dated rates; definitions list them under `calculations`."""

from forms_catalog.calculations import (
    alcohol_permit,
    certificate_duty,
    property_tax,
    proxy_duty,
    taxi_licence,
    transport_tax,
    waste_fee,
)
from forms_catalog.calculations.registry import CALCULATIONS, Count, Desk, calculation

__all__ = [
    "CALCULATIONS",
    "Count",
    "Desk",
    "alcohol_permit",
    "calculation",
    "certificate_duty",
    "property_tax",
    "proxy_duty",
    "taxi_licence",
    "transport_tax",
    "waste_fee",
]
