"""Named, numbered rules over several answers at once; definitions list them under `rules`."""

from forms_catalog.rules import (
    alcohol,
    alcohol_selling,
    dogs,
    farm_diesel,
    farm_land,
    population_register,
    property_tax,
    refunds,
    residence,
    road_transport,
    spells,
    tax_letters,
    transport_tax,
    waste,
    write_off,
)
from forms_catalog.rules.registry import RULES, Rule, rule

__all__ = [
    "RULES",
    "Rule",
    "alcohol",
    "alcohol_selling",
    "dogs",
    "farm_diesel",
    "farm_land",
    "population_register",
    "property_tax",
    "refunds",
    "residence",
    "road_transport",
    "rule",
    "spells",
    "tax_letters",
    "transport_tax",
    "waste",
    "write_off",
]
