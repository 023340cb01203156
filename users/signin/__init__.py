"""Signing in: allauth adapters, limits on attempts, validation of new passwords."""
