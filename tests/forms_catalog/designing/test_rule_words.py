"""Whoever chooses a rule or a calculation reads what it does, never its code."""

from forms_catalog.calculations import CALCULATIONS
from forms_catalog.designing.rule_words import rule_words
from forms_catalog.rules import RULES


def test_every_rule_and_calculation_is_told_in_words_and_nothing_else_is() -> None:
    words = rule_words()
    assert words.keys() == RULES.keys() | CALCULATIONS.keys()
    for name, one in words.items():
        assert one.says.endswith(".") and len(one.says) > 30 and one.reads, name
        assert "@" not in one.says, name
    lawless = [name for name, one in words.items() if not one.law]
    assert lawless == ["days_in_order@1"], "the others stand in an act"
