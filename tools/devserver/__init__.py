"""Development machinery: private PostgreSQL and S3, the demo, checks. Never imported by the site itself."""
