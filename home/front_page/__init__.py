"""The front page: its sections, their content, panels of its editor, metadata."""
