"""Cleaner of Office documents: the package, its XML and the media inside."""
