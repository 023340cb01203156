"""Demo content and the commands that seed it; not installed in production."""
