"""Taking back an asset that is out: storage, caches, pages, and notices to who holds it."""
