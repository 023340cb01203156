"""The outbox: e-mails are rows in the database, which the worker sends."""
