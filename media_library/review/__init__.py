"""From draft to release: adding files, approval by a second person, release, letters, follow-up work."""
