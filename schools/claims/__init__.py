"""Claims of units: the checklist of a season, evidence, transitions, reminders."""
