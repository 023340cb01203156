"""Scenarios: played scene by scene, on paper, offline, in class; their pages of the administration."""
