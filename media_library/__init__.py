"""The shared library: assets, kits, review, downloads, recall, statistics."""
