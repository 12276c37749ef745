"""Filling in a form and handing it in: section by section, rows on their own pages, read back, sent once."""

from portal.filing import checking, failures, importing, later, opening, removing, rows, sections
from portal.filing.blueprint import blueprint

__all__ = [
    "blueprint",
    "checking",
    "failures",
    "importing",
    "later",
    "opening",
    "removing",
    "rows",
    "sections",
]
