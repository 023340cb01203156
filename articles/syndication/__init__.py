"""Copies of a story at other outlets: which they are, that they leave with it, letters. Imports no models of this app."""
