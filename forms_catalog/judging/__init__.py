"""What was typed, judged: one judge for every channel."""
