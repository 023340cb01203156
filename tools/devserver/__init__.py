"""Development tools: private PostgreSQL and S3, the demo, `make check`. The product does not import them."""
