"""Further forms of a file (previews, web pictures, clips, redactions): which, in which turn, made by the worker."""
