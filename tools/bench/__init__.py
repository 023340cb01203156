"""Measures of the performance budgets: `make bench`."""
