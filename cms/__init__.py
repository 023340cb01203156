"""Settings, URLs and WSGI entry point of the site."""
