"""Mixins of all article types: the public side and the editorial side."""
