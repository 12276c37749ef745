"""The database's history: one revision after the other, each with its way up and down."""
