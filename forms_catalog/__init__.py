"""What may be filed: definitions as data, kinds of field and rules as code, one judge for every channel."""
