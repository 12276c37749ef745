"""What may be filed: definitions as data, kinds of field and named rules as code, and one judge for every channel."""
