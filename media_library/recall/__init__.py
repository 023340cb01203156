"""Recall of released assets and of pictures: rows, storage, caches, pages."""
