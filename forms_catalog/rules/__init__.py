"""Named, numbered rules over several answers at once; definitions list them under `rules`."""

from forms_catalog.rules import alcohol, property_tax, residence, transport_tax, waste
from forms_catalog.rules.registry import RULES, Rule, rule

__all__ = ["RULES", "Rule", "alcohol", "property_tax", "residence", "rule", "transport_tax", "waste"]
