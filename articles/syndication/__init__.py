"""Copies of a story at other outlets: their unpublishing, letters about them, restrictions. Imports no models."""
