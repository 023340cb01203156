"""Checks of malformed requests."""
