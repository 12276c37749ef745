"""Every way we know to make a false receipt look true; `ATTACKS` is what both doors are tried with.

Each attack is a function of the story (receipt, seal, centre, now) and says which reasons may be given.
"""

from tests.trust.attacks import content, hostile_files, keys, methods, whose_seal, wrapped
from tests.trust.attacks.story import ATTACKS, Attack, Story

__all__ = ["ATTACKS", "KINDS", "Attack", "Story"]

#: whoever imports one of them enters its attacks into the list
KINDS = (content, whose_seal, wrapped, methods, keys, hostile_files)
