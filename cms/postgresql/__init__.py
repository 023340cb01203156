"""Django's PostgreSQL for web processes (DATABASES["default"]["ENGINE"])."""
