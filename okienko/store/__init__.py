"""The data folder and the PostgreSQL in it: made, migrated, started, brought back."""
