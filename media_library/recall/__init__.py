"""Recall of released assets: rows, storage, caches, pages, and notices to organisations that hold them."""
