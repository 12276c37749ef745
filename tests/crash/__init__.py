"""Crash accounting: what was promised is there, whatever was killed."""
