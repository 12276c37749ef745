"""Named, numbered rules over several answers at once; definitions list them under `rules`."""

from forms_catalog.rules import property_tax, transport_tax, waste
from forms_catalog.rules.registry import RULES, Rule, rule

__all__ = ["RULES", "Rule", "property_tax", "rule", "transport_tax", "waste"]
