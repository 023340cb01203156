"""Publish gates of a challenge."""
