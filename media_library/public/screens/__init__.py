"""Screens in schools: their playlists, and the player."""
