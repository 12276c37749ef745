"""How the system stands: for a person, for a monitor, for whoever asks whether it serves."""
