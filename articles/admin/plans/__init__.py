"""Planned stories: the form with brief, writer and due time."""
