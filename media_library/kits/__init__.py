"""Kits: contents of a package, ZIP files built once per version, the offline page inside."""
