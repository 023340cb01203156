"""What a search has found, kept for a minute, and as HTML with its words marked."""
