"""Search over everything readers may see (docs/adr/0003-search.md).

`tokens` turns texts and queries into words, `index` says what goes in, `backend` (in PostgreSQL) keeps and finds
documents, `query` understands what was typed, asks and ranks, `views` answers readers.
"""
