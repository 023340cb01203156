"""Other forms of a cleaned file: previews, pictures for the web, clips, redacted pictures."""
