"""Coverage figures: roll-ups per kind and level, and the queries that read them."""
