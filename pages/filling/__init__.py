"""The pages of a form as residents see them, drawn alike by portal and preview; nothing is kept here."""
