"""The register of units as a file: read, judged row by row, applied once."""
