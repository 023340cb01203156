"""Data about assets: fields computed from their files, required files, labels, duplicates, table import."""
