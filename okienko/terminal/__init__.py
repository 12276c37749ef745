"""What `okienko` does once at a terminal and ends."""
