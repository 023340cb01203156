"""Template tags and filters that are built in to all templates (settings.TEMPLATES)."""
