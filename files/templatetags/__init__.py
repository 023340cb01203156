"""Template tags of the app `files`."""
