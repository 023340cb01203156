"""Breaking news: one published story of a language on every page, until an hour."""
