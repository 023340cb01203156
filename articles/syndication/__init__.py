"""Copies of a story at other outlets: they leave with it, and letters tell of it. Imports no models."""
