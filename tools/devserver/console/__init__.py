"""What `make demo` says: steps with their seconds, sentences for what stands in the way, the closing table."""
