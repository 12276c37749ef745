"""Files that came in are looked at by a virus scanner, and what it says decides who may open them."""
