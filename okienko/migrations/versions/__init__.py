"""Revisions; their order stands in them, not in their names."""
