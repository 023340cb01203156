"""The site as a whole: front page, help page, archive, sitemaps."""
