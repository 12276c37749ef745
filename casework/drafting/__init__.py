"""Drafts: forms that somebody is filling in."""
