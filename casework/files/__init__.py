"""Files that come from outside: what they are, whether they are a bomb, where they are kept."""
