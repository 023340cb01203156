"""Kits: contents of their ZIP files, the build once per version, the offline page inside."""
