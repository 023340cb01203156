"""Clean Office documents: the package, its XML parts and the media inside."""
