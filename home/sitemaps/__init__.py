"""robots.txt and sitemaps for search engines."""
