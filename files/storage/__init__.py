"""Objects in two S3 buckets: written once, read through signed URLs, received in parts."""
