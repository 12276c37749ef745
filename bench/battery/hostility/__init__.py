"""What rows F need beside the house's own tests."""
