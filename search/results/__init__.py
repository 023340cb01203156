"""What a search has found, and how a results page shows it."""
