"""The public web application: catalogue, filing, receipts, cases, /api/v1."""
