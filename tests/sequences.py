"""Each table counts from a number of its own, so a test that confuses two tables' keys, or one key with a shown figure,
fails always and not once in some hundred runs."""

import psycopg
from psycopg.sql import SQL, Identifier

#: First key of the first table, and rows that a test may add to each before the next table's keys begin.
FIRST, ROOM = 100_000, 1_000


def spread(database: str) -> None:
    """Give every sequence of the database at that address its own start; rows that exist keep their keys."""
    with psycopg.connect(database) as connection:
        names = connection.execute("SELECT schemaname, sequencename FROM pg_sequences ORDER BY 1, 2").fetchall()
        for place, name in enumerate(names):
            statement = SQL("ALTER SEQUENCE {} RESTART WITH {}").format(Identifier(*name), FIRST + place * ROOM)
            connection.execute(statement)
