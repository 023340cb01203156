"""What is known about assets: fields computed from their files, required files, labels, duplicates, tables."""
