"""Interpretation of queries (synonyms, spelling, whole sentences, crisis terms) and ranking of hits."""
