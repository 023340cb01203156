"""Screenshots of all page types: `make shots`."""
