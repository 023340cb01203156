"""Scripts that fill a disposable database with many rows and measure the site on it."""
