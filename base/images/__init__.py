"""Pictures: sizes that templates ask for, and drawn share images."""
