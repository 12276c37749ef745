"""Dated facts that a council, a minister or a year changes, and what they are called."""
