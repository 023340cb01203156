"""Objects in two S3 buckets: written once, read by signed addresses, received in parts."""
