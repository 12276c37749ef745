"""News promised to applicants: consents, codes, and the ledger that is sent from."""
