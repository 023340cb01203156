"""Files: S3 storage, the upload gate, cleaners, uploads in parts, maintenance of stored objects."""
