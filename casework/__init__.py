"""What happened: drafts, filing, register, receipts, cases and audit. Verbs take a session and never commit."""
