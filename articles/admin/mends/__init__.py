"""Small mends of an approved text: the difference, asking for a second person, confirming."""
