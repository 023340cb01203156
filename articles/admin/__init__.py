"""Pages of the newsroom in the administration: board, calendar, corrections, take-downs, syndication, previews."""
