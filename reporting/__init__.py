"""Figures of the campaign, read from all apps below."""
