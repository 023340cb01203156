"""Screens of schools: what they play, and the player."""
