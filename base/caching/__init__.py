"""Caching: headers of answers, the cache backend, the page cache, purging the edge."""
