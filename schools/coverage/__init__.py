"""Coverage: rolled up per kind and level, and read for board, reports and public page."""
