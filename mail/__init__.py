"""E-mail as a channel: what a letter says, and the server that takes it."""
