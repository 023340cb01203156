"""What production runs: entrypoint, edge, S3, and the catalogues that an image compiles."""
