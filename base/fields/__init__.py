"""Fields of forms that several apps have, beside those for dates (base/day.py)."""
