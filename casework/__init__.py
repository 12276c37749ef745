"""What happened: drafts, filing, register, receipts, cases, audit. Verbs take a session and never commit."""
