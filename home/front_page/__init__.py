"""The front page: its sections, what they show, its editor's panels, its head."""
