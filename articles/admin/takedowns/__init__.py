"""Pages about stories that were taken down: their return, and the list of all take-downs."""
