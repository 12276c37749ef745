"""The register of places in the database: loaded whole, asked about one address at a time."""
