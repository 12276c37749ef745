"""The law's clock: terms, free days, and the words that explain a date."""
