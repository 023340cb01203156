"""robots.txt and the maps of addresses for search engines."""
