"""The gate: accept_upload() decides on every file, in a sandbox, with a scanner and a deadline."""
