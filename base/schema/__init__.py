"""Comparison of the database's tables with the models."""
