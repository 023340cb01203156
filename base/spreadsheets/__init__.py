"""Tables for spreadsheet programs: read and written in one place, and no cell of ours becomes a formula."""
