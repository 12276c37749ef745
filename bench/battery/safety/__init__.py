"""Rows S: security."""
