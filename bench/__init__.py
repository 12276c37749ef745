"""What a page and a submission cost, measured beside what this machine can do at all."""
