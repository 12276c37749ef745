"""One file per outside party, behind a port that lives with its user."""
