"""Templates of the office's letters: one YAML file for each, and what reads and fills them."""
