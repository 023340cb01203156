"""Search over everything readers may see (docs/adr/0003-search.md).

`lexemes` turns texts and queries into words, `documents` says what goes in, `store` (in
PostgreSQL) keeps and finds them, `engine` asks and ranks, `slips` repairs what was mistyped, `pages` answers readers.
"""
