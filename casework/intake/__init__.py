"""The road of a submission: from what was filled in to case, documents and receipt, once."""
