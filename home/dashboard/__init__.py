"""Home page of the administration for people of a newsroom: what waits, drafts, today, readings, what stops."""
