"""Search over all public content (docs/adr/0003-search.md).

`tokens` splits texts and queries into words and lexemes, `index` selects the content, `backend` stores and finds
documents (in PostgreSQL), `query` interprets queries and ranks, `views` answers readers.
"""
