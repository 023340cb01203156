"""From draft to release: adding and redacting files, approval by a second person, release, letters, follow-up work."""
