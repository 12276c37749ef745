"""A form and its answers as documents: XML and its schema, the view of it, JSON Schema, words."""
