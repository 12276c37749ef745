"""Sheets of paper: receipts, blank forms."""
