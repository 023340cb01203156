"""The desk's own pages of the administration: board, calendar, corrections, take-downs, outlets' copies, previews."""
