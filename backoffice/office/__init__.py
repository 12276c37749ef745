"""The desk's pages of an office: what it is, and opening one more."""
