"""Data about assets: fields computed from their files, requirements, labels, duplicates, table import."""
