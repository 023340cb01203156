"""Caching: Cache-Control headers, the cache backend, the page cache, purging the edge cache."""
