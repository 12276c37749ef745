"""The desk's workshop for forms: written by one, approved by another, published, compared, tried."""
