"""Bytes and keys only: hardened XML, seal, receipts, verdicts. No tables, no web."""
