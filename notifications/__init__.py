"""The outbox: letters are rows in the database, sent by the worker."""
