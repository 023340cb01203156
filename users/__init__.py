"""Accounts, organisations, roles, sign-in and second factor."""
