"""What is done beside the counter: duties, and sending what was promised."""
