"""Offices, their units, and what one of them set for itself."""
