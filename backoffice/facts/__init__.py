"""The desk's pages of dated facts: rates, fees, free days, accounts, and how sure each is."""
