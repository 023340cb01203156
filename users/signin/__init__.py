"""Signing in: allauth by our rules, limits on tries, new passwords."""
