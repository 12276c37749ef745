"""A backup in one file, and a data folder made of it."""
