"""Scripts that fill a disposable database with very many rows and time the site on it."""
