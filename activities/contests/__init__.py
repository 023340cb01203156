"""Contests: entries through schools and adult accounts, blind marks of a jury, winners, gallery, certificates."""
