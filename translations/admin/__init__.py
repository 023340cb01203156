"""Pages of translations in the administration."""
