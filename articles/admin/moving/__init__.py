"""A live story is moved to its right section."""
